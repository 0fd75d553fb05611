import { describe, expect, it } from 'vitest';
import { guardHosts, isLoopback } from './host-guard.ts';

describe('this machine', () => {
  it.each(['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1'])('is %s', (address) => {
    expect(isLoopback(address)).toBe(true);
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', '::2', '::ffff:10.0.0.1', 'fe80::1%lo', '2001:db8::1'])(
    'is not %s',
    (address) => {
      expect(isLoopback(address)).toBe(false);
    },
  );
});

describe('the guard', () => {
  it('permits this machine, and nobody else who is not named', async () => {
    const guard = await guardHosts(['localhost', '127.0.0.1'], []);
    expect(guard.permits('127.0.0.1')).toBe(true);
    expect(guard.permits('192.0.2.1')).toBe(false);
    await expect(guardHosts(['127.0.0.1', '192.0.2.1'], [])).rejects.toMatchObject({
      code: 'target-not-allowed',
    });
  });

  it('permits whoever is named, by the address that it has', async () => {
    const guard = await guardHosts(['192.0.2.1'], ['192.0.2.1', '2001:DB8::7']);
    expect(['192.0.2.1', '::ffff:192.0.2.1', '2001:db8::7', '192.0.2.2'].map(guard.permits)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
