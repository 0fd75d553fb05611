import { OUTCOMES, type Outcome, type RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import type { Gateway } from '../simulator/gateway.ts';
import { Simulation } from '../simulator/simulation.ts';
import type { World } from '../simulator/world.ts';

/** A run, and what a gateway's log would have said of it. */
export interface LoggedRun {
  readonly record: RunRecord;
  /** Rows `atMs,event,ticket,position` in the order in which they happened, with their header. */
  readonly lines: readonly string[];
  /**
   * The record as the log tells it: whoever was let in was admitted, whoever had been silent for too long at the end is gone,
   * and whoever else was in line then is censored.
   */
  readonly told: RunRecord;
}

/**
 * Runs one replication of a plan and writes down what its gateway sees: joins, polls that are told to wait, enters that are
 * refused, admissions, departures, tickets removed for their silence. Tickets have the numbers of the run.
 */
export function runLogged(plan: Plan, replication = 0): LoggedRun {
  const simulation = new Simulation(plan, replication, false);
  const world = Reflect.get(simulation, 'world') as World;
  const gateway = Reflect.get(simulation, 'gateway') as Gateway;
  const lines = ['atMs,event,ticket,position'];
  const heardMs = new Int32Array(world.crowd.visitors);
  const outcome = new Uint8Array(world.crowd.visitors).fill(OUTCOMES.indexOf('censored'));
  const endMs = new Int32Array(world.crowd.visitors).fill(-1);
  const { ledger, room } = world;
  const end = (ticket: number, what: Outcome, nowMs: number) => {
    outcome[ticket] = OUTCOMES.indexOf(what);
    endMs[ticket] = nowMs;
  };
  let admitting = false;
  let politely = false;
  /** Refusals of the bucket in this second before the enter in hand; undefined outside of one. */
  let refusedBefore: number | undefined;
  around(room, 'admit', () => {
    admitting = true;
  });
  around(ledger, 'join', (ticket: number, nowMs: number) => {
    lines.push(`${nowMs},join,${ticket},`);
    heardMs[ticket] = nowMs;
  });
  around(ledger, 'leave', (ticket: number, nowMs: number) => {
    const event = admitting ? 'admit' : politely ? 'leave' : 'expire';
    lines.push(`${nowMs},${event},${ticket},`);
    end(ticket, admitting ? 'admitted' : 'reneged', nowMs);
    admitting = false;
  });
  around(gateway.departures, 'leave', () => {
    politely = true;
    return () => {
      politely = false;
    };
  });
  around(gateway, 'enter', () => {
    refusedBefore = world.recorder.now.refusedByBucket;
    return () => {
      refusedBefore = undefined;
    };
  });
  around(gateway, 'keepQuote', (ticket: number, slot: number, nowMs: number) => {
    const position = plan.admission.shownPosition === 'joined' ? slot + 1 : room.line.shownPosition(slot);
    const refused = refusedBefore !== undefined && world.recorder.now.refusedByBucket > refusedBefore;
    lines.push(`${nowMs},${refused ? 'refuse' : 'poll'},${ticket},${position}`);
    heardMs[ticket] = nowMs;
  });
  while (!simulation.done) simulation.advance(simulation.nowMs + 1000);
  const record = simulation.record();
  const visits = record.visits.outcome.length;
  const lastMs = Number.parseInt(lines.at(-1) ?? '0', 10);
  const ends = endMs.slice(0, visits).map((ms, ticket) => {
    if (ms >= 0) return ms;
    const isSilent = lastMs - heardMs[ticket]! > plan.admission.ghosts.inactiveAfterMs;
    if (isSilent) outcome[ticket] = OUTCOMES.indexOf('reneged');
    return isSilent ? heardMs[ticket]! : lastMs;
  });
  return {
    record,
    lines,
    told: { ...record, visits: { ...record.visits, outcome: outcome.slice(0, visits), endMs: ends } },
  };
}

/** Calls back before each call of a method, and after it what the callback has returned. */
function around(object: object, name: string, before: (...args: never[]) => (() => void) | undefined): void {
  const method = Reflect.get(object, name) as (...args: never[]) => unknown;
  Reflect.set(object, name, (...args: never[]) => {
    const after = before(...args);
    const result = method.apply(object, args);
    after?.();
    return result;
  });
}
