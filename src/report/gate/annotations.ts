import type { Place } from '../../errors.ts';
import type { GateReport } from './gate-report.ts';
import { metricSentence } from './gate-sentences.ts';

/** GitHub shows no more annotations of one step than this. */
const MOST = 10;

/**
 * Returns workflow commands that put what failed, or could not be decided, beside the lines of the scenario that name it:
 * the gate's own line and thresholds on the same metric, else the first line. One command a line, ten at most; nothing
 * where the gate passes.
 * Source: GitHub, "Workflow commands for GitHub Actions", ::error and ::warning.
 */
export function annotations({ manifest, findings, interrupted }: GateReport): string {
  if (interrupted || findings.verdict === 'pass') return '';
  const wanted = findings.metrics.filter(({ role, verdict }) =>
    findings.verdict === 'fail' ? verdict === 'fail' : role === 'decisive' && verdict === 'inconclusive',
  );
  const command = findings.verdict === 'fail' ? 'error' : 'warning';
  const lines = wanted.flatMap((metric) => {
    const named = manifest.places.filter(({ path }) => path === metric.path).map(({ place }) => place);
    const places = named.length > 0 ? named : [{ file: manifest.scenario, line: 1, column: 1 }];
    return places.map((place) => annotation(command, place, metric.path, metricSentence(metric)));
  });
  return [...new Set(lines)].slice(0, MOST).join('');
}

function annotation(command: string, { file, line, column }: Place, title: string, message: string): string {
  const properties = `file=${property(file)},line=${line},col=${column},title=${property(title)}`;
  return `::${command} ${properties}::${data(message)}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
