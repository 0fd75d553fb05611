import { TargetError } from '../errors.ts';

interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where a Redis is, and how to be let in. */
export interface RedisUrl {
  readonly kind: 'single' | 'cluster' | 'sentinel';
  readonly tls: boolean;
  /** The server; nodes of the Cluster to begin with; the Sentinels. At least one. */
  readonly endpoints: readonly Endpoint[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Name that the Sentinels know the server by. */
  readonly master: string | undefined;
  readonly database: number;
  /** As it may be shown: without credentials. */
  readonly name: string;
}

/** Environment variables that give credentials which the URL does not. */
export interface CredentialEnvironment {
  readonly TACOS_REDIS_USERNAME?: string | undefined;
  readonly TACOS_REDIS_PASSWORD?: string | undefined;
}

const FORMS =
  'redis://HOST:PORT, rediss:// with TLS, redis+cluster://HOST:PORT,HOST:PORT or redis+sentinel://HOST:PORT,HOST:PORT/NAME';
const SHAPE = /^(rediss?)(?:\+(cluster|sentinel))?:\/\/(?:(.*)@)?([^@/?#]+)(?:\/([^?#]*))?$/s;
const HOST = /^(\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/;
const DEFAULT_PORT = { single: 6379, cluster: 6379, sentinel: 26_379 } as const;

/**
 * Returns what a target's URL says. Credentials in it win over those of the environment.
 * @throws TargetError `target-url`, without any credentials in it
 */
export function parseRedisUrl(url: string, environment: CredentialEnvironment = {}): RedisUrl {
  const match = SHAPE.exec(url);
  if (match === null) throw badUrl(url, 'is no URL of a Redis');
  const [, scheme, form, userInfo, hosts, path] = match;
  const kind = (form ?? 'single') as RedisUrl['kind'];
  const endpoints = hosts!.split(',').map((host) => endpoint(host, DEFAULT_PORT[kind], url));
  if (kind === 'single' && endpoints.length > 1) throw badUrl(url, 'names several hosts');
  const { username, password } = credentials(userInfo, environment, url);
  const { master, database } = place(kind, path ?? '', url);
  return {
    kind,
    tls: scheme === 'rediss',
    endpoints,
    username,
    password,
    master,
    database,
    name: maskUrl(url),
  };
}

/** Returns a URL as it may be shown: whatever stands before the last @ is a secret. */
export function maskUrl(url: string): string {
  const at = url.lastIndexOf('@');
  if (at < 0) return url;
  const scheme = /^[A-Za-z+]+:\/\//.exec(url)?.[0] ?? '';
  return `${scheme}***@${url.slice(at + 1)}`;
}

function endpoint(text: string, defaultPort: number, url: string): Endpoint {
  const match = HOST.exec(text);
  const port = match?.[2] === undefined ? defaultPort : Number(match[2]);
  if (match === null || port < 1 || port > 65_535) throw badUrl(url, `has no host and port in "${text}"`);
  return { host: match[1]!.replace(/^\[|\]$/g, ''), port };
}

function credentials(
  userInfo: string | undefined,
  environment: CredentialEnvironment,
  url: string,
): Pick<RedisUrl, 'username' | 'password'> {
  const given = { username: environment.TACOS_REDIS_USERNAME, password: environment.TACOS_REDIS_PASSWORD };
  if (userInfo === undefined) return given;
  const colon = userInfo.indexOf(':');
  try {
    const username = decodeURIComponent(colon < 0 ? userInfo : userInfo.slice(0, colon));
    const password = colon < 0 ? undefined : decodeURIComponent(userInfo.slice(colon + 1));
    return {
      username: username === '' ? given.username : username,
      password: password ?? given.password,
    };
  } catch {
    throw badUrl(url, 'has credentials that are not percent-encoded');
  }
}

function place(kind: RedisUrl['kind'], path: string, url: string): Pick<RedisUrl, 'master' | 'database'> {
  const parts = path === '' ? [] : path.split('/');
  const master = kind === 'sentinel' ? parts.shift() : undefined;
  if (kind === 'sentinel' && (master === undefined || master === '')) {
    throw badUrl(url, 'names no server for the Sentinels to look up');
  }
  const [database = '0', ...rest] = parts;
  if (rest.length > 0 || !/^\d{1,5}$/.test(database)) throw badUrl(url, `has no database in "${path}"`);
  if (kind === 'cluster' && database !== '0') throw badUrl(url, 'names a database, and a Cluster has only 0');
  return { master, database: Number(database) };
}

function badUrl(url: string, what: string): TargetError {
  return new TargetError('target-url', `${maskUrl(url)} ${what}`, `write ${FORMS}`);
}
