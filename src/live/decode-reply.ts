import type {
  Admission,
  EnterReply,
  JoinReply,
  LeaveReply,
  Outside,
  Place,
  Refused,
  RoomFacts,
  RoomReply,
  Standing,
  StatusReply,
  TickReply,
} from '../engine/room-reply.ts';

/** What a script gives: integers, the kind first. */
export type WireReply = readonly number[];

/** There was more to catch up with than one call may do: ask again. */
export const BEHIND = -1;
/** There is no such room. */
export const NO_ROOM = -2;

const FACTS = 8;
const REASONS: Readonly<Record<number, Refused['why']>> = {
  2: 'not-eligible',
  3: 'no-token',
  4: 'no-session',
};
const WAYS: Readonly<Record<number, Admission['how']>> = { 2: 'paid', 3: 'bypassed', 4: 'released' };
const FATES: Readonly<Record<number, Outside['kind']>> = {
  6: 'left',
  7: 'expired',
  8: 'unknown',
  9: 'limited',
};

export const decodeJoin = (wire: WireReply): JoinReply => decode(wire) as JoinReply;
export const decodeStatus = (wire: WireReply): StatusReply => decode(wire) as StatusReply;
export const decodeEnter = (wire: WireReply): EnterReply => decode(wire) as EnterReply;
export const decodeLeave = (wire: WireReply): LeaveReply => decode(wire) as LeaveReply;
export const decodeTick = (wire: WireReply): TickReply => decode(wire) as TickReply;

function decode(wire: WireReply): RoomReply {
  const facts = factsOf(wire);
  const detail = wire[FACTS]!;
  switch (wire[0]) {
    case 1:
      return { ...facts, kind: 'joined', again: detail === 1, ...placeOf(wire) };
    case 2:
      return { ...facts, kind: 'waiting', ready: detail === 1, ...placeOf(wire) };
    case 3:
      return { ...facts, kind: 'refused', why: REASONS[detail]!, ...placeOf(wire) };
    case 4:
      return {
        ...facts,
        kind: 'admitted',
        how: WAYS[detail]!,
        admittedMs: wire[FACTS + 1]!,
        again: wire[FACTS + 2] === 1,
      };
    case 5:
      return { ...facts, kind: FATES[detail]! };
    case 6:
      return { ...facts, ...standingOf(wire, facts) };
    default:
      throw new RangeError(`no kind of reply is ${wire[0]}`);
  }
}

function factsOf(wire: WireReply): RoomFacts {
  const tokens = wire[3]!;
  return {
    atMs: wire[2]!,
    revision: wire[1]!,
    tokens: tokens < 0 ? undefined : tokens,
    admitted: wire[4]!,
    logged: [wire[5]!, wire[6]!, wire[7]!],
  };
}

function placeOf(wire: WireReply): Place {
  return { slot: wire[FACTS + 1]!, position: wire[FACTS + 2]!, activeAhead: wire[FACTS + 3]! };
}

function standingOf(wire: WireReply, { tokens }: RoomFacts): Standing {
  const hasBucket = tokens !== undefined;
  return {
    kind: 'standing',
    line: wire[FACTS]!,
    active: wire[FACTS + 1]!,
    sessions: wire[FACTS + 2]!,
    tokenPaid: wire[FACTS + 3]!,
    bypassed: wire[FACTS + 4]!,
    tokensSpentByStatus: wire[FACTS + 5]!,
    swept: wire[FACTS + 6]!,
    credit: hasBucket ? wire[FACTS + 7]! : undefined,
    refilledAtMs: hasBucket ? wire[FACTS + 8]! : undefined,
    microTokensPerSec: hasBucket ? wire[FACTS + 9]! : undefined,
  };
}
