import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fakeHost } from '../testing/fake-host.ts';
import { main } from './main.ts';

const SCENARIO = 'scenarios/gate.yaml';
const BASELINE = 'scenarios/gate.baseline.json';

/** A change that moves the numbers on purpose updates the baseline in the same commit, with its reason. */
it('the ETA is as true as in the committed baseline, or the baseline is of another Node', async () => {
  const files = Object.fromEntries(
    [SCENARIO, BASELINE].map((path) => [path, readFileSync(path, 'utf8')] as const),
  );
  const baseline = JSON.parse(files[BASELINE]!) as { readonly nodeMajor: number };
  const host = { ...fakeHost({ files }), machine: `a test, Node ${process.versions.node}` };
  const code = await main(['gate', SCENARIO, '--baseline', BASELINE, '--strict', '--quiet'], host);
  const same = Number(process.versions.node.split('.')[0]) === baseline.nodeMajor;
  expect({ code, out: host.out(), err: host.err() }).toMatchObject(
    same
      ? { code: 0, out: expect.stringMatching(/^PASS/) }
      : { code: 5, err: expect.stringContaining('Node') },
  );
}, 120_000);
