import type { Plan } from '../scenario/plan.ts';
import { formatCount } from '../units/count.ts';
import { formatDuration, formatRunInstant } from '../units/duration.ts';
import { formatRate } from '../units/rate.ts';
import { formatShare } from '../units/share.ts';
import { clusterNotes } from './cluster-notes.ts';
import { type Findings, type Limit, type Note, PHASES, type Phase } from './findings.ts';
import { intervalNotes } from './interval-notes.ts';
import type { NOTE_CODES } from './note-codes.ts';
import { CLAMP_SEC, CLAMPED, fullLengthShare, type NoteFacts } from './note-facts.ts';

type Code = keyof typeof NOTE_CODES;
/** What notes look at: findings and facts of the same run, or means of both over the same replications. */
interface Seen {
  readonly findings: Omit<Findings, 'notes' | 'thresholds' | 'intervals'>;
  readonly facts: NoteFacts;
  readonly plan: Plan;
}

const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  cold: '0-1 min',
  warm: '1-5 min',
  steady: '5-15 min',
  late: 'past 15 min',
};

/** Returns one sentence of why for each figure that would surprise, where the cause was measured in this run. */
export function makeNotes(seen: Seen): readonly Note[] {
  return [
    ...gateNotBucket(seen),
    ...ghostsPlug(seen),
    ...ghostShare(seen),
    ...statusSpends(seen),
    ...bucketOverspent(seen),
    ...fullLengthWindows(seen),
    ...hourWeight(seen),
    ...ceiling(seen),
    ...logCollapse(seen),
    ...positionStands(seen),
    ...provisional(seen),
    ...absentPhases(seen),
    ...fewAdmissions(seen),
    ...intervalNotes(seen.plan),
    ...warmup(seen),
    ...clusterNotes(seen),
  ];
}

function note(code: Code, text: string): readonly Note[] {
  return [{ code, text }];
}

function gateNotBucket({ findings, plan }: Seen): readonly Note[] {
  const share = (kind: Limit['kind']) => findings.limits.find((limit) => limit.kind === kind)?.share ?? 0;
  const { gatePerSec, bucketPerSec } = findings.allows;
  const ranks = plan.admission.headRanks;
  if (ranks === undefined || gatePerSec === undefined || share('gate') <= share('bucket')) return [];
  const allows = `its ${formatCount(ranks)} ranks pass about ${formatRate(gatePerSec)} at this polling`;
  if (bucketPerSec === undefined) return note('gate-not-bucket', `The gate is the limit: ${allows}.`);
  if (bucketPerSec <= gatePerSec) return [];
  return note(
    'gate-not-bucket',
    `The gate, not the bucket, is the limit: ${allows}, the bucket allows ${formatRate(bucketPerSec)}.`,
  );
}

function ghostsPlug({ findings, plan }: Seen): readonly Note[] {
  const plugged = findings.limits.find((limit) => limit.kind === 'ghosts');
  if (plugged === undefined) return [];
  return note(
    'ghosts-plug-the-gate',
    `Ghosts filled all ${formatCount(plan.admission.headRanks ?? 0)} ranks of the gate from ` +
      `${formatRunInstant(plugged.firstAtMs)}: nobody was let in for ${formatShare(plugged.share, 0)} of the time people waited.`,
  );
}

function ghostShare({ facts }: Seen): readonly Note[] {
  if (facts.ghosts === undefined || facts.ghosts.share < 0.05) return [];
  const { share, atMs, tickets } = facts.ghosts;
  return note(
    'ghosts-in-line',
    `At ${formatRunInstant(atMs)} ghosts were ${formatShare(share, 0)} of the line (${formatCount(tickets)} tickets): ` +
      'a rank that counts them is too high.',
  );
}

function statusSpends({ findings }: Seen): readonly Note[] {
  const { tokensSpentByStatus, tokenPaid } = findings.admission;
  const share = tokensSpentByStatus / (tokensSpentByStatus + tokenPaid);
  if (tokensSpentByStatus === 0 || share < 0.01) return [];
  return note(
    'status-spends-tokens',
    `Status polls took ${formatCount(tokensSpentByStatus)} tokens, ${formatShare(share, 0)} of all that were spent; ` +
      'they admitted nobody.',
  );
}

