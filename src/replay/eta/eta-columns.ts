import type { Vocabulary } from '../stream/stream-row.ts';
import { plainName, roleOf } from '../trace-roles.ts';
import type { TimeUnit } from '../trace-time.ts';

/** Fields of a row, by number. The last three make a wide row: one for each ticket. */
export const TIME = 0;
export const EVENT = 1;
export const TICKET = 2;
export const POSITION = 3;
export const ETA = 4;
export const REFILL = 5;
export const JOINED = 6;
export const ADMITTED = 7;
export const LEFT = 8;
const FIELDS = 9;

const NAMES: readonly (readonly [field: number, names: string])[] = [
  [EVENT, 'event type action kind'],
  [TICKET, 'ticket ticketid token tokenid visitor visitorid user userid session sessionid id'],
  [POSITION, 'position pos rank'],
  [ETA, 'eta etasec etaseconds etams'],
  [REFILL, 'refill refillpersec rate ratepersec'],
  [JOINED, 'joinedat joinedatms joinedatsec joinat joinatms joinatsec'],
  [ADMITTED, 'admittedat admittedatms admittedatsec admitat admitatms admitatsec enteredat'],
  [LEFT, 'leftat leftatms leftatsec leaveat leaveatms leaveatsec'],
];

const FIELD_OF: ReadonlyMap<string, number> = new Map(
  NAMES.flatMap(([field, names]) => names.split(' ').map((name) => [name, field] as const)),
);

/** What the columns of a recording of a waiting room may be called. */
export const ETA_COLUMNS: Vocabulary = {
  fields: FIELDS,
  names: [
    'at',
    'atMs',
    'atSec',
    'event',
    'ticket',
    'position',
    'eta',
    'refill',
    'joinedAt',
    'admittedAt',
    'leftAt',
  ],
  example: 'at,event,ticket',
  fieldOf(name) {
    const known = FIELD_OF.get(plainName(name));
    return known ?? (roleOf(name).kind === 'time' ? TIME : undefined);
  },
  lacks(has) {
    if (has(JOINED) || has(ADMITTED)) {
      return has(JOINED) && has(TICKET) ? undefined : 'ticket and joinedAt, then admittedAt and leftAt';
    }
    return has(TIME) && has(EVENT) && has(TICKET)
      ? undefined
      : 'a time, an event and a ticket: at, event, ticket';
  },
};

/** Returns how a time column counts by its name: `atMs`, `joinedAtSec`; any where the cells say it themselves. */
export function timeUnitOf(name: string): TimeUnit {
  const role = roleOf(name);
  if (role.kind === 'time') return role.unit;
  const plain = plainName(name);
  if (plain.endsWith('ms')) return 'ms';
  return plain.endsWith('sec') ? 'sec' : 'any';
}

/** Returns how many milliseconds one of an ETA column is. */
export function etaUnitMs(name: string): number {
  return plainName(name).endsWith('ms') ? 1 : 1000;
}
