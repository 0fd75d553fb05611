import { TargetError } from '../errors.ts';
import type { RedisTargetOptions } from './redis-target.ts';
import type { LiveTarget } from './target.ts';
import { maskUrl } from './target-url.ts';

/** What opening a target needs beyond its URL. */
export interface TargetOptions extends RedisTargetOptions {
  /** Directories to look for a server in, as in PATH; for `embedded`. */
  readonly path: string | undefined;
}

interface TargetKind {
  /** How URLs of this kind begin. */
  readonly prefixes: readonly string[];
  open(url: string, options: TargetOptions): Promise<LiveTarget>;
}

/** Kinds of live targets; each is imported when it is used. */
const KINDS: readonly TargetKind[] = [
  {
    prefixes: [
      'redis://',
      'rediss://',
      'redis+cluster://',
      'rediss+cluster://',
      'redis+sentinel://',
      'rediss+sentinel://',
    ],
    open: async (url, options) => (await import('./redis-target.ts')).openRedisTarget(url, options),
  },
  {
    prefixes: ['embedded'],
    open: async (_, options) => (await import('./embedded-target.ts')).openEmbeddedTarget(options),
  },
];

/**
 * Opens a target by the scheme of its URL.
 * @throws TargetError
 */
export function openTarget(url: string, options: TargetOptions): Promise<LiveTarget> {
  const kind = KINDS.find(({ prefixes }) => prefixes.some((prefix) => url.startsWith(prefix)));
  if (kind !== undefined) return kind.open(url, options);
  const known = KINDS.flatMap(({ prefixes }) => prefixes).join(', ');
  return Promise.reject(
    new TargetError('target-url', `${maskUrl(url)} is no kind of target`, `begin with one of ${known}`),
  );
}
