import { describe, expect, it } from 'vitest';
import { describeGenerator } from '../../analysis/live-findings.ts';
import type { LiveRecord } from '../../result/live-record.ts';
import { buildLive } from '../../testing/live-record-builder.ts';
import { richReport } from '../../testing/report-builder.ts';
import type { Block } from '../document.ts';
import { composeGenerator } from './generator.ts';

function blocksOf(live: LiveRecord): readonly Block[] {
  const report = richReport();
  return composeGenerator({
    ...report,
    findings: { ...report.findings, generator: describeGenerator(live) },
  });
}

describe('composeGenerator', () => {
  it('has nothing to say of a simulated run', () => {
    expect(composeGenerator(richReport())).toEqual([]);
  });

  it('shows by kind what was sent, how it ended and how long it took, with three digits', () => {
    const [heading, table] = blocksOf(buildLive({ join: { asked: [1_500], failed: [2] } }, { speed: 10 }));
    expect(heading).toMatchObject({ kind: 'heading', text: 'Generator' });
    expect(heading?.kind === 'heading' && heading.aside).toContain('10x real time');
    expect(table?.kind === 'table' && table.rows[0]).toEqual([
      'join',
      '1,500',
      '1,498',
      '2',
      '1ms',
      '3ms',
      '12.3ms',
      '40ms',
    ]);
    expect(table?.kind === 'table' && table.rows[1]?.slice(4)).toEqual(['-', '-', '-', '-']);
  });

  it('names failures by their code, and what the target has forgotten', () => {
    const blocks = blocksOf(
      buildLive(
        { join: { asked: [9] } },
        { failures: { 'target-lost': 3 }, losses: { requests: 2, tickets: 1 } },
      ),
    );
    const codes = blocks.flatMap((block) => (block.kind === 'sentence' ? (block.code ?? []) : []));
    expect(codes).toEqual(['target-lost', 'target-lost-history']);
  });
});
