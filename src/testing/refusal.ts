import { expect } from 'vitest';
import { main } from '../cli/main.ts';
import { fakeHost } from './fake-host.ts';

/** Validates s.yaml among these files; expects exit 2, nothing written and nothing on stdout. Returns what was said. */
export async function refusal(
  files: Readonly<Record<string, string | Uint8Array>>,
  flags: readonly string[] = [],
): Promise<string> {
  const host = fakeHost({ files });
  const code = await main(['validate', 's.yaml', ...flags], host);
  expect({ code, written: host.written(), out: host.out() }).toEqual({ code: 2, written: [], out: '' });
  return host.err();
}

/** Returns one problem as it is told: place and path, then what was there, what belongs there and the cure. */
export function problemText(head: string, got: string | undefined, expected: string, cure?: string): string {
  const rows = [head, ...(got === undefined ? [] : [`  got       ${got}`]), `  expected  ${expected}`];
  return [...rows, ...(cure === undefined ? [] : [`  try       ${cure}`])].join('\n');
}
