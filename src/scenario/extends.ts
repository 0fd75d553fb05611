import { merge } from './merge.ts';
import { problemAt, type Report } from './report.ts';
import { besideFile, MAX_SCENARIO_BYTES, readSource, type SourceReader } from './source.ts';
import { describeValue, type MapValue, type Value, valueAt } from './value.ts';
import { scenarioSchema } from './vocabulary/scenario.ts';
import { parseYamlFile } from './yaml-tree.ts';

/** Longest chain of `extends`. */
const MAX_CHAIN = 16;

/**
 * Returns the scenario of a file laid over those it extends, without the key `extends` and with its
 * nulls, which may still delete what a preset gives; undefined after reporting why a
 * file of the chain cannot be read.
 */
export function readChain(file: string, read: SourceReader, report: Report): MapValue | undefined {
  return readLink(file, read, report, []);
}

function readLink(
  file: string,
  read: SourceReader,
  report: Report,
  above: readonly string[],
): MapValue | undefined {
  const source = readSource(read, file, MAX_SCENARIO_BYTES, 'a scenario file');
  if (!source.ok) {
    report(source.problem);
    return undefined;
  }
  const tree = parseYamlFile(source.text, file);
  if (!tree.ok) {
    tree.problems.forEach(report);
    return undefined;
  }
  if (tree.value.kind !== 'map') {
    const got = describeValue(tree.value);
    report(
      problemAt(tree.value.origin, file, { code: 'wrong-kind', got, expected: scenarioSchema.expected }),
    );
    return undefined;
  }
  const base = valueAt(tree.value, ['extends']);
  const own = withoutExtends(tree.value);
  if (base === undefined) return own;
  const target = baseFile(base, file, report, above);
  const below = target === undefined ? undefined : readBase(target, base, read, report, [...above, file]);
  return below === undefined ? undefined : asMap(merge(below, own, scenarioSchema, 'kept'));
}

function withoutExtends(map: MapValue): MapValue {
  const entries = new Map(map.entries);
  entries.delete('extends');
  return { ...map, entries };
}

function asMap(value: Value): MapValue | undefined {
  return value.kind === 'map' ? value : undefined;
}

/** Returns the file that a scenario extends, or undefined after reporting that it is none or leads back. */
function baseFile(base: Value, file: string, report: Report, above: readonly string[]): string | undefined {
  const target =
    base.kind === 'scalar' && typeof base.value === 'string' ? besideFile(file, base.value) : undefined;
  if (target === undefined || target === '') {
    const complaint = {
      code: 'wrong-kind',
      got: describeValue(base),
      expected: 'the path of a scenario file',
      cure: './base.yaml',
    };
    report(problemAt(base.origin, 'extends', complaint));
    return undefined;
  }
  const chain = [...above, file].map((each) => besideFile('', each));
  if (chain.includes(target)) {
    const got = [...chain.slice(chain.indexOf(target)), target].join(' -> ');
    report(
      problemAt(base.origin, 'extends', {
        code: 'extends-cycle',
        got,
        expected: 'a chain of files that ends',
      }),
    );
    return undefined;
  }
  if (chain.length < MAX_CHAIN) return target;
  const complaint = {
    code: 'extends-cycle',
    got: `${chain.length} files`,
    expected: `a chain of at most ${MAX_CHAIN} files`,
  };
  report(problemAt(base.origin, 'extends', complaint));
  return undefined;
}

/** Reads the base; a file that cannot be read is reported at the `extends` that names it. */
function readBase(
  target: string,
  base: Value,
  read: SourceReader,
  report: Report,
  above: readonly string[],
): MapValue | undefined {
  return readLink(
    target,
    read,
    (problem) => {
      const located = problem.place !== undefined || problem.path !== target || base.origin.kind !== 'file';
      report(
        located
          ? problem
          : { ...problem, place: base.origin.place, path: 'extends', got: `${target}: ${problem.got ?? ''}` },
      );
    },
    above,
  );
}
