import { describe, expect, it } from 'vitest';
import type { MetricFinding } from '../../analysis/gate/gate-findings.ts';
import { PLAIN_PAGE } from '../format.ts';
import { annotations } from './annotations.ts';
import { marginText, pText, worseText } from './gate-figures.ts';
import type { GateReport } from './gate-report.ts';
import { gateMarkdown, gateText } from './gate-writers.ts';
import { junitText } from './junit.ts';

const METRIC: MetricFinding = {
  path: 'eta.displayed.overall.mae',
  unit: 'ms',
  better: 'low',
  worsening: { kind: 'ratio', floor: 500 },
  role: 'decisive',
  margin: Math.log1p(0.02),
  pairs: 20,
  lost: 0,
  gained: 0,
  before: 40_000,
  after: 44_000,
  worse: Math.log(1.1),
  lower: Math.log(1.05),
  upper: Math.log(1.15),
  p: 0.00001,
  adjustedP: 0.00005,
  verdict: 'fail',
};

function report(metrics: readonly MetricFinding[], change: Partial<GateReport> = {}): GateReport {
  const verdict = metrics.some((metric) => metric.verdict === 'fail') ? 'fail' : 'inconclusive';
  return {
    manifest: {
      version: '0.1.0',
      scenario: 'scenarios/a,b:c.yaml',
      name: 'a & <b>',
      title: 'A "title"',
      displayed: 'ql',
      scenarioHash: '00',
      overrides: [],
      seeds: [1],
      base: { kind: 'file', file: 'b.json', at: '2026-10-03T11:00:00Z', reason: 'why', version: '0.1.0' },
      command: 'tacos gate',
      places: [],
    },
    findings: {
      verdict,
      identical: false,
      look: 1,
      looks: 2,
      level: 0.05,
      levelOfLook: 0.025,
      pairs: 20,
      identicalPairs: 0,
      metrics,
    },
    exitCode: 3,
    strict: false,
    interrupted: false,
    remarks: [],
    ...change,
  };
}

const open = { ...METRIC, verdict: 'inconclusive' } as const;

describe('JUnit', () => {
  it('escapes what XML would read as markup, and drops what it cannot hold', () => {
    const strange = report([{ ...METRIC, path: 'a<b>&"c\u0007' }]);
    expect(junitText(strange)).toContain('name="a&lt;b&gt;&amp;&quot;c "');
    expect(junitText(strange)).toContain('classname="a &amp; &lt;b&gt;"');
  });

  it('skips what is open, fails it where the gate is strict, and counts', () => {
    const metrics = [open, { ...open, path: 'g', role: 'guard' as const }];
    expect(junitText(report(metrics))).toContain('tests="2" failures="0" errors="0" skipped="1"');
    const strict = junitText(report(metrics, { strict: true }));
    expect(strict).toContain('tests="2" failures="1" errors="0" skipped="0"');
    expect(strict).toContain('<failure type="inconclusive"');
  });

  it('has no verdict on an interrupted gate', () => {
    expect(junitText(report([METRIC], { interrupted: true }))).toContain(
      'failures="0" errors="0" skipped="1"',
    );
  });
});

describe('annotations', () => {
  it('are ten at most, each on one line, with file names that hold commas and colons', () => {
    const many = Array.from({ length: 14 }, (_, i) => ({ ...METRIC, path: `m${i}` }));
    const lines = annotations(report(many)).split('\n').filter(Boolean);
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe(
      '::error file=scenarios/a%2Cb%3Ac.yaml,line=1,col=1,title=m0::m0 got worse by +10.0 %25 (+5.00 %25 to +15.0 %25), more than the margin of 2 %25',
    );
  });

  it('warn of what is open, and say nothing of what passed', () => {
    expect(annotations(report([open]))).toMatch(/^::warning /);
    const passed = report([{ ...METRIC, verdict: 'pass' }]);
    expect(annotations({ ...passed, findings: { ...passed.findings, verdict: 'pass' } })).toBe('');
    expect(annotations(report([METRIC], { interrupted: true }))).toBe('');
  });
});

describe('the page', () => {
  it.each([60, 80, 100])('fits %i columns', (width) => {
    const text = gateText(report([METRIC, { ...open, path: 'eta.displayed.phases.steady.a20' }]), {
      ...PLAIN_PAGE,
      width,
    });
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  });

  it('names what is lost, and what no run has', () => {
    const { verdict: _, ...absent } = { ...METRIC, path: 'x', pairs: 0 };
    const text = gateMarkdown(report([{ ...open, lost: 2, pairs: 18 }, absent]));
    expect(text).toContain('compared on 18 seeds; 2 have lost it');
    expect(text).toContain('No run has x.');
    expect(text).toContain('is lost on 2 of 20 seeds');
  });
});

describe('figures', () => {
  it('of ratios are percent of the old value, of shares points', () => {
    expect(worseText(METRIC, Math.log(1.05))).toBe('+5.00 %');
    expect(worseText({ worsening: { kind: 'points' } }, -0.031)).toBe('-3.10 pt');
    expect(worseText(METRIC, -1e-9)).toBe('0.00 %');
    expect(marginText(METRIC)).toBe('2 %');
    expect([pText(0), pText(1e-9), pText(0.0123), pText(1)]).toEqual(['0', '< 0.0001', '0.012', '1']);
  });
});
