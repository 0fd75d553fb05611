import type { Findings, Limit } from '../../analysis/findings.ts';
import type { Plan } from '../../scenario/plan.ts';
import { formatCompact } from '../../units/count.ts';
import { formatDuration, formatRunInstant } from '../../units/duration.ts';
import { formatRate } from '../../units/rate.ts';
import type { Block, TitleBlock, Tone } from '../document.ts';
import { figure, fineShare, metricFigure, shortDuration } from '../figures.ts';
import type { Report } from '../report.ts';
import { invalidLines } from './generator.ts';
import { describeLimit, mainLimit } from './limits.ts';
import { holdsLine } from './tiers.ts';

const WORDS: Readonly<Record<Findings['verdict'], { readonly word: string; readonly tone: Tone }>> = {
  empties: { word: 'EMPTIES', tone: 'good' },
  'keeps-up': { word: 'KEEPS UP', tone: 'good' },
  'does-not-empty': { word: 'DOES NOT EMPTY', tone: 'bad' },
  stalls: { word: 'STALLS', tone: 'bad' },
  'sold-out': { word: 'SOLD OUT', tone: 'good' },
};

const DOES_NOT_HOLD = { word: 'DOES NOT HOLD', tone: 'bad' } as const;

/** Returns the title line and the verdict: what came of the sale, whether the machines held, and what held people back. */
export function composeVerdict(report: Report): readonly Block[] {
  const { findings } = report;
  const holds = holdsLine(findings);
  return [
    title(report),
    {
      kind: 'verdict',
      ...headWord(findings),
      lines: [
        ...(findings.generator === undefined ? [] : invalidLines(findings.generator)),
        ...interruptedLine(report),
        outcomeLine(findings),
        ...(holds === undefined ? [] : [holds]),
        ...limitLines(report),
      ],
    },
  ];
}

function headWord(findings: Findings): { readonly word: string; readonly tone: Tone } {
  if ((findings.generator?.invalid.length ?? 0) > 0) return { word: 'INVALID', tone: 'bad' };
  return findings.interrupted ? { word: 'INTERRUPTED', tone: 'bad' } : wordOf(findings);
}

/** A line that empties or keeps up is no good news where the machines under it did not carry the load. */
function wordOf(findings: Findings): (typeof WORDS)[Findings['verdict']] {
  const line = WORDS[findings.verdict];
  return findings.holds?.holds === false && line.tone === 'good' ? DOES_NOT_HOLD : line;
}

/** Returns the verdict in lower case as it stands inside a sentence about the line. */
export function verdictPhrase(verdict: Findings['verdict']): string {
  return WORDS[verdict].word.toLowerCase();
}

function title({ findings, plan, manifest }: Report): TitleBlock {
  const replications = findings.replications;
  const span = shortDuration(findings.endMs);
  const { run } = manifest;
  const simulated =
    findings.generator !== undefined
      ? `${span} live`
      : run === undefined
        ? `${span} simulated`
        : `${span} simulated in ${formatDuration(run.elapsedMs)} (${formatCompact(run.pollsPerSec)} polls/s)`;
  return {
    kind: 'title',
    program: `tacos ${manifest.version}`,
    name: plan.name,
    headline: plan.title,
    ...(plan.lesson === undefined ? {} : { lesson: plan.lesson }),
    items: [
      `seed ${manifest.seed}`,
      `${replications} replication${replications === 1 ? '' : 's'}`,
      simulated,
    ],
  };
}

function interruptedLine({ findings, plan }: Report): readonly string[] {
  if (!findings.interrupted) return [];
  const horizon = shortDuration(plan.clock.horizonMs);
  return [
    `Stopped at ${formatRunInstant(findings.endMs)} of ${horizon}: what follows covers that part only.`,
  ];
}

function outcomeLine(findings: Findings): string {
  const { outcomes, verdict } = findings;
  const came = `${metricFigure(findings, 'outcomes.arrived', 'count', outcomes.arrived)} came`;
  const admitted = metricFigure(findings, 'outcomes.admitted', 'count', outcomes.admitted);
  if (outcomes.arrived === 0) return 'Nobody came.';
  const end =
    findings.endMs % 60_000 === 0 ? `T+${shortDuration(findings.endMs)}` : formatRunInstant(findings.endMs);
  switch (verdict) {
    case 'empties': {
      const at = findings.emptyMs ?? findings.endMs;
      return `${came}; ${admitted} were in when the line was empty at ${formatRunInstant(at)}.`;
    }
    case 'keeps-up':
      return `${came}; ${admitted} were in by ${end}. The line did not grow while people went on coming.`;
    case 'stalls':
      return `${came}; ${admitted} were in by ${end}. People wait and nobody is let in any more.`;
    case 'sold-out': {
      const { seats } = findings;
      const at = formatRunInstant(seats?.soldOutMs ?? findings.endMs);
      const refused = metricFigure(findings, 'outcomes.refused', 'count', outcomes.refused);
      return `${came}; the last of ${figure('count', seats?.count)} seats was sold at ${at}. ${admitted} were in by then, ${refused} were sent away.`;
    }
    case 'does-not-empty':
      return `${came}; ${admitted} were in by ${end}. ${remaining(findings)}`;
  }
}

function remaining({ remainingMs }: Findings): string {
  if (remainingMs === undefined) return 'Nobody was let in near the end.';
  return `The line would need ${shortDuration(remainingMs)} more.`;
}

function limitLines({ findings, plan }: Report): readonly string[] {
  const [first] = findings.limits;
  if (first === undefined) return ['Nothing held people back for longer than a moment.'];
  const main = mainLimit(findings.limits);
  const binding = `First limit: ${describeLimit(first, plan)}, binding from ${formatRunInstant(first.firstAtMs)}.`;
  const later =
    main === undefined || main.kind === first.kind
      ? ''
      : ` For ${fineShare(main.share)} of the time: ${describeLimit(main, plan)}.`;
  const contrast = contrastLine(main ?? first, findings, plan);
  return [`${binding}${later}${contrast === undefined ? '' : ` ${contrast}`}`];
}

/** Returns what the limits that do not bind would allow, so that nobody turns the wrong knob. */
function contrastLine(main: Limit, { allows }: Findings, plan: Plan): string | undefined {
  const bucket = allows.bucketPerSec === undefined ? undefined : formatRate(allows.bucketPerSec);
  const gate = allows.gatePerSec === undefined ? undefined : formatRate(Math.round(allows.gatePerSec));
  if (main.kind === 'gate') {
    return bucket === undefined
      ? 'The gate is the limit; there is no bucket.'
      : `The gate, not the bucket, is the limit: the bucket allows ${bucket}.`;
  }
  if (main.kind === 'bucket') {
    return gate === undefined
      ? `The bucket is the limit; ${plan.admission.mode === 'push' ? 'the line is released from its head' : 'there is no gate'}.`
      : `The gate allows ${gate}.`;
  }
  const both = [gate && `the gate allows ${gate}`, bucket && `the bucket ${bucket}`].filter(Boolean);
  return both.length === 0 ? undefined : `Without it, ${both.join(' and ')}.`;
}
