import { TargetError } from '../../errors.ts';
import type { LiveTarget } from '../target.ts';
import type { Answer, Wire, WireRequest } from './wire.ts';

/**
 * Returns the wire to a target.
 * @param byRunClock the target goes by the run clock, not by its own
 * @param onError called with what went wrong at each request that is lost
 */
export function targetWire(
  target: LiveTarget,
  byRunClock: boolean,
  onError: (error: unknown) => void = () => {},
): Wire {
  const wire: Wire = {
    answered: () => {},
    get losses() {
      return target.losses;
    },
    send(request) {
      ask(target, request, byRunClock ? request.nowMs : undefined).then(
        (answer) => wire.answered(request, answer),
        (error: unknown) => {
          onError(error);
          wire.answered(request, { kind: 'lost', code: codeOf(error) });
        },
      );
    },
  };
  return wire;
}

function ask(target: LiveTarget, { kind, ticket }: WireRequest, nowMs: number | undefined): Promise<Answer> {
  switch (kind) {
    case 'join':
      return target.join(ticket, nowMs);
    case 'status':
      return target.status(ticket, nowMs);
    case 'enter':
      return target.enter(ticket, nowMs);
    case 'leave':
      return target.leave(ticket, nowMs);
    case 'tick':
      return target.tick(nowMs);
  }
}

/** @throws what is no failure of a target: a bug is not to be counted as one */
function codeOf(error: unknown): string {
  if (error instanceof TargetError) return error.code;
  throw error;
}
