import { operations, shortTime } from '../schema/amount.ts';
import { choice } from '../schema/choice.ts';
import { object } from '../schema/object.ts';
import { count, duration, share, text, word } from '../schema/scalar.ts';
import { defaultIfChosen, type ObjectOf, optional, withDefault } from '../schema/schema.ts';

/** What names of instance types look like. */
export const NODE_TYPE = '^[a-z0-9]+(?:[.-][a-z0-9]+)+$';

/**
 * The reference made over 100,000 commands/s at 10,000 status requests/s, ten each with the position lookup, and joined
 * with seven calls one after the other. An enter is taken to cost as much as a join, a leave half of that.
 */
const commands = {
  join: withDefault(count(0, 1000), 7, 'Commands of a join.'),
  poll: withDefault(count(0, 1000), 9, 'Commands of a status poll, its position lookup not counted.'),
  enter: withDefault(count(0, 1000), 7, 'Commands of an enter.'),
  leave: withDefault(count(0, 1000), 3, 'Commands of a leave.'),
};

const roundTrips = {
  join: withDefault(count(1, 1000), 1, 'Round trips of a join; 1: its commands are sent together.'),
  poll: withDefault(count(1, 1000), 1, 'Round trips of a status poll.'),
  enter: withDefault(count(1, 1000), 1, 'Round trips of an enter.'),
  leave: withDefault(count(1, 1000), 1, 'Round trips of a leave.'),
};

const pool = {
  connections: withDefault(
    count(1, 100_000),
    150,
    'Connections of each gateway pod; the reference ran 100, later 1,000 and 150.',
  ),
  timeout: withDefault(
    duration(1),
    '10s',
    'How long a request waits for a connection; the reference ran 4 s, later 10-20 s.',
  ),
  maxClients: withDefault(
    count(1),
    65_000,
    'Connections that a server takes; ElastiCache allows 65,000, an unconfigured Redis 10,000.',
  ),
};

const redis = {
  shards: withDefault(count(1, 1000), 1, 'Primaries, each with one thread that serves commands.'),
  replicas: withDefault(count(0, 5), 1, 'Replicas of each primary; they are paid for.'),
  hashTag: withDefault(
    choice({ scalars: [word(['none']), text('a hash tag ({event})', '^\\{[^{}]+\\}$')] }),
    '{event}',
    'What keeps the keys of an event in one slot; none: they spread, and commands on several fail.',
  ),
  events: withDefault(count(1, 100_000), 1, 'Events on sale at once, each with a slot of its own.'),
  positionLookup: withDefault(
    word(['zrank', 'keys-scan']),
    'zrank',
    'How a position is found: an index, or KEYS over the whole shard.',
  ),
  cpuPerCommand: defaultIfChosen(
    shortTime(),
    '10us',
    "CPU time of one command on a shard's thread; 10us are 100k ops/s.",
  ),
  capacityPerShard: optional(operations(), 'Commands that a shard serves at most; instead of cpuPerCommand.'),
  commands: withDefault(object(commands), {}, 'Commands of each kind of request.'),
  cpuPerLineDoubling: withDefault(
    shortTime(true),
    '100ns',
    'zrank: CPU time for each doubling of the line; one level of a skip list is about one access to memory.',
  ),
  cpuPerKeyScanned: withDefault(
    shortTime(true),
    '40ns',
    'keys-scan: CPU time for each key of the shard; by its documentation Redis scans a million keys in 40 ms.',
  ),
  otherKeys: withDefault(count(), 0, 'Keys in the store that are no tickets of the line.'),
  keysPerTicket: withDefault(count(1, 1000), 2, 'Keys of a ticket: its stream and its heartbeat.'),
  idleCpu: withDefault(share(), '0%', 'CPU of a shard that serves nobody: replication and background work.'),
  roundTrip: withDefault(
    shortTime(true),
    '500us',
    'Network round trip from a pod; within a region it stays below 1 ms.',
  ),
  roundTrips: withDefault(object(roundTrips), {}, 'Round trips of one request, one after the other.'),
  pool: withDefault(object(pool), {}, 'Connections of the gateway pods.'),
  timeout: withDefault(
    duration(1),
    '3s',
    'A request that waits longer for a shard fails; clients commonly read for 3 s.',
  ),
  nodeType: optional(text('a node type (cache.m7g.xlarge)', NODE_TYPE), 'Node type, for the price.'),
};

/** The store behind the gateway. */
export const redisSchema = object(redis, {
  groups: [{ need: 'optional', ways: [['cpuPerCommand'], ['capacityPerShard']] }],
});

export type RedisSection = ObjectOf<typeof redis>;
