import { describe, expect, it } from 'vitest';
import type { OpenWire } from '../../live/drive/open-wire.ts';
import { decodeRun } from '../../result/run-json.ts';
import type { Plan } from '../../scenario/plan.ts';
import { type FakeHost, fakeHost } from '../../testing/fake-host.ts';
import { jumpingClock, wireTo } from '../../testing/live-drive.ts';
import { DelayedWire, type Fate } from '../../testing/live-target.ts';
import { runPlan } from '../../testing/run-plan.ts';
import { main } from '../main.ts';
import { type LiveCommandOptions, runLive } from './live.ts';

const SCENARIO = `apiVersion: tacos/v1
kind: Scenario
name: door
title: A door for a hundred
clock: { start: "2026-10-03T20:00:00+09:00", horizon: 2m }
random: { seed: 3 }
arrivals: { phases: [{ name: opening, constant: 10/s, for: 10s }] }
visitors: [{ name: fan, share: 100%, poll: { every: 1s, jitter: 10% } }]
admission: { mode: pull, bucket: { capacity: 5, refill: 4/s } }
`;

const OPTIONS: LiveCommandOptions = {
  target: 'redis://:secret@127.0.0.1:6379',
  overrides: [],
  speed: '1x',
  errorBudget: '1%',
  allowTarget: [],
  write: true,
  json: false,
  quiet: false,
  workers: 1,
  force: false,
  reproducible: false,
};

interface Scene {
  readonly host: FakeHost;
  readonly plans: Plan[];
  closed: number;
  readonly open: (plan: Plan) => Promise<OpenWire>;
}

/** A machine with the scenario, and a target of this process that answers as it is told. */
function scene(
  fateOf: (nowMs: number, host: FakeHost) => Fate = () => ({ delayMs: 2 }),
  text = SCENARIO,
): Scene {
  const host = fakeHost({ files: { 'door.yaml': text } });
  const made: Scene = {
    host,
    plans: [],
    closed: 0,
    async open(plan) {
      made.plans.push(plan);
      const wire = new DelayedWire(wireTo(plan), ({ nowMs }) => fateOf(nowMs, host));
      return {
        wire,
        name: 'redis://***@127.0.0.1:6379',
        start: async () => jumpingClock(wire),
        close: async () => void made.closed++,
      };
    },
  };
  return made;
}

function run(made: Scene, options: Partial<LiveCommandOptions> = {}): Promise<number> {
  return runLive('door.yaml', { ...OPTIONS, ...options }, made.host, made.open);
}

