import type { MessagePort } from 'node:worker_threads';
import { TargetError } from '../../errors.ts';
import { openTarget } from '../registry.ts';
import type { FromLane, LaneOrder, ToLane } from './lane-message.ts';
import { refillsOf } from './refills-of.ts';
import { targetWire } from './target-wire.ts';
import { visitorDraws } from './visitor-draws.ts';
import type { Answer, WireRequest } from './wire.ts';

/** Joins the room of a run that is there, and carries requests to it until it is told to close. */
export async function serveLane(port: MessagePort, order: LaneOrder): Promise<void> {
  const tell = (message: FromLane) => port.postMessage(message);
  try {
    const target = await openTarget(order.target, {
      rules: order.plan.admission,
      refills: refillsOf(order.plan),
      draws: visitorDraws(order.plan, order.lane),
      run: order.run,
      event: order.event,
      role: 'guest',
      environment: order.env,
      path: order.env.PATH,
      allowedHosts: order.allowedHosts,
      timeoutMs: order.timeoutMs,
    });
    const wire = targetWire(target, order.byRunClock, (error) => tell(wrong(error)));
    let answers: (readonly [WireRequest, Answer])[] = [];
    const flush = () => {
      tell({ kind: 'answers', answers, losses: wire.losses });
      answers = [];
    };
    wire.answered = (request, answer) => {
      // All that came in one turn of the loop goes back in one message.
      if (answers.length === 0) setImmediate(flush);
      answers.push([request, answer]);
    };
    port.on('message', (message: ToLane) => {
      if (message.kind === 'ask') for (const request of message.requests) wire.send(request);
      else void target.close().finally(() => port.close());
    });
    tell({ kind: 'ready' });
  } catch (error) {
    tell(wrong(error));
    port.close();
  }
}

function wrong(error: unknown): FromLane {
  if (!(error instanceof TargetError)) throw error;
  const { code, message, hint } = error;
  return { kind: 'wrong', code, message, ...(hint === undefined ? {} : { hint }) };
}
