import { INTERVAL_NOTE_CODES } from './interval-notes.ts';

/** What each note about the line and its promises means, by its code. */
const LINE_NOTE_CODES = {
  'gate-not-bucket':
    'Most of the time the line was longer than the gate while tokens lay in the bucket. W ranks that poll at intervals J let in W x 2E[J]/E[J^2] a second, whatever the refill.',
  'ghosts-plug-the-gate':
    'At least as many tickets of visitors who had left were in line as the gate has ranks, and nobody was let in although tokens were there.',
  'ghosts-in-line':
    'The largest share of the line, over all seconds with 100 tickets or more, that belonged to visitors who had left without a word.',
  'status-spends-tokens':
    'With statusSpendsTokens each status poll of an eligible rank takes a token, so the bucket pays for questions as well as for admissions.',
  'bucket-overspent':
    'A bucket cannot pay more than its capacity and what its refill makes until the last admission. Pods whose clocks differ break that: one turns the refill instant back and another earns the same time again.',
  'full-length-windows':
    'A window of 60, 300 or 900 s is divided by its whole length while history is shorter. The note appears when at least 20 % more of the cold quotes would hit if it were divided by the time observed.',
  'hour-weight':
    'v1.2 multiplies its admission rate by the weight of the local hour. Bucket and gate do not know the hour, so the ETA is off by that factor. The strongest weight of the run is named.',
  'eta-ceiling':
    'moving-count and sliding never show more than 600 s. The note appears when a fifth or more of their quotes are exactly that.',
  'anonymous-collapse':
    'A by-user admission log has one entry for all anonymous visitors. The share compares its one-minute count with the admissions of those seconds.',
  'position-never-falls':
    'With position: joined a visitor sees the rank of its joining for ever. The note appears when no sampled visitor ever saw it fall.',
  provisional:
    'More than 20 % of the kept quotes of admitted and waiting visitors belong to people who still waited at the end, so their truth is not known.',
  'phases-absent':
    'Phases count from the first admission. One with fewer than 100 scored quotes is too small to judge and is left out of mean and worst.',
  'few-admissions':
    'With fewer than 100 admissions quantiles of waits and shares of hits move a lot from one replication to the next.',
  'warm-up':
    'Visits that joined before clock.warmup count in outcomes, peaks and requests, but not in waits, classes and accuracy.',
} as const;

/** What each note about the machines under the waiting room means, by its code. */
export const MACHINE_NOTE_CODES = {
  'hot-slot':
    'Redis Cluster keeps the keys that share a hash tag in one slot, and a slot on one shard, which serves its commands with one thread. Tagging the keys of an event keeps its scripts whole and puts all of its load on one shard: more shards help more events, not a larger one.',
  'pod-generations':
    'An HPA asks for pods x measured / target. A container uses no more CPU than its limit, so measured never exceeds limit/request, however much is asked of it: growth comes in steps of that over the target, each as long as a start-up. Where the step lies within the tolerance there is none at all.',
  'autoscaler-cannot-act': 'With equal minimum and maximum an autoscaler has nothing to decide.',
  'pods-late':
    'The gateway was overloaded, and as many pods as its highest load would have filled came after it. A burst that is shorter than metrics, decision, start-up and probe together is over before scaling can help: only pods that are there beforehand do.',
  'memory-holds-pods':
    'With several metrics an HPA takes the highest count. Memory that a process does not give back stays above its target after the burst, so the pods stay, however idle their CPU is.',
  'cross-slot':
    'A cluster of several shards answers a command whose keys lie in different slots with CROSSSLOT. A hash tag in braces around the part that an event has in common puts them in one slot.',
  'keys-scan':
    'KEYS looks at every key of the shard and holds its one thread meanwhile. An index that answers with ZRANK costs the logarithm of the line instead.',
  'probe-asks-redis':
    'A readiness probe that asks a shared store takes every pod out of service at once when the store stalls, and what is left of the load falls on nobody.',
  'pool-timeouts':
    'A request needs a connection of its pod for as long as Redis takes to answer. By Little, connections in use are requests per second x time at Redis; where the pool is smaller, requests wait for one and fail.',
  'max-clients': 'Redis refuses connections beyond its maxclients; pods times pool size must stay below it.',
  'rate-rule':
    'The WAF counts the requests of a source in a sliding window and answers 403 above the limit. Tabs of one person and people behind one address share it: polling alone may exceed it.',
} as const;

/** What each note of a report means, by its code. */
export const NOTE_CODES = { ...LINE_NOTE_CODES, ...INTERVAL_NOTE_CODES, ...MACHINE_NOTE_CODES } as const;
