import type { Findings } from '../../analysis/findings.ts';
import type { Report } from '../report.ts';
import type { DataTable } from './table.ts';

/** Parts of the findings that are single numbers, in the order of the table. */
const PARTS = ['outcomes', 'wait', 'peak', 'requests', 'admission', 'littleLaw', 'scoring'] as const;

const INSTANTS = ['endMs', 'firstAdmissionMs', 'emptyMs', 'remainingMs'] as const;

/** Parts about machines: numbers within numbers, by name of a workload, layer, shard, tier or window. */
const INFRASTRUCTURE_PARTS = [
  ...(['tiers', 'requestsFailed', 'latency', 'layers', 'cluster', 'redis', 'backend'] as const),
  ...(['nodes', 'seats', 'cost', 'windows'] as const),
] as const;

/** Returns every single number of the findings by its metric path, with its unit and half-width. */
export function summaryTable(findings: Findings): DataTable {
  const leaves = [
    ...INSTANTS.map((key) => ({ path: key, value: findings[key] })),
    ...PARTS.flatMap((part) =>
      Object.entries(findings[part]).map(([key, value]) => ({ path: `${part}.${key}`, value })),
    ),
    ...Object.entries(findings.eta).flatMap(([id, found]) =>
      (
        [
          'a20Mean',
          'a20Worst',
          'a20VisitorWeighted',
          'jitterMs',
          'leftAfterBrokenPromise',
          'claimed',
        ] as const
      ).map((key) => ({ path: `eta.${id}.${key}`, value: found[key] })),
    ),
    ...INFRASTRUCTURE_PARTS.flatMap((part) => numbersOf(findings[part], part)),
  ];
  return {
    name: 'summary',
    header: ['metric', 'value', 'unit', 'halfWidth'],
    rows: [
      ['replications', findings.replications, 'count', undefined],
      ...leaves.flatMap(({ path, value }) => {
        if (typeof value !== 'number') return [];
        const metric = path.replace(/(Ms|Usd)$/, '');
        return [[metric, value, unitOf(path), findings.intervals[metric]?.halfWidth]];
      }),
    ],
  };
}

/** Returns the same numbers of the scenario as written and of each variant. */
export function variantsTable({ findings, variants }: Report): DataTable {
  const sides = [{ name: 'as-written', findings }, ...variants];
  return {
    name: 'variants',
    header: ['variant', ...summaryTable(findings).header],
    rows: sides.flatMap((side) => summaryTable(side.findings).rows.map((row) => [side.name, ...row])),
  };
}

/** Returns the numbers of a part by path; lists are tables of their own. */
function numbersOf(node: unknown, path: string): readonly { path: string; value: number }[] {
  if (typeof node === 'number') return [{ path, value: node }];
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => numbersOf(value, `${path}.${key}`));
}

/** Returns the unit that the name of a figure carries. */
function unitOf(path: string): string {
  const name = path.split('.').at(-1) ?? path;
  if (name.endsWith('Ms')) return 'ms';
  if (name.endsWith('Usd')) return 'usd';
  if (/perSec/i.test(name)) return 'per second';
  if (/hours$/i.test(name)) return 'hours';
  return /share|^a20|claimed|relativeError|cpu|memory|utilization|offered|packed|poolUse/i.test(name)
    ? 'share'
    : 'count';
}
