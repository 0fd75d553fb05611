import type { Followed } from '../../analysis/findings.ts';
import type { Promised } from '../../engine/eta/conformal/promise.ts';
import type { EstimatorId } from '../../engine/eta/plan.ts';
import { formatCount } from '../../units/count.ts';
import { formatDuration, formatRunInstant } from '../../units/duration.ts';
import { formatWaitRange } from '../../units/wait-range.ts';
import type { Block, TableColumn } from '../document.ts';
import { ABSENT, figure } from '../figures.ts';
import type { Layout, Report } from '../report.ts';

/** Estimators in the order in which their columns are given up on a narrow page. */
const DROP_ORDER: readonly EstimatorId[] = ['sliding-fixed', 'moving-count', 'ema', 'sliding', 'ql', 'fixed'];

/** Returns one visitor's way through the line: when it asked, what it was told, and what was true. */
export function composeFollowed({ findings, plan }: Report, layout: Layout): readonly Block[] {
  const { followed } = findings;
  if (followed === undefined || followed.rows.length === 0) return [];
  const ids = plan.eta.estimators.filter(
    (id) => id !== 'oracle' && followed.rows.some((row) => id in row.shownSec),
  );
  const promises = followed.rows.some((row) => row.promised !== undefined);
  return [
    { kind: 'heading', text: 'One visitor', aside: `${introduce(followed)}; * is what visitors see` },
    {
      kind: 'table',
      columns: [
        { header: 'at', align: 'left' },
        { header: 'position', align: 'right' },
        { header: 'conf.', align: 'right', dropOrder: 1 },
        ...ids.map((id) => estimatorColumn(id, plan.eta.displayed)),
        ...(promises ? [{ header: 'as a promise', align: 'right' as const }] : []),
        { header: 'true', align: 'right' },
      ],
      rows: spread(followed.rows, layout.followedRows).map((row) => [
        formatRunInstant(row.atMs),
        formatCount(row.position),
        row.confidence === undefined ? ABSENT : row.confidence.toFixed(1),
        ...ids.map((id) => seconds(row.shownSec[id])),
        ...(promises ? [promiseText(row.promised)] : []),
        figure('ms', row.trueMs),
      ]),
    },
  ];
}

function introduce({ className, joinMs, waitMs }: Followed): string {
  const wait = waitMs === undefined ? 'still waiting at the end' : `let in after ${formatDuration(waitMs)}`;
  return `${className}, joined at ${formatRunInstant(joinMs)}, ${wait}`;
}

function estimatorColumn(id: EstimatorId, displayed: EstimatorId): TableColumn {
  const column = { header: id === displayed ? `${id}*` : id, align: 'right' } as const;
  return id === displayed ? column : { ...column, dropOrder: DROP_ORDER.length + 1 - DROP_ORDER.indexOf(id) };
}

/** Returns what a visitor can be promised: four times in five its wait is within it. */
function promiseText(promised: Promised | undefined): string {
  if (promised === undefined) return ABSENT;
  return promised.kind === 'unknown' ? 'unknown' : formatWaitRange(promised.fromSec, promised.toSec);
}

function seconds(shownSec: number | undefined): string {
  return shownSec === undefined ? ABSENT : formatDuration(shownSec * 1_000);
}

/** Returns at most `count` rows (2 or more), evenly spread, the first and the last among them. */
function spread<T>(rows: readonly T[], count: number): readonly T[] {
  if (rows.length <= count) return rows;
  const kept = new Set(
    Array.from({ length: count }, (_, k) => Math.round((k * (rows.length - 1)) / (count - 1))),
  );
  return rows.filter((_, i) => kept.has(i));
}
