import { MOST_RETRIES } from '../../traffic/ticket-state.ts';
import type { Patience, PollPolicy, VisitorClass } from '../../traffic/visitor-class.ts';
import { checked } from '../schema/choice.ts';
import { namedList } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { count, duration, durationRange, flag, name, plainNumber, share } from '../schema/scalar.ts';
import { defaultIfChosen, type ObjectOf, optional, required, withDefault } from '../schema/schema.ts';
import { distributionFields, distributionGroup, distributionOf } from './distribution.ts';

const positiveShare = share({ zeroAllowed: false });

const adaptive = {
  floor: required(duration(1), 'Shortest poll interval.'),
  ceiling: required(duration(1), 'Longest poll interval.'),
  divisor: required(plainNumber({ min: 0, max: 1e6, exclusive: true }), 'The shown ETA is divided by this.'),
  jitter: withDefault(share(), '0%', 'Each interval is multiplied by 1 +- this, evenly spread.'),
};

const poll = {
  every: optional(durationRange(), 'Poll interval: fixed (5s), or evenly spread over a range (4s..6s).'),
  jitter: defaultIfChosen(share(), '0%', 'A fixed interval is multiplied by 1 +- this, evenly spread.'),
  adaptive: optional(
    checked(object(adaptive), ({ floor, ceiling }) =>
      ceiling >= floor ? undefined : { code: 'out-of-range', key: 'ceiling', expected: 'at least the floor' },
    ),
    'Poll interval that follows the shown ETA: clamp(floor, ceiling, ETA / divisor).',
  ),
};

const pollSchema = checked(
  object(poll, { groups: [{ need: 'one', ways: [['every', 'jitter'], ['adaptive']] }] }),
  ({ every, jitter }) => {
    const range = every !== undefined && every.fromMs < every.toMs;
    if (!range || jitter === undefined || jitter === 0) return undefined;
    return {
      code: 'exclusive-keys',
      key: 'jitter',
      expected: 'no jitter beside a range of intervals',
      cure: '0%',
    };
  },
);

const patience = {
  impatient: withDefault(positiveShare, '100%', 'Share that has a limit at all; the others wait for ever.'),
  ...distributionFields,
  reaction: optional(
    object({
      above: required(duration(), 'First shown ETA from which the patience changes.'),
      factor: required(
        plainNumber({ min: 0, max: 1000, exclusive: true }),
        'Patience is multiplied by this.',
      ),
    }),
    'How the first ETA shown changes the patience.',
  ),
};

const onGiveUp = {
  leave: optional(share(), 'Share that tells the server it leaves; the line closes up behind it.'),
  silent: optional(share(), 'Share that just goes: its ticket stays in line as a ghost.'),
};

const onGiveUpSchema = checked(object(onGiveUp), ({ leave, silent }) => {
  if (leave === undefined || silent === undefined || Math.abs(leave + silent - 1) < 1e-4) return undefined;
  return { code: 'shares-sum', expected: 'leave and silent that add up to 100%' };
});

const retry = {
  every: withDefault(duration(1), '1s', 'Time between a refused enter and the next try.'),
  times: withDefault(count(0, MOST_RETRIES), 3, 'Tries after the first refusal; then back to polling.'),
};

const hidden = {
  share: required(positiveShare, 'Share of visitors whose tab is in the background.'),
  every: required(duration(1), 'A hidden tab polls at most once in this time.'),
};

const balk = {
  above: required(duration(), 'First shown ETA above which somebody may leave at once.'),
  share: required(positiveShare, 'Share of those who do.'),
};

const visitor = {
  name: required(name(), 'Name of the class, used in reports and paths.'),
  share: withDefault(positiveShare, '100%', 'Share of arrivals; the shares of all classes add up to 100%.'),
  tabs: withDefault(count(1, 16), 1, 'Browser tabs, each with a ticket of its own.'),
  oneTicket: withDefault(
    flag(),
    true,
    'When one tab enters, the others leave silently; false: they enter too.',
  ),
  poll: withDefault(
    pollSchema,
    { every: '5s', jitter: '10%' },
    'How often a waiting visitor asks for its status.',
  ),
  patience: optional(
    object(patience, { groups: [distributionGroup] }),
    'How long somebody waits before giving up.',
  ),
  onGiveUp: withDefault(onGiveUpSchema, { leave: '100%' }, 'How somebody who gives up leaves.'),
  retry: withDefault(object(retry), {}, 'What follows a 403 on enter.'),
  anonymous: withDefault(share(), '0%', 'Share without a user id: one member of a by-user admission log.'),
  hidden: optional(object(hidden), 'Background tabs, which browsers throttle.'),
  balk: optional(object(balk), 'Leaving at the first sight of a long ETA.'),
  bot: optional(flag(), 'A program, which bot control may stop; default: true for a class named bot.'),
};

const visitorSchema = object(visitor);

/** The classes of visitors; their shares add up to 100 % within 0.01 points. */
export const visitorsSchema = checked(namedList(visitorSchema, { minItems: 1, maxItems: 64 }), (classes) => {
  const sum = classes.reduce((total, each) => total + each.share, 0);
  if (Math.abs(sum - 1) <= 1e-4 + 1e-12) return undefined;
  const percent = `${Number((sum * 100).toFixed(4))}%`;
  const expected = 'shares of visitors that add up to 100% (within 0.01 points)';
  return {
    code: 'shares-sum',
    got: `${percent} (${classes.map((each) => each.name).join(' + ')})`,
    expected,
  };
});

/** Returns a class of visitors in the units of a plan. */
export function visitorPlan(section: ObjectOf<typeof visitor>): VisitorClass {
  const { leave, silent } = section.onGiveUp;
  return {
    name: section.name,
    share: section.share,
    tabs: section.tabs,
    oneTicket: section.oneTicket,
    poll: pollPolicy(section.poll),
    ...(section.patience === undefined ? {} : { patience: patiencePlan(section.patience) }),
    politeShare: leave ?? 1 - (silent ?? 0),
    retry: { everyMs: section.retry.every, times: section.retry.times },
    anonymousShare: section.anonymous,
    ...(section.hidden === undefined
      ? {}
      : { hidden: { share: section.hidden.share, everyMs: section.hidden.every } }),
    ...(section.balk === undefined
      ? {}
      : { balk: { aboveMs: section.balk.above, share: section.balk.share } }),
    ...((section.bot ?? section.name === 'bot') ? { bot: true } : {}),
  };
}

function pollPolicy(section: ObjectOf<typeof poll>): PollPolicy {
  const { adaptive: follows, every } = section;
  if (follows !== undefined) {
    const { floor, ceiling, divisor, jitter } = follows;
    return { kind: 'adaptive', floorMs: floor, ceilingMs: ceiling, divisor, jitter };
  }
  const { fromMs, toMs } = every ?? { fromMs: 5000, toMs: 5000 };
  const jitter = section.jitter ?? 0;
  // At least 1 ms: a jitter of 100% must not poll twice in one instant.
  return {
    kind: 'uniform',
    fromMs: Math.max(1, Math.round(fromMs * (1 - jitter))),
    toMs: Math.max(1, Math.round(toMs * (1 + jitter))),
  };
}

function patiencePlan(section: ObjectOf<typeof patience>): Patience {
  const { reaction } = section;
  return {
    impatientShare: section.impatient,
    durationMs: distributionOf(section),
    ...(reaction === undefined ? {} : { reaction: { aboveMs: reaction.above, factor: reaction.factor } }),
  };
}
