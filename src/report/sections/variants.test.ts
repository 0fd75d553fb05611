import { describe, expect, it } from 'vitest';
import type { AdmissionFindings } from '../../analysis/findings.ts';
import { richReport } from '../../testing/report-builder.ts';
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
});
