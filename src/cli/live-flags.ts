import { EXIT, TacosError } from '../errors.ts';
import { parseRate } from '../units/rate.ts';
import { parseShare } from '../units/share.ts';

/** What the flags of `tacos live` say beyond those of `tacos simulate`. */
export interface LiveSettings {
  /** Run time over real time. */
  readonly speed: number;
  /** Ceiling [requests per real second]; absent: none. */
  readonly maxPerSec?: number;
  /** Failed share of the last seconds at which the run stops, 0..1. */
  readonly errorBudget: number;
  readonly allowedHosts: readonly string[];
}

/** The same as written. */
export interface LiveFlagTexts {
  readonly speed: string;
  readonly maxRate?: string;
  readonly errorBudget: string;
  readonly allowTarget: readonly string[];
}

/** Above it a millisecond of real time is so much of the run that nobody could be in time. */
const MOST_SPEED = 100;

/** @throws TacosError `live-option` (2) */
export function readLiveFlags({ speed, maxRate, errorBudget, allowTarget }: LiveFlagTexts): LiveSettings {
  const match = /^(\d+(?:\.\d+)?)x$/.exec(speed);
  const factor = Number(match?.[1]);
  if (match === null || factor <= 0 || factor > MOST_SPEED) {
    throw refused(`--speed ${speed}`, `a multiple of real time up to ${MOST_SPEED}x`, '--speed 10x');
  }
  const share = parseShare(errorBudget);
  if (!share.ok) throw refused(`--error-budget ${errorBudget}`, share.problem.expected, '--error-budget 1%');
  const rate = maxRate === undefined ? undefined : parseRate(maxRate);
  if (rate?.ok === false) throw refused(`--max-rate ${maxRate}`, rate.problem.expected, '--max-rate 5000/s');
  if (allowTarget.length > 0 && rate === undefined) {
    throw refused(
      `--allow-target ${allowTarget[0]}`,
      'a ceiling for a machine that is not this one',
      '--max-rate 5000/s',
    );
  }
  return {
    speed: factor,
    ...(rate === undefined ? {} : { maxPerSec: rate.value }),
    errorBudget: share.value,
    allowedHosts: allowTarget,
  };
}

function refused(got: string, expected: string, cure: string): TacosError {
  return new TacosError('live-option', `${got}: expected ${expected}`, EXIT.usage, cure);
}
