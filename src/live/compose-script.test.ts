import { describe, expect, it } from 'vitest';
import { buildRules } from '../testing/record-builder.ts';
import { composeScript } from './compose-script.ts';
import { roomConstants, STATE_FIELDS } from './room-constants.ts';
import { roomScripts } from './room-scripts.ts';

const constants = roomConstants(buildRules());

describe('a script', () => {
  it('has no name left that Lua would look up and not find', () => {
    for (const part of ['open', 'begin', 'join', 'status', 'enter', 'leave', 'tick']) {
      const text = composeScript(part, constants, STATE_FIELDS).replaceAll(/'[^'\n]*'/g, '');
      const names = [...text.matchAll(/\b[A-Z][A-Z0-9_]+\b/g)].map(([name]) => name);
      expect(new Set(names.filter((name) => name !== 'KEYS' && name !== 'ARGV'))).toEqual(new Set());
      expect(text).not.toContain('@include');
    }
  });

  it('is not made with a name, a field or a part that nobody knows', () => {
    const { CAPACITY: _, ...fewer } = constants;
    expect(() => composeScript('enter', fewer, STATE_FIELDS)).toThrow(/CAPACITY/);
    expect(() => composeScript('enter', constants, STATE_FIELDS.slice(0, 5))).toThrow(/no field/);
    expect(() => composeScript('nothing', constants, STATE_FIELDS)).toThrow(/nothing/);
  });

  it('is the same for the same rules, and another for others', () => {
    const [one, same, other] = [buildRules(), buildRules(), buildRules({ bypassRanks: 7 })].map((rules) =>
      roomScripts(rules),
    );
    expect(same).toEqual(one);
    expect(other!.enter.sha).not.toBe(one!.enter.sha);
    expect(other!.fingerprint).not.toBe(one!.fingerprint);
    // How much a call may catch up with is no rule: guests may differ in it.
    expect(roomScripts(buildRules(), 7).fingerprint).toBe(one!.fingerprint);
  });

  it('writes rates to the last digit, and no number in a form that Lua reads otherwise', () => {
    const limiter = { ratePerSec: 1 / 3, burst: 1e21, per: 'gateway', refill: 'exact' } as const;
    const { LIMIT_PER_MS, LIMIT_BURST, HEAD_RANKS } = roomConstants(buildRules({ limiter }));
    expect(Number(LIMIT_PER_MS)).toBe(1 / 3 / 1000);
    expect(Number(LIMIT_BURST)).toBe(1e21);
    expect(HEAD_RANKS).toBe('1e999');
  });
});
