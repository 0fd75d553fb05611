import { type Problem, ScenarioError } from '../errors.ts';
import type { Manifest } from '../result/manifest.ts';
import type { Files } from './host.ts';

export const MANIFEST_NAME = 'manifest.json';

/** What every command leaves beside its files, so that the next one knows which of them it may replace. */
export interface FolderManifest {
  /** Version of this layout; its presence marks the folder as one that tacos wrote. */
  readonly tacosManifest: 1;
  /** Names of the files that the command wrote, this one among them. */
  readonly files: readonly string[];
}

/** What a run leaves beside its files so that `tacos rerun` can make it again. */
export interface SavedManifest extends Manifest, FolderManifest {
  /** SHA-256 (hex) of findings.json without `manifest.run`. */
  readonly findingsDigest: string;
  /** The run was stopped before its end, so a whole run gives another digest. */
  readonly interrupted: boolean;
}

/** Returns the text of manifest.json. */
export function manifestText(manifest: FolderManifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** Returns the manifest of a run; undefined where the file is missing or holds something else. */
export function readSavedManifest(files: Files, path: string): SavedManifest | undefined {
  const value = readJson(files, path);
  return isManifest(value) ? value : undefined;
}

/** Returns the manifest of any command's folder; undefined where the file is missing or holds something else. */
export function readFolderManifest(files: Files, path: string): FolderManifest | undefined {
  const value = readJson(files, path);
  return isFolderManifest(value) ? value : undefined;
}

function readJson(files: Files, path: string): unknown {
  if (files.kind(path) !== 'file') return undefined;
  return parseJson(new TextDecoder().decode(files.read(path)));
}

/** Returns a manifest. @throws ScenarioError that says what is wrong with it. */
export function loadSavedManifest(files: Files, path: string): SavedManifest {
  const kind = files.kind(path);
  if (kind !== 'file') throw refused(path, kind === 'missing' ? 'nothing' : 'a folder');
  const manifest = readSavedManifest(files, path);
  if (manifest === undefined) throw refused(path, ...otherManifest(files, path));
  return manifest;
}

/** Returns what a file holds that is no manifest of a run, and where it is of a replay the command that repeats that. */
function otherManifest(files: Files, path: string): readonly [got: string, cure?: string] {
  const value = readJson(files, path);
  const fields: Readonly<Record<string, unknown>> = isFolderManifest(value) ? { ...value } : {};
  return typeof fields.kind === 'string' && typeof fields.command === 'string'
    ? ['the manifest of a replay', fields.command]
    : ['something else'];
}

function refused(path: string, got: string, cure = 'tacos rerun reports/NAME/manifest.json'): ScenarioError {
  const problem: Problem = { code: 'manifest', path, got, expected: 'the manifest.json of a run', cure };
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

function isManifest(value: unknown): value is SavedManifest {
  if (!isFolderManifest(value)) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return (
    TEXTS.every((name) => typeof fields[name] === 'string') &&
    isTextList(fields.overrides) &&
    typeof fields.seed === 'number' &&
    typeof fields.replications === 'number'
  );
}

function isFolderManifest(value: unknown): value is FolderManifest {
  if (typeof value !== 'object' || value === null) return false;
  const { tacosManifest, files }: Readonly<Record<string, unknown>> = { ...value };
  // Names of files inside the folder, never paths out of it: they are removed when a run is replaced.
  return tacosManifest === 1 && isTextList(files) && files.every((name) => /^[\w-][\w.-]*$/.test(name));
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}
