import { describe, expect, it } from 'vitest';
import { summarizeReplay } from '../../analysis/replay-findings.ts';
import type { ReplayManifest } from '../../result/replay-manifest.ts';
import type { HpaReplayRecord } from '../../result/replay-record.ts';
import { cpuSpec } from '../../testing/hpa-builder.ts';
import { candidate, cpuTrace, replayed } from '../../testing/replay-builder.ts';
import { FORMAT_IDS, PLAIN_PAGE } from '../format.ts';
import type { ReplayReport } from './replay-report.ts';
import { REPLAY_WRITERS, replayLastLine } from './replay-writers.ts';

const burst = Array.from({ length: 61 }, (_, i) => (i < 10 || i > 30 ? 2000 : 20_000));
const trace = cpuTrace(burst, { allowances: { cpuRequest: 1000, cpuLimit: 1200 } });
const counted = {
  ...trace,
  tellsReplicas: true,
  frames: trace.frames.map((frame) => ({ ...frame, replicas: 25 })),
};
const options = { startupMs: 75_000, initialReplicas: 4 };

function reportOf(record: HpaReplayRecord): ReplayReport {
  const manifest: ReplayManifest = {
    version: '0.1.0',
    kind: 'replay-hpa',
    trace: 'trace.csv',
    traceHash: '0'.repeat(64),
    autoscalers: [],
    seed: 1,
    command: 'tacos replay hpa trace.csv --hpa half.yaml',
  };
  return { record, findings: summarizeReplay(record), manifest, exitCode: 0 };
}

const ONE = reportOf(replayed(trace, [candidate(cpuSpec(50), 'half')], options));
const TWO = reportOf(
  replayed(counted, [candidate(cpuSpec(50), 'half'), candidate(cpuSpec(90), 'full')], options),
);
const SHADOW = reportOf(replayed(counted, [candidate(cpuSpec(50), 'half')], { mode: 'as-recorded' }));
const CALM = reportOf(replayed(cpuTrace([100, 100]), [candidate(cpuSpec(50), 'half')]));
const REPORTS = {
  'one autoscaler': ONE,
  'two that are compared': TWO,
  'as recorded': SHADOW,
  'nothing to do': CALM,
};
const CONTROL = /[^\P{Cc}\n]/u;

describe.each(Object.entries(REPORTS))('the report of %s', (_, report) => {
  it.each(FORMAT_IDS)('in %s names its files, ends their lines, and prints nothing that is absent', (id) => {
    const files = REPLAY_WRITERS[id].write(report, PLAIN_PAGE);
    expect(files[0].name).toBe(REPLAY_WRITERS[id].fileName);
    for (const { name, content } of files) {
      expect(name).toMatch(/^[\w-][\w.-]*$/);
      expect(content.endsWith('\n')).toBe(true);
      expect(content).not.toMatch(/\b(NaN|Infinity|undefined|null)\b/);
      expect(content).not.toMatch(CONTROL);
    }
  });

  it('fits its page and ends in the exit code', () => {
    const [{ content }] = REPLAY_WRITERS.terminal.write(report, PLAIN_PAGE);
    const lines = content.trimEnd().split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(`${lines.at(-1)}\n`).toBe(replayLastLine(report, PLAIN_PAGE));
    expect(lines.at(-1)).toMatch(/^DONE .*\(exit code 0\)$/);
  });
});

describe('what it says', () => {
  const text = (report: ReplayReport) =>
    REPLAY_WRITERS.terminal.write(report, { width: 100, color: false })[0].content;

  it('that pods fell short, when, by how much and why', () => {
    expect(text(ONE)).toMatch(
      /LAGS {2}half: short once, .* in all; worst at T\+0\d:\d\d: 20\.0 cores for \d+ pods, \d+ too few/,
    );
    expect(text(ONE)).toContain('Where it lagged');
    expect(text(ONE)).toContain('Decisions of half');
    expect(text(ONE)).toContain('A Ready pod carries 1.2 cores, its limit.');
  });

  it('how two compare, beside the recording', () => {
    expect(text(TWO)).toMatch(/Beside half, full takes \d+\.\d pod-hours less and is short .* more\./);
    expect(text(TWO)).toMatch(/^ {2}full - half +-\d/m);
    expect(text(TWO)).toMatch(/^ {2}recorded +6\.25 +25\.0/m);
  });

  it('that nothing was short', () => {
    expect(text(CALM)).toContain('KEEPS UP  half: its Ready pods carry the demand all the time.');
  });

  it('how often a shown autoscaler agrees', () => {
    expect(text(SHADOW)).toMatch(/DIFFERS {2}half: answers as recorded in \d+\.\d % of 59 passes\./);
    expect(text(SHADOW)).toContain('Where half differs from the recording');
  });

  it('every pass and every span, in tables whose columns carry their units', () => {
    const files = Object.fromEntries(
      REPLAY_WRITERS.csv.write(TWO, PLAIN_PAGE).map(({ name, content }) => [name, content.split('\n')]),
    );
    expect(Object.keys(files)).toEqual(['summary.csv', 'replicas.csv', 'decisions.csv', 'lags.csv']);
    expect(files['replicas.csv']?.[0]).toBe(
      'autoscaler,fromMs,untilMs,cpuDemandMilli,desired,ready,capacityMilli',
    );
    expect(files['decisions.csv']).toHaveLength(
      2 + TWO.record.candidates.reduce((sum, { decisions }) => sum + decisions.length, 0),
    );
  });

  it('its findings as versioned JSON', () => {
    const json = JSON.parse(REPLAY_WRITERS.json.write(ONE, PLAIN_PAGE)[0].content);
    expect(json).toMatchObject({
      schemaVersion: 1,
      manifest: { kind: 'replay-hpa' },
      findings: { candidates: [{ name: 'half' }] },
    });
  });
});
