import { Cluster, type Redis } from 'ioredis';
import type { TargetError } from '../errors.ts';
import { field } from './check-server.ts';
import type { Script } from './room-scripts.ts';
import { targetError } from './target-error.ts';
import type { RedisUrl } from './target-url.ts';

const KEYS_PER_SCAN = 1_000;

/** What the connection's events have said so far. */
export interface LinkState {
  lastError: Error | undefined;
  /** Once true, a broken connection is made again. */
  isOpen: boolean;
  isClosing: boolean;
  brokenSinceMs: number | undefined;
}

/** A connection to a Redis, a Cluster, or whatever the Sentinels name; all failures are TargetErrors. */
export class RedisLink {
  private readonly client: Redis | Cluster;
  private readonly url: RedisUrl;
  private readonly state: LinkState;

  constructor(client: Redis | Cluster, url: RedisUrl, state: LinkState) {
    this.client = client;
    this.url = url;
    this.state = state;
  }

  /** Runs a script by its SHA-1; a server that does not know it (any more) is given the text. One round trip but for that. */
  async run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    const { client } = this;
    try {
      return await client.evalsha(script.sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT'))
        throw await this.diagnose(error);
    }
    return client.eval(script.text, keys.length, ...keys, ...args).catch(async (error) => {
      throw await this.diagnose(error);
    });
  }

  /** Lets every primary know scripts, so that not even the first call needs a second round trip. */
  async load(scripts: readonly Script[]): Promise<void> {
    await this.onPrimaries(async (node) => {
      for (const { text } of scripts) await node.script('LOAD', text);
    });
  }

  /** Returns the INFO of each primary. */
  async info(): Promise<readonly string[]> {
    return this.onPrimaries((node) => node.info());
  }

  /** Returns up to `most` keys that begin with a prefix; SCAN, so that nobody waits for it. */
  async keysUnder(prefix: string, most: number): Promise<readonly string[]> {
    const found: string[] = [];
    await this.scan(prefix, async (_, keys) => {
      found.push(...keys);
      return found.length < most;
    });
    return found.slice(0, most);
  }

  /** Removes all keys that begin with a prefix. */
  async removeUnder(prefix: string): Promise<void> {
    await this.scan(prefix, async (node, keys) => {
      if (keys.length > 0) await node.unlink(...keys);
      return true;
    });
  }

  /** Ends the connection; commands that wait for an answer fail. */
  hangUp(): void {
    this.state.isClosing = true;
    this.client.disconnect();
  }

  private async scan(
    prefix: string,
    visit: (node: Redis, keys: readonly string[]) => Promise<boolean>,
  ): Promise<void> {
    await this.onPrimaries(async (node) => {
      let cursor = '0';
      do {
        const [next, keys] = await node.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', KEYS_PER_SCAN);
        if (!(await visit(node, keys))) return;
        cursor = next;
      } while (cursor !== '0');
    });
  }

  private async onPrimaries<Result>(work: (node: Redis) => Promise<Result>): Promise<readonly Result[]> {
    const nodes = this.client instanceof Cluster ? this.client.nodes('master') : [this.client];
    try {
      const results: Result[] = [];
      for (const node of nodes) results.push(await work(node));
      return results;
    } catch (error) {
      throw this.explain(error);
    }
  }

  /** Nodes of a Cluster that is down may pass a request round until the client has had enough. */
  private async diagnose(error: unknown): Promise<TargetError> {
    const mapped = this.explain(error);
    if (mapped.code !== 'target-moved' || !(this.client instanceof Cluster)) return mapped;
    for (const node of this.client.nodes('all')) {
      const state = await node.cluster('INFO').catch(() => '');
      if (field(String(state), 'cluster_state') === 'fail')
        return this.explain(new Error(`CLUSTERDOWN ${error}`));
    }
    return mapped;
  }

  /** A broken connection says only that it is; why it could not be made again was said before. */
  private explain(error: unknown): TargetError {
    const mapped = targetError(error, this.url.name, this.url.password);
    if (mapped.code !== 'target-lost' || this.state.lastError === undefined) return mapped;
    const reason = targetError(this.state.lastError, this.url.name, this.url.password);
    return reason.code === 'target-refused' ? mapped : reason;
  }
}
