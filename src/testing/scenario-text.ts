import type { SourceReader } from '../scenario/source.ts';

/** A small scenario that is right: the least that a scenario must say. */
export const SMALL_SCENARIO = `apiVersion: tacos/v1
kind: Scenario
name: small
clock: { horizon: 10m }
arrivals:
  phases:
    - { name: opening, constant: 5/s, for: 1m }
admission:
  bucket: { capacity: 10, refill: 2/s }
`;

/** Returns the small scenario with one part of its text replaced. @throws when the part is not there. */
export function smallScenario(part: string, replacement: string): string {
  if (!SMALL_SCENARIO.includes(part)) throw new Error(`the small scenario has no ${part}`);
  return SMALL_SCENARIO.replace(part, replacement);
}

/** Returns a reader of files in memory. */
export function filesInMemory(files: Readonly<Record<string, string>>): SourceReader {
  return (path) => {
    const text = files[path];
    return text === undefined
      ? { kind: 'missing' }
      : { kind: 'bytes', bytes: new TextEncoder().encode(text) };
  };
}
