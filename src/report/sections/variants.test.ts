import { describe, expect, it } from 'vitest';
import type { AdmissionFindings } from '../../analysis/findings.ts';
import { clusterReport, richReport } from '../../testing/report-builder.ts';
import { composeVariants } from './variants.ts';

const BASE = richReport();

function rowsOf(written: Partial<AdmissionFindings>, cure: Partial<AdmissionFindings>) {
  const side = (shares: Partial<AdmissionFindings>) => ({
    ...BASE.findings,
    admission: { ...BASE.findings.admission, ...shares },
  });
  const variants = [{ name: 'cure', title: 'cure', plan: BASE.plan, findings: side(cure) }];
  const table = composeVariants({ ...BASE, findings: side(written), variants }).find(
    (block) => block.kind === 'table',
  );
  return table?.rows ?? [];
}

describe('side by side', () => {
  it('a share that one side has is 0 % on a side without it', () => {
    const rows = rowsOf({ refused403Share: 0.84 }, { refused403Share: 0 });
    expect(rows).toContainEqual(['enters refused (403)', '84 %', '0 %']);
  });

  it('a share that no side has is left out', () => {
    const labels = rowsOf({ limitedShare: 0 }, { limitedShare: 0 }).map(([label]) => label);
    expect(labels).toContain('let in');
    expect(labels).not.toContain('requests limited (429)');
  });

  it('sets machines side by side, where a scenario has some', () => {
    const bad = clusterReport();
    const { requestsFailed } = bad.findings;
    const cured = {
      ...bad.findings,
      holds: { holds: true },
      ...(requestsFailed === undefined ? {} : { requestsFailed: { ...requestsFailed, share: 0.0002 } }),
    };
    const variants = [{ name: 'cure', title: 'cure', plan: bad.plan, findings: cured }];
    const rows = composeVariants({ ...bad, variants }).find((block) => block.kind === 'table')?.rows;
    expect(rows).toContainEqual(['machines', 'do not hold', 'hold']);
    expect(rows).toContainEqual(['first saturated', 'gateway pods, T+00:04', 'none']);
    expect(rows).toContainEqual(['requests failed', '5 %', '< 0.1 %']);
    expect(rows).toContainEqual(['most pods', '20', '20']);
    expect(rows).toContainEqual(['answers p99', '4.0 s', '4.0 s']);
    expect(rows).toContainEqual(['busiest Redis shard', '39 %', '39 %']);
    expect(rows).toContainEqual(['cost', '$1.78', '$1.78']);
  });

  it('says nothing of machines where no side has any', () => {
    const labels = rowsOf({}, {}).map(([label]) => label);
    expect(labels).not.toContain('machines');
    expect(labels).not.toContain('cost');
  });
});
