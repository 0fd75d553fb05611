import type { MetricFinding } from '../../analysis/gate/gate-findings.ts';
import type { Block, Document, TableBlock } from '../document.ts';
import { gateFigure, marginText, pText, worseText } from './gate-figures.ts';
import type { GateReport } from './gate-report.ts';
import { gateEnding } from './gate-sentences.ts';

const DISPLAYED = 'eta.displayed.';

/** Returns the report of a gate: what was compared, what decided, what else was looked at, the verdict. */
export function composeGate(report: GateReport): Document {
  const { manifest, findings } = report;
  return {
    blocks: [
      {
        kind: 'title',
        program: 'tacos gate',
        name: manifest.name,
        headline: manifest.title,
        items: [`${findings.pairs} seeds`, `tacos ${manifest.version}`],
      },
      { kind: 'rows', rows: [{ label: 'Baseline', items: baseItems(report) }, ...testRows(report)] },
      ...(findings.identical ? [] : tables(report)),
      ...remarks(report),
      ...composeGateEnding(report).blocks,
    ],
  };
}

function tables({ manifest, findings }: GateReport): readonly Block[] {
  const shown = findings.metrics.filter(({ role, pairs }) => role === 'shown' && pairs > 0);
  const judged = findings.metrics.filter(({ role, verdict }) => role !== 'shown' && verdict !== undefined);
  const aside = `positive is worse; ${DISPLAYED} (${manifest.displayed}) is left out of paths`;
  return [
    { kind: 'heading', text: 'Judged', aside },
    judgedTable(judged),
    ...(shown.length === 0
      ? []
      : ([{ kind: 'heading', text: 'Shown, not judged' }, shownTable(shown)] as const)),
  ];
}

/** Returns the last line alone. */
export function composeGateEnding(report: GateReport): Document {
  return { blocks: [{ kind: 'ending', ...gateEnding(report), exitCode: report.exitCode }] };
}

/** Returns a path as tables print it. */
function shortPath(path: string): string {
  return path.startsWith(DISPLAYED) ? path.slice(DISPLAYED.length) : path;
}

function baseItems({ manifest: { base } }: GateReport): readonly string[] {
  return base.kind === 'file'
    ? [base.file, `tacos ${base.version}`, base.at, base.reason]
    : [`${base.ref} (${base.commit}), run again here`, `tacos ${base.version}`];
}

function testRows({ findings }: GateReport): readonly { label: string; items: readonly string[] }[] {
  const { identical, identicalPairs, pairs, look, looks, level, levelOfLook } = findings;
  if (identical) return [];
  const same = identicalPairs === 0 ? [] : [`${identicalPairs} of ${pairs} seeds identical`];
  const items = [
    'paired by seed',
    `one-sided Student t at ${percent(levelOfLook)}, look ${look} of ${looks}`,
    `Holm; false alarms at most ${percent(level)}`,
  ];
  return [{ label: 'Test', items: [...items, ...same] }];
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(4))} %`;
}

function judgedTable(metrics: readonly MetricFinding[]): TableBlock {
  return {
    kind: 'table',
    columns: [
      { header: '', align: 'left' },
      { header: 'metric', align: 'left' },
      { header: 'baseline', shortHeader: 'base', align: 'right', dropOrder: 2 },
      { header: 'now', align: 'right', dropOrder: 2 },
      { header: 'worse by', align: 'right' },
      { header: 'at least', align: 'right', dropOrder: 3 },
      { header: 'at most', align: 'right' },
      { header: 'margin', align: 'right' },
      { header: 'p (Holm)', align: 'right', dropOrder: 4 },
      { header: 'role', align: 'left', dropOrder: 5 },
    ],
    rows: metrics.map((metric) => [
      verdictWord(metric),
      shortPath(metric.path),
      gateFigure(metric, metric.before),
      gateFigure(metric, metric.after),
      worseText(metric, metric.worse),
      worseText(metric, metric.lower),
      worseText(metric, metric.upper),
      marginText(metric),
      pText(metric.adjustedP),
      metric.role,
    ]),
  };
}

/** A guard that is not shown to be worse is of no concern, so its open question is not called one. */
function verdictWord({ verdict, role }: MetricFinding): string {
  if (verdict === 'inconclusive') return role === 'guard' ? 'ok' : 'open';
  return verdict === 'fail' ? 'FAIL' : 'PASS';
}

function shownTable(metrics: readonly MetricFinding[]): TableBlock {
  return {
    kind: 'table',
    columns: [
      { header: 'metric', align: 'left' },
      { header: 'baseline', align: 'right' },
      { header: 'now', align: 'right' },
      { header: 'worse by', align: 'right' },
      { header: 'at least', align: 'right', dropOrder: 1 },
      { header: 'at most', align: 'right', dropOrder: 1 },
    ],
    rows: metrics.map((metric) => [
      shortPath(metric.path),
      gateFigure(metric, metric.before),
      gateFigure(metric, metric.after),
      worseText(metric, metric.worse),
      worseText(metric, metric.lower),
      worseText(metric, metric.upper),
    ]),
  };
}

function remarks({ findings, remarks: given }: GateReport): readonly Block[] {
  const partly = findings.metrics.filter(
    ({ lost, gained, verdict }) => verdict !== undefined && lost + gained > 0,
  );
  const absences = partly.map(
    ({ path, lost, gained, pairs }) =>
      `${path}: compared on ${pairs} seeds; ${lost} have lost it and ${gained} have it only now.`,
  );
  const nowhere = findings.metrics.filter(({ role, verdict }) => role !== 'shown' && verdict === undefined);
  const missing = nowhere.length === 0 ? [] : [`No run has ${nowhere.map(({ path }) => path).join(', ')}.`];
  return [...given, ...missing, ...absences].map((text) => ({ kind: 'sentence', text }));
}
