import type { MetricFinding } from '../../analysis/gate/gate-findings.ts';
import type { GateReport } from './gate-report.ts';
import { gateEnding, metricSentence } from './gate-sentences.ts';

/**
 * Returns a gate as JUnit XML: a case for each judged metric. An inconclusive one is skipped, and a failure where the gate
 * is strict; a guard that is not shown to be worse passes.
 */
export function junitText(report: GateReport): string {
  const { manifest, findings, strict } = report;
  const judged = findings.metrics.filter(({ role }) => role !== 'shown');
  const outcomes = judged.map((metric) => outcomeOf(metric, report));
  const count = (outcome: Outcome) => outcomes.filter((each) => each === outcome).length;
  const cases = judged.map((metric, i) => testCase(metric, outcomes[i] ?? 'skipped', manifest.name, strict));
  const totals = `tests="${judged.length}" failures="${count('failure')}" errors="0" skipped="${count('skipped')}"`;
  const { word, text } = gateEnding(report);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tacos gate" ${totals}>`,
    `  <testsuite name="${escapeXml(`tacos gate ${manifest.name}`)}" ${totals}>`,
    ...cases,
    `    <system-out>${escapeXml(`${word}  ${text}`)}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

type Outcome = 'passed' | 'failure' | 'skipped';

function outcomeOf({ verdict, role }: MetricFinding, { findings, strict, interrupted }: GateReport): Outcome {
  if (interrupted || verdict === undefined) return 'skipped';
  if (findings.identical || verdict === 'pass') return 'passed';
  if (verdict === 'fail') return 'failure';
  if (role === 'guard') return 'passed';
  return strict ? 'failure' : 'skipped';
}

function testCase(metric: MetricFinding, outcome: Outcome, scenario: string, strict: boolean): string {
  const open = `    <testcase classname="${escapeXml(scenario)}" name="${escapeXml(metric.path)}" time="0"`;
  if (outcome === 'passed') return `${open}/>`;
  const message = `message="${escapeXml(metricSentence(metric))}"`;
  if (outcome === 'skipped') return `${open}>\n      <skipped ${message}/>\n    </testcase>`;
  const type = metric.verdict === 'fail' ? 'regression' : strict ? 'inconclusive' : 'unknown';
  return `${open}>\n      <failure type="${type}" ${message}/>\n    </testcase>`;
}

/** Returns text as XML reads it back; control characters, which XML 1.0 cannot hold, become spaces. */
function escapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  };
  const printable = [...text].map((each) => (each < ' ' ? ' ' : each)).join('');
  return printable.replace(/[&<>"']/g, (each) => names[each] ?? each);
}
