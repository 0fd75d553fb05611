import { stringify } from 'csv-stringify/sync';
import type { OutputFile } from '../format.ts';
import type { DataTable } from './table.ts';

/** Returns a table as a file of comma-separated values; what is absent or not finite is an empty cell. */
export function tableFile({ name, header, rows }: DataTable): OutputFile {
  const content = stringify([[...header], ...rows.map((row) => [...row])], {
    cast: {
      number: (value) => (Number.isFinite(value) ? String(value) : ''),
      boolean: (value) => String(value),
    },
  });
  return { name: `${name}.csv`, content };
}
