import type { LiveEnd, LiveRecord } from '../../result/live-record.ts';
import type { RunRecord } from '../../result/run-record.ts';
import { seriesTotals } from '../../run/series-totals.ts';
import type { LiveGateway } from './live-gateway.ts';
import { LIVE_REPLICATION, type LiveParts } from './live-parts.ts';

/** What a run knows beyond its parts when it ends. */
export interface RunEnd {
  readonly endMs: number;
  readonly ended: LiveEnd;
  readonly events: number;
  /** Instant at which the line was empty for good; absent while somebody waits. */
  readonly emptyMs: number | undefined;
  readonly live: LiveRecord;
}

/** Returns the record of a run whose books are closed. */
export function closeBooks(parts: LiveParts, gateway: LiveGateway, end: RunEnd): RunRecord {
  const { ledger, room, visits, watch, recorder, crowd, plan } = parts;
  const { endMs, ended, emptyMs, live } = end;
  const { admissions, departures, timers } = gateway.fates;
  const visitColumns = visits.columns(endMs);
  const series = recorder.series(Math.ceil(endMs / 1000), crowd.arrivals.arriveMs);
  const firstAdmissionMs = admissions.firstMs;
  return {
    schemaVersion: 1,
    plan,
    replication: LIVE_REPLICATION,
    endMs,
    ...(ended === 'whole' ? {} : { interrupted: { atMs: endMs } }),
    ...(firstAdmissionMs === undefined ? {} : { firstAdmissionMs }),
    ...(emptyMs === undefined ? {} : { emptyMs }),
    totals: {
      visitors: visitColumns.outcome.length,
      tickets: ledger.joined,
      ...seriesTotals(series),
      tokenPaid: admissions.tokenPaid,
      tokensSpentByStatus: room.tokensSpentByStatus,
      wastedReleases: departures.wastedReleases,
      swept: timers.swept,
      ...ledger.close(endMs),
      events: end.events,
      peakLine: ledger.peak,
    },
    series,
    visits: visitColumns,
    quotes: watch.columns(),
    live,
  };
}
