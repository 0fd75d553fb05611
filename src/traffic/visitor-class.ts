import type { Distribution } from '../random/distribution.ts';

/** One kind of visitor: how it polls, how long it stays, how it leaves. */
export interface VisitorClass {
  readonly name: string;
  /** Share of arrivals (0..1]; shares of all classes add up to 1. */
  readonly share: number;
  /** Tickets (browser tabs) of one visitor, 1..16. */
  readonly tabs: number;
  /** true: when one tab enters, the others leave silently. false: they go on and enter too. */
  readonly oneTicket: boolean;
  readonly poll: PollPolicy;
  /** Absent: waits for ever. */
  readonly patience?: Patience;
  /** Of those who give up, the share that tells the server (0..1); the rest become ghosts. */
  readonly politeShare: number;
  /** After a 403 on enter: tries again this often, at most this many times, then goes back to polling. */
  readonly retry: { readonly everyMs: number; readonly times: number };
  /** Share without a user id (0..1): in a by-user admission log they are one member. */
  readonly anonymousShare: number;
  /** Share of visitors whose tab is hidden, which polls at most once in everyMs. */
  readonly hidden?: { readonly share: number; readonly everyMs: number };
  /** Balks at the first quote shown when it is above aboveMs, with this probability. */
  readonly balk?: { readonly aboveMs: number; readonly share: number };
  /** A program, which bot control may stop. Absent: a person. */
  readonly bot?: true;
}

export type PollPolicy =
  | { readonly kind: 'uniform'; readonly fromMs: number; readonly toMs: number }
  | {
      /** clamp(floor, ceiling, shown ETA / divisor), times 1 +- jitter. */
      readonly kind: 'adaptive';
      readonly floorMs: number;
      readonly ceilingMs: number;
      readonly divisor: number;
      readonly jitter: number;
    };

export interface Patience {
  /** Share that has a limit at all (0..1]; the rest wait for ever. */
  readonly impatientShare: number;
  readonly durationMs: Distribution;
  /** Where the first quote shown is above aboveMs, what is left of the patience is multiplied by factor. */
  readonly reaction?: { readonly aboveMs: number; readonly factor: number };
}