describe('tacos live', () => {
  it('says what it is about to do, reports like simulate, and leaves the target', async () => {
    const made = scene();
    expect(await run(made)).toBe(0);
    const { host } = made;
    expect(host.err()).toMatch(
      /target {4}redis:\/\/\*\*\*@127\.0\.0\.1:6379, keys tacos:door-[a-z0-9]+:\{door\}:\*/,
    );
    expect(host.err()).toMatch(/peak {6}about \d+\/s in one second/);
    expect(host.out()).toContain('Generator');
    expect(host.out()).toMatch(/DONE .*exit code 0/s);
    expect(made.closed).toBe(1);
    const record = decodeRun(host.text('reports/door-live/run.json'), 'run.json');
    expect(record.live?.ended).toBe('whole');
    expect(record.totals.admittedTickets).toBe(runPlan(made.plans[0]!).totals.admittedTickets);
  });

  it('says which variants and replications it leaves out', async () => {
    const more = SCENARIO.replace('seed: 3', 'seed: 3, replications: 4').concat(
      'variants: [{ name: wide, set: { admission.bucket.refill: 8/s } }]\n',
    );
    const { host, open } = scene(undefined, more);
    expect(await runLive('door.yaml', { ...OPTIONS, write: false }, host, open)).toBe(0);
    expect(host.err()).toContain('left out: wide\n');
    expect(host.err()).toContain('live runs one replication');
  });

  it('never writes a password, and keeps a command that repeats the run', async () => {
    const made = scene();
    await run(made, { event: 'hall', maxRate: '500/s', overrides: ['admission.bucket.refill=5/s'] });
    const { host } = made;
    const everything = [host.out(), host.err(), ...host.written().map((path) => host.text(path))].join('\n');
    expect(everything).not.toContain('secret');
    expect(JSON.parse(host.text('reports/door-live/manifest.json'))).toMatchObject({
      command:
        "tacos live door.yaml --target 'redis://***@127.0.0.1:6379' --event hall --max-rate 500/s --set admission.bucket.refill=5/s --seed 3",
      live: { target: 'redis://***@127.0.0.1:6379' },
    });
  });

  it('is not rerun: no run in real time is the same twice', async () => {
    const made = scene();
    await run(made);
    expect(await main(['rerun', 'reports/door-live/manifest.json'], made.host)).toBe(5);
    expect(made.host.err()).toContain('live run');
  });

  it('ends in 6 when more than the error budget fails, with what there is', async () => {
    const made = scene((nowMs) => ({ delayMs: 2, unheard: nowMs > 8_000 }));
    expect(await run(made)).toBe(6);
    expect(made.closed).toBe(1);
    expect(made.host.out()).toContain('lost-on-the-way');
    expect(made.host.out()).toMatch(/STOPPED .*exit code 6/s);
    const record = decodeRun(made.host.text('reports/door-live/run.json'), 'run.json');
    expect(record.interrupted?.atMs).toBeGreaterThan(8_000);
    expect(record.totals.admittedTickets).toBeGreaterThan(20);
  });

  it('ends in 7 when the generator does not keep up, before a threshold that fails', async () => {
    const made = scene(undefined, `${SCENARIO}thresholds: ["wait.p95 < 1ms"]\n`);
    const slow = { ...made, open: async (plan: Plan) => withFreeze(await made.open(plan), 5_000, 2_000) };
    expect(await run(slow)).toBe(7);
    expect(made.host.out()).toMatch(/^INVALID/m);
    expect(made.host.out()).toMatch(/INVALID .*exit code 7/s);
    expect(await run(scene(undefined, `${SCENARIO}thresholds: ["wait.p95 < 1ms"]\n`))).toBe(3);
  });

  it('ends in 130 on Ctrl-C, with a partial report and the target left', async () => {
    let isStopped = false;
    const made = scene((nowMs, host) => {
      if (nowMs === 9_000 && !isStopped) host.stop(130);
      isStopped ||= nowMs === 9_000;
      return { delayMs: 2 };
    });
    expect(await run(made)).toBe(130);
    expect(made.closed).toBe(1);
    expect(made.host.out()).toMatch(/INTERRUPTED .*exit code 130/s);
    const record = decodeRun(made.host.text('reports/door-live/run.json'), 'run.json');
    expect(record.live?.ended).toBe('stopped');
    expect(record.endMs).toBeGreaterThanOrEqual(9_000);
    expect(record.endMs).toBeLessThan(9_100);
  });

  it('ends at once on the second signal, writes nothing, and leaves no listener behind', async () => {
    const made = scene((nowMs, host) => {
      if (nowMs === 9_000) {
        host.stop(130);
        host.stop(130);
      }
      return { delayMs: 2 };
    });
    await expect(run(made)).rejects.toMatchObject({ code: 'stopped', exitCode: 130 });
    expect(made.host.written()).toEqual([]);
    expect(made.host.stop(130)).toBe(0);
  });

  it('refuses before anything is sent: a rate above the ceiling, machines, and options without sense', async () => {
    const made = scene();
    await expect(run(made, { maxRate: '5/s' })).rejects.toMatchObject({ exitCode: 2 });
    await expect(run(made, { speed: '10' })).rejects.toMatchObject({ code: 'live-option', exitCode: 2 });
    await expect(run(made, { errorBudget: '1' })).rejects.toMatchObject({ code: 'live-option' });
    await expect(run(made, { allowTarget: ['redis.example'] })).rejects.toMatchObject({
      code: 'live-option',
    });
    const machines = scene(undefined, `${SCENARIO}backend: { capacity: 500 rps }\n`);
    await expect(run(machines)).rejects.toMatchObject({ exitCode: 2 });
    expect([...made.plans, ...machines.plans]).toEqual([]);
    expect(made.host.written()).toEqual([]);
  });
});

/** A generator that does nothing for a while from an instant on. */
function withFreeze(opened: OpenWire, atMs: number, forMs: number): OpenWire {
  return {
    ...opened,
    async start() {
      const clock = await opened.start();
      let lostMs = 0;
      return {
        nowMs: () => clock.nowMs() + lostMs,
        async until(ms) {
          await clock.until(ms - lostMs);
          if (lostMs === 0 && clock.nowMs() >= atMs) lostMs = forMs;
        },
      };
    },
  };
}