function bucketOverspent({ facts, plan }: Seen): readonly Note[] {
  const { podTokens: tokens } = facts;
  const clocks = plan.admission.bucket?.podClocks;
  if (tokens === undefined || clocks === undefined || tokens.spent <= tokens.earned * 1.05) return [];
  return note(
    'bucket-overspent',
    `The bucket paid ${formatCount(tokens.spent)} tokens where capacity and refill make ${formatCount(tokens.earned)}: ` +
      `pod clocks that differ by up to ${formatDuration(2 * clocks.skewMs)} earn the same time twice.`,
  );
}

function fullLengthWindows({ facts }: Seen): readonly Note[] {
  return CLAMPED.flatMap((id) => {
    const cold = facts.coldWindows[id];
    if (cold === undefined || cold.a20 >= 0.5 || cold.a20ByObservedTime - cold.a20 < 0.2) return [];
    const factor = 1 / (30 * (id === 'moving-count' ? 1 / 60 : fullLengthShare()));
    return note(
      'full-length-windows',
      `${id} divides by whole windows: 30 s after the first admission its rate is ${factor.toFixed(1)} times too low. ` +
        `By observed time ${formatShare(cold.a20ByObservedTime, 0)} would hit.`,
    );
  });
}

function hourWeight({ facts, plan }: Seen): readonly Note[] {
  if (facts.hour === undefined || !plan.admission.hourWeight || !Number.isInteger(facts.hour.hour)) return [];
  const { hour, weight } = facts.hour;
  if (weight < 1.1 && weight > 0.9) return [];
  const [effect, factor] = weight > 1 ? ['shortens', weight] : ['lengthens', 1 / weight];
  return note(
    'hour-weight',
    `At ${String(hour).padStart(2, '0')}:00-${String(hour).padStart(2, '0')}:59 sliding multiplies its rate by ` +
      `${weight.toFixed(1)}, which ${effect} its ETA ${factor.toFixed(1)} times; admission does not follow the clock.`,
  );
}

function ceiling({ facts }: Seen): readonly Note[] {
  return CLAMPED.flatMap((id) => {
    const share = facts.clampedShare[id] ?? 0;
    if (share < 0.2) return [];
    const seconds = formatDuration(CLAMP_SEC * 1_000);
    return note(
      'eta-ceiling',
      `${formatShare(share, 0)} of the quotes of ${id} sit at its ceiling of ${seconds}.`,
    );
  });
}

function logCollapse({ facts, plan }: Seen): readonly Note[] {
  if (plan.admission.admissionLog !== 'by-user' || facts.loggedShare === undefined) return [];
  if (facts.loggedShare >= 0.8) return [];
  return note(
    'anonymous-collapse',
    `The admission log held ${formatShare(facts.loggedShare, 0)} of the admissions of the last minute: ` +
      'all anonymous visitors are one entry.',
  );
}

function positionStands({ facts }: Seen): readonly Note[] {
  if (facts.position === undefined || facts.position.visitors < 2 || facts.position.fell > 0) return [];
  const visitors = formatCount(facts.position.visitors);
  return note(
    'position-never-falls',
    `The position shown is that of joining: it fell for none of ${visitors} visitors with two quotes or more.`,
  );
}

function provisional({ findings }: Seen): readonly Note[] {
  if (!findings.scoring.provisional) return [];
  return note(
    'provisional',
    `${formatShare(findings.scoring.censoredShare, 0)} of the quotes belong to visitors who still waited at the end: ` +
      'accuracy is provisional.',
  );
}

function absentPhases({ findings }: Seen): readonly Note[] {
  const { absentPhases: absent, displayed } = findings.scoring;
  if (absent.length === 0 || absent.length === PHASES.length) return [];
  const names = absent.map((phase) => PHASE_NAMES[phase]).join(', ');
  return note(
    'phases-absent',
    `${displayed} has fewer than 100 scored quotes at ${names}: left out of mean and worst.`,
  );
}

function fewAdmissions({ findings }: Seen): readonly Note[] {
  const { admitted } = findings.outcomes;
  if (admitted === 0 || admitted >= 100) return [];
  return note(
    'few-admissions',
    `Only ${formatCount(admitted)} visitors were let in: waits and accuracy rest on few people.`,
  );
}

function warmup({ facts, plan }: Seen): readonly Note[] {
  if (facts.warmupVisits === 0) return [];
  return note(
    'warm-up',
    `${formatCount(facts.warmupVisits)} visitors of the first ${formatDuration(plan.clock.warmupMs)} (warm-up) ` +
      'are left out of waits, classes and accuracy.',
  );
}
