import { describe, expect, it } from 'vitest';
import { maskUrl, parseRedisUrl } from './target-url.ts';

const codeOf = (url: string) => {
  try {
    return parseRedisUrl(url).name;
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
};

describe('the URL of a Redis', () => {
  it.each([
    [
      'redis://127.0.0.1',
      { kind: 'single', tls: false, endpoints: [{ host: '127.0.0.1', port: 6379 }], database: 0 },
    ],
    [
      'rediss://cache.example:6380/3',
      { kind: 'single', tls: true, endpoints: [{ host: 'cache.example', port: 6380 }], database: 3 },
    ],
    ['redis://[::1]:7000', { kind: 'single', endpoints: [{ host: '::1', port: 7000 }] }],
    [
      'redis+cluster://a:1,b:2,c',
      {
        kind: 'cluster',
        tls: false,
        endpoints: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
          { host: 'c', port: 6379 },
        ],
      },
    ],
    ['rediss+cluster://a', { kind: 'cluster', tls: true }],
    [
      'redis+sentinel://s1,s2:99/concert/2',
      {
        kind: 'sentinel',
        endpoints: [
          { host: 's1', port: 26379 },
          { host: 's2', port: 99 },
        ],
        master: 'concert',
        database: 2,
      },
    ],
  ])('%s', (url, expected) => {
    expect(parseRedisUrl(url)).toMatchObject(expected);
  });

  it.each([
    'http://host',
    'redis://',
    'redis:///0',
    'redis://host:0',
    'redis://host:65536',
    'redis://host:port',
    'redis://a,b',
    'redis://host/x',
    'redis://host/0/1',
    'redis+cluster://host/1',
    'redis+sentinel://host',
    'redis+other://host',
    'redis://host?db=1',
    'redis://%zz@host',
    'redis://host name',
  ])('%s is none', (url) => {
    expect(codeOf(url)).toBe('target-url');
  });

  it('takes credentials from itself first, percent-encoded, and from the environment where it has none', () => {
    const environment = { TACOS_REDIS_USERNAME: 'u', TACOS_REDIS_PASSWORD: 'p' };
    const of = (url: string) => {
      const { username, password } = parseRedisUrl(url, environment);
      return [username, password];
    };
    expect(of('redis://host')).toEqual(['u', 'p']);
    expect(of('redis://me@host')).toEqual(['me', 'p']);
    expect(of('redis://me:my%40pass%3A@host')).toEqual(['me', 'my@pass:']);
    expect(of('redis://:mine@host')).toEqual(['u', 'mine']);
    expect(parseRedisUrl('redis://host').password).toBeUndefined();
  });

  it('is shown without its credentials, also when it is wrong', () => {
    for (const url of [
      'redis://me:s3cret@host',
      'redis://s3cret@host',
      'redis://a:s3cret@b@host',
      's3cret@host',
    ]) {
      expect(maskUrl(url)).not.toContain('s3cret');
      expect(maskUrl(url)).toContain('host');
    }
    expect(() => parseRedisUrl('redis://me:s3cret@host:x')).toThrow(/\*\*\*@host:x/);
    expect(maskUrl('redis://host')).toBe('redis://host');
  });
});
