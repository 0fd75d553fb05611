import { type Problem, ScenarioError } from '../errors.ts';
import type { Manifest } from '../result/manifest.ts';
import type { Files } from './host.ts';

export const MANIFEST_NAME = 'manifest.json';

/** What a run leaves beside its files so that `tacos rerun` can make it again. */
export interface SavedManifest extends Manifest {
  /** Version of this layout; its presence marks the folder as one that tacos wrote. */
  readonly tacosManifest: 1;
  /** SHA-256 (hex) of findings.json without `manifest.run`. */
  readonly findingsDigest: string;
  /** The run was stopped before its end, so a whole run gives another digest. */
  readonly interrupted: boolean;
  /** Names of the files that the run wrote, this one among them. */
  readonly files: readonly string[];
}

/** Returns the text of manifest.json. */
export function manifestText(manifest: SavedManifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** Returns a manifest; undefined where the file is missing or holds something else. */
export function readSavedManifest(files: Files, path: string): SavedManifest | undefined {
  if (files.kind(path) !== 'file') return undefined;
  const value = parseJson(new TextDecoder().decode(files.read(path)));
  return isManifest(value) ? value : undefined;
}

/** Returns a manifest. @throws ScenarioError that says what is wrong with it. */
export function loadSavedManifest(files: Files, path: string): SavedManifest {
  const kind = files.kind(path);
  if (kind !== 'file') throw refused(path, kind === 'missing' ? 'nothing' : 'a folder');
  const manifest = readSavedManifest(files, path);
  if (manifest === undefined) throw refused(path, 'something else');
  return manifest;
}

function refused(path: string, got: string): ScenarioError {
  const problem: Problem = {
    code: 'manifest',
    path,
    got,
    expected: 'the manifest.json of a run',
    cure: 'tacos rerun reports/NAME/manifest.json',
  };
  return new ScenarioError([problem]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const TEXTS = ['version', 'scenario', 'scenarioHash', 'command', 'findingsDigest'] as const;
const LISTS = ['overrides', 'files'] as const;

function isManifest(value: unknown): value is SavedManifest {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return (
    fields.tacosManifest === 1 &&
    TEXTS.every((name) => typeof fields[name] === 'string') &&
    LISTS.every((name) => isTextList(fields[name])) &&
    typeof fields.seed === 'number' &&
    typeof fields.replications === 'number' &&
    // Names of files inside the folder, never paths out of it: they are removed when a run is replaced.
    isTextList(fields.files) &&
    fields.files.every((name) => /^[\w-][\w.-]*$/.test(name))
  );
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}
