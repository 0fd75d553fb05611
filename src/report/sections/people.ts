import type { ClassFindings, Findings } from '../../analysis/findings.ts';
import { formatCount } from '../../units/count.ts';
import { formatRunInstant } from '../../units/duration.ts';
import type { Block } from '../document.ts';
import { figure, fineShare, metricFigure } from '../figures.ts';
import type { Report } from '../report.ts';
import { machineRows } from './machines.ts';

/** Returns how many people came to which end, the peaks, what they waited, the same by class, and machines in short. */
export function composePeople(report: Report): readonly Block[] {
  const { findings } = report;
  const classes = Object.entries(findings.byClass);
  const rows = [
    { label: 'People', items: people(findings) },
    { label: 'Peaks', items: peaks(findings) },
    { label: 'Wait', items: waits(findings) },
    { label: 'Let in', items: admission(findings) },
    { label: 'By class', items: classes.length < 2 ? [] : classes.map((entry) => byClass(...entry)) },
    ...machineRows(report),
  ];
  return [{ kind: 'rows', rows: rows.filter((row) => row.items.length > 0) }];
}

function people(findings: Findings): readonly string[] {
  const { outcomes } = findings;
  const count = (outcome: keyof Findings['outcomes']) =>
    metricFigure(findings, `outcomes.${outcome}`, 'count', outcomes[outcome]);
  return [
    `arrived ${count('arrived')}`,
    `in ${count('admitted')}`,
    `left ${count('reneged')}`,
    `still waiting ${count('censored')}`,
    `refused ${count('refused')}`,
    ...(outcomes.balked > 0 ? [`balked ${count('balked')}`] : []),
    ...(outcomes.failed > 0 ? [`failed ${count('failed')}`] : []),
  ];
}

function peaks({ peak }: Findings): readonly string[] {
  return [
    `${formatCount(peak.joinsPerSec)} joins/s at ${formatRunInstant(peak.joinsAtMs)}`,
    `${formatCount(peak.requestsPerSec)} requests/s at ${formatRunInstant(peak.requestsAtMs)}`,
    `line ${formatCount(peak.lineLength)}`,
  ];
}

function waits(findings: Findings): readonly string[] {
  const { wait, outcomes } = findings;
  if (wait.p50Ms === undefined) return ['nobody was let in, so there is no wait to report'];
  const part = (name: string, value: number | undefined) =>
    `${name} ${metricFigure(findings, `wait.${name}`, 'ms', value)}`;
  const censored =
    outcomes.censored === 0
      ? 'of those let in'
      : `of those let in; ${fineShare(outcomes.censored / outcomes.arrived)} have no wait yet (censored)`;
  return [part('p50', wait.p50Ms), part('p95', wait.p95Ms), part('mean', wait.meanMs), censored];
}

function admission(findings: Findings): readonly string[] {
  const { admission: facts } = findings;
  if (findings.outcomes.admitted === 0) return [];
  const spent = facts.tokensSpentByStatus;
  return [
    `${metricFigure(findings, 'admission.perSecMean', 'perSec', facts.perSecMean)} on average`,
    ...(facts.refused403Share > 0 ? [`${fineShare(facts.refused403Share)} of enters refused (403)`] : []),
    ...(facts.limitedShare > 0 ? [`${fineShare(facts.limitedShare)} of requests limited (429)`] : []),
    ...(facts.bypassed > 0 ? [`${formatCount(facts.bypassed)} bypassed the bucket`] : []),
    ...(spent > 0 ? [`status polls took ${formatCount(spent)} tokens`] : []),
    ...(facts.wastedReleases > 0 ? [`${formatCount(facts.wastedReleases)} released who had left`] : []),
  ];
}

function byClass(name: string, facts: ClassFindings): string {
  const p50 = facts.wait.p50Ms === undefined ? '' : `, p50 ${figure('ms', facts.wait.p50Ms)}`;
  const overtook = facts.overtookMean < 0.5 ? '' : `, overtook ${formatCount(facts.overtookMean)}`;
  return `${name} ${fineShare(facts.admittedShare)} in${p50}${overtook}`;
}
