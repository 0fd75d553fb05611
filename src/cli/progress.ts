import { formatCount } from '../units/count.ts';
import { formatDuration } from '../units/duration.ts';
import type { Host } from './host.ts';

/** How far a command is. */
export interface Step {
  /** Of the whole command, 0..1. */
  readonly doneShare: number;
  /** Visitors let in so far; absent where that is not known. */
  readonly admitted?: number;
  /** What is being done, e.g. `replication 2 of 20`. */
  readonly label: string;
  /** Time that the rest will take; absent while nothing is known of it. */
  readonly leftMs?: number;
}

const BAR_WIDTH = 24;
const ERASE_LINE = '\r\u001b[K';

/** Shortest time between two drawings: ten a second on a terminal, a line in ten seconds elsewhere. */
const TERMINAL_MS = 100;
const LOG_MS = 10_000;

/**
 * Tells stderr how far a command is: a line that is drawn over on a terminal and erased at the end, elsewhere a line
 * every ten seconds, so that short runs leave nothing in a log.
 */
export class Progress {
  private readonly host: Host;
  private drawnMs: number;
  private drawn = false;

  constructor(host: Host) {
    this.host = host;
    this.drawnMs = host.clock.monotonicMs();
  }

  show(step: Step): void {
    const { stderr, clock } = this.host;
    const nowMs = clock.monotonicMs();
    if (nowMs - this.drawnMs < (stderr.isTTY ? TERMINAL_MS : LOG_MS)) return;
    this.drawnMs = nowMs;
    const parts = describe(step);
    if (!stderr.isTTY) {
      stderr.write(`tacos: ${parts.join('  ')}\n`);
      return;
    }
    this.drawn = true;
    stderr.write(ERASE_LINE + [bar(step.doneShare), ...parts].join('  ').slice(0, stderr.columns - 1));
  }

  /** Erases the line; nothing of it stays on the screen. */
  end(): void {
    if (this.drawn) this.host.stderr.write(ERASE_LINE);
    this.drawn = false;
  }
}

function describe({ doneShare, admitted, label, leftMs }: Step): readonly string[] {
  return [
    `${Math.floor(doneShare * 100)} %`,
    ...(label === '' ? [] : [label]),
    ...(admitted === undefined ? [] : [`${formatCount(admitted)} in`]),
    ...(leftMs === undefined ? [] : [`${formatDuration(leftMs)} left`]),
  ];
}

function bar(doneShare: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, doneShare)) * BAR_WIDTH);
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]`;
}
