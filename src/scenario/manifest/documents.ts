import { merge } from '../merge.ts';
import { problemAt, type Report } from '../report.ts';
import { readSource, type SourceReader } from '../source.ts';
import { describeValue, type MapValue, type Value, valueAt } from '../value.ts';
import { parseYamlDocuments } from '../yaml-tree.ts';

/** Largest manifest that is read [bytes]. */
const MAX_MANIFEST_BYTES = 1024 * 1024;

/** The kind of object that a file should hold. */
export interface WantedObject {
  readonly kind: string;
  readonly apiVersion: string;
  /** Version with the same fields, whose objects are looked at all the same once the version has been reported. */
  readonly sameFields?: string;
  /** What other versions would need, by apiVersion. */
  readonly otherVersions: Readonly<Record<string, string>>;
}

/**
 * Returns the one object of a kind in a file of Kubernetes manifests, without keys that are null, or undefined after
 * reporting why there is none: a file that cannot be read, other kinds only, several of the kind, another version.
 */
export function readObject(
  file: string,
  read: SourceReader,
  wanted: WantedObject,
  report: Report,
): MapValue | undefined {
  const source = readSource(read, file, MAX_MANIFEST_BYTES, `a manifest of kind ${wanted.kind}`);
  if (!source.ok) {
    report(source.problem);
    return undefined;
  }
  const trees = parseYamlDocuments(source.text, file);
  if (!trees.ok) {
    trees.problems.forEach(report);
    return undefined;
  }
  const objects = trees.values.flatMap(membersOf);
  const object = theOne(objects, file, wanted, report);
  if (object === undefined) return undefined;
  const isReadable = hasVersion(object, wanted, report) || textAt(object, 'apiVersion') === wanted.sameFields;
  return isReadable ? withoutNulls(object) : undefined;
}

/** Returns the objects of a document: those of a List, none of an empty one. */
function membersOf(value: Value): readonly Value[] {
  if (value.kind === 'scalar' && value.value === null) return [];
  const items = textAt(value, 'kind') === 'List' ? valueAt(value, ['items']) : undefined;
  return items?.kind === 'list' ? items.items : [value];
}

function theOne(
  objects: readonly Value[],
  file: string,
  { kind, apiVersion }: WantedObject,
  report: Report,
): MapValue | undefined {
  const maps = objects.filter((each) => each.kind === 'map');
  const found = maps.filter((each) => textAt(each, 'kind') === kind);
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  const expected = `one ${kind} (${apiVersion})`;
  if (second !== undefined) {
    const names = found.map((each) => valueAt(each, ['metadata', 'name']));
    const got = names.map((name) => (name === undefined ? '(no name)' : describeValue(name))).join(', ');
    const cure = `a file of its own for each ${kind}`;
    report(
      problemAt(second.origin, file, {
        code: 'manifest-kind',
        got: `${found.length}: ${got}`,
        expected,
        cure,
      }),
    );
    return undefined;
  }
  const only = objects.length === 1 ? objects[0] : undefined;
  const written = valueAt(only, ['kind']);
  const got =
    only === undefined
      ? objects.map((each) => textAt(each, 'kind') ?? 'no kind').join(', ') || 'no object'
      : describeValue(written ?? only);
  const path = written === undefined ? file : 'kind';
  report(
    problemAt((written ?? only ?? objects[0])?.origin ?? { kind: 'default' }, path, {
      code: 'manifest-kind',
      got,
      expected,
    }),
  );
  return undefined;
}

function hasVersion(object: MapValue, wanted: WantedObject, report: Report): boolean {
  const written = valueAt(object, ['apiVersion']);
  const version = written?.kind === 'scalar' ? written.text : undefined;
  if (version === wanted.apiVersion) return true;
  const cure = version === undefined ? undefined : wanted.otherVersions[version];
  report(
    problemAt((written ?? object).origin, 'apiVersion', {
      code: 'manifest-kind',
      got: written === undefined ? 'nothing' : describeValue(written),
      expected: wanted.apiVersion,
      cure: cure ?? `apiVersion: ${wanted.apiVersion}`,
    }),
  );
  return false;
}

function textAt(value: Value, key: string): string | undefined {
  const found = valueAt(value, [key]);
  return found?.kind === 'scalar' && found.value !== null ? found.text : undefined;
}

function withoutNulls(object: MapValue): MapValue {
  const merged = merge(undefined, object, undefined);
  return merged.kind === 'map' ? merged : object;
}
