import { TargetError } from '../errors.ts';

interface Symptom {
  readonly sign: RegExp;
  readonly code: string;
  readonly what: string;
  readonly cure: string;
}

/** What clients and servers say when something is wrong, what it means, and what helps. The first that matches counts. */
const SYMPTOMS: readonly Symptom[] = [
  {
    sign: /ECONNREFUSED/,
    code: 'target-refused',
    what: 'nobody listens there',
    cure: 'start the server, or check host and port; --target embedded starts one',
  },
  {
    sign: /ENOTFOUND|EAI_AGAIN/,
    code: 'target-unknown-host',
    what: 'the host name is not known',
    cure: 'check the spelling, and DNS on this machine',
  },
  {
    sign: /EHOSTUNREACH|ENETUNREACH|EACCES|EPERM/,
    code: 'target-unreachable',
    what: 'no way leads there from this machine',
    cure: 'check routes and firewalls',
  },
  {
    sign: /WRONGPASS|invalid (username-)?password|AUTH.*called without any password|without any password configured/i,
    code: 'target-password',
    what: 'user name or password are wrong',
    cure: 'set TACOS_REDIS_USERNAME and TACOS_REDIS_PASSWORD, or write them into the URL percent-encoded',
  },
  {
    sign: /NOAUTH/,
    code: 'target-no-password',
    what: 'the server wants a password and got none',
    cure: 'set TACOS_REDIS_PASSWORD, and TACOS_REDIS_USERNAME where there are users',
  },
  {
    sign: /NOPERM/,
    code: 'target-permission',
    what: 'the user may not run scripts, or not touch keys that begin with tacos:',
    cure: 'ACL SETUSER NAME ~tacos:* +@all -@dangerous +info +scan',
  },
  {
    sign: /READONLY/,
    code: 'target-read-only',
    what: 'the server is a replica, which takes no writes',
    cure: 'name the primary, or use redis+sentinel:// so that it is looked up',
  },
  {
    sign: /CLUSTERDOWN|None of startup nodes|Failed to refresh slots cache/,
    code: 'target-cluster-down',
    what: 'the Cluster does not serve the slot of these keys',
    cure: 'bring the missing node back (CLUSTER INFO, CLUSTER SHARDS), or fail over to its replica',
  },
  {
    sign: /CROSSSLOT/,
    code: 'target-cross-slot',
    what: 'keys of one script lie in different slots of the Cluster',
    cure: 'this is a defect of tacos: the keys of an event share one hash tag',
  },
  {
    sign: /Too many (Cluster )?redirections|MOVED|ASK /i,
    code: 'target-moved',
    what: 'the slot of these keys moves from node to node',
    cure: 'wait for the resharding to end; for a Cluster write redis+cluster://',
  },
  {
    sign: /OOM|maxmemory/,
    code: 'target-memory',
    what: 'the server is full (maxmemory) and takes no writes',
    cure: 'raise maxmemory, or free memory; the run needs about 500 bytes per ticket',
  },
  {
    sign: /LOADING/,
    code: 'target-loading',
    what: 'the server still loads its data',
    cure: 'wait until it is done, and run again',
  },
  {
    sign: /MASTERDOWN|MISCONF|NOREPLICAS/,
    code: 'target-refuses-writes',
    what: 'the server takes no writes in its present state',
    cure: 'its log says why: a failed save, or a missing primary or replica',
  },
  {
    sign: /BUSY|Script killed|UNKILLABLE/i,
    code: 'target-script-killed',
    what: 'a script was killed, or another one blocks the server',
    cure: 'see SLOWLOG GET and who ran SCRIPT KILL; run again',
  },
  {
    sign: /max number of clients/,
    code: 'target-too-many-clients',
    what: 'the server takes no more connections',
    cure: 'raise maxclients, or close other clients',
  },
  {
    sign: /certificate|SSL|TLS|EPROTO|ERR_OSSL/i,
    code: 'target-tls',
    what: 'the TLS handshake failed',
    cure: 'name the authority in NODE_EXTRA_CA_CERTS, or use redis:// for a server without TLS',
  },
  {
    sign: /All sentinels are unreachable|sentinel/i,
    code: 'target-sentinel',
    what: 'no Sentinel knows a server of that name',
    cure: 'check the Sentinels (SENTINEL MASTERS) and the name at the end of the URL',
  },
  {
    sign: /timed out|ETIMEDOUT/i,
    code: 'target-timeout',
    what: 'no answer in time',
    cure: 'the server is blocked or overloaded (SLOWLOG GET, INFO), or the way to it is',
  },
  {
    sign: /Connection is closed|ECONNRESET|EPIPE|Stream isn't writeable|max retries per request/i,
    code: 'target-lost',
    what: 'the connection broke and could not be made again in time',
    cure: 'see the log of the server: it may have been stopped or killed',
  },
  {
    sign: /unknown command|Unknown Redis command|unknown subcommand/i,
    code: 'target-commands',
    what: 'the server does not know a command that the waiting room needs',
    cure: 'use Redis 6.2 or later, or Valkey; some services rename or forbid EVALSHA and SCAN',
  },
];

/**
 * Returns what went wrong as a TargetError: code, the target's name, what it means, and the cure. A TargetError stays what it is.
 * @param secret what must not be shown, whoever says it
 */
export function targetError(error: unknown, name: string, secret: string | undefined): TargetError {
  if (error instanceof TargetError) return error;
  const said = masked(saidBy(error), secret);
  const symptom = SYMPTOMS.find(({ sign }) => sign.test(said));
  if (symptom === undefined) return new TargetError('target-error', `${name}: ${said}`);
  return new TargetError(symptom.code, `${name}: ${symptom.what} (${said})`, symptom.cure);
}

/** All that an error says, with the errors behind it: Cluster and Sentinel hide the reason there. */
function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, lastNodeError, cause } = error as Error & {
    readonly code?: unknown;
    readonly lastNodeError?: unknown;
  };
  const inner = lastNodeError ?? cause;
  const own =
    typeof code === 'string' && !error.message.includes(code) ? `${code} ${error.message}` : error.message;
  const errors = error instanceof AggregateError ? error.errors.map(saidBy) : [];
  return [own, ...errors, ...(inner instanceof Error ? [saidBy(inner)] : [])]
    .filter((text) => text !== '')
    .join(': ');
}

function masked(text: string, secret: string | undefined): string {
  return secret === undefined || secret === '' ? text : text.replaceAll(secret, '***');
}
