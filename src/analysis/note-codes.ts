/** What each note of a report means, by its code. */
export const NOTE_CODES = {
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
