import { type Problem, ScenarioError } from '../errors.ts';
import { planHash } from './canonical-hash.ts';
import { type CompileContext, compilePlan } from './compile.ts';
import { fillDefaults } from './defaults.ts';
import { deriveValues } from './derive.ts';
import { readChain } from './extends.ts';
import { merge } from './merge.ts';
import { nearest } from './nearest.ts';
import { applyOverride, type Override, parseOverride } from './override.ts';
import type { Plan, Variant } from './plan.ts';
import { isPresetName, PRESET_NAMES, PRESETS } from './presets.ts';
import type { Report } from './report.ts';
import type { SourceReader } from './source.ts';
import { fromLiteral, type MapValue, type Value, valueAt } from './value.ts';
import { scenarioSchema } from './vocabulary/scenario.ts';
import { variantsSchema } from './vocabulary/variants.ts';

export interface LoadOptions {
  /** `path=value` each, applied in order. */
  readonly overrides: readonly string[];
  /** Overrides `random.seed`. */
  readonly seed?: number;
}

/** A scenario that is right, twice: resolved to run, and with the origin of every value to show. */
export interface LoadedScenario {
  readonly plan: Plan;
  readonly effective: Value;
}

/**
 * Returns the plan of a scenario file, deep-frozen. Precedence: flags, then the file, the files it extends, its preset,
 * the defaults.
 * @throws ScenarioError with every problem of the scenario and of the traces it names.
 */
export function loadScenario(file: string, options: LoadOptions, read: SourceReader): Plan {
  return loadEffective(file, options, read).plan;
}

/** Returns the plan together with the effective scenario. @throws ScenarioError as loadScenario. */
export function loadEffective(file: string, options: LoadOptions, read: SourceReader): LoadedScenario {
  const problems: Problem[] = [];
  const report: Report = (problem) => void problems.push(problem);
  const overrides = parseOverrides(options, report);
  const own = readChain(file, read, report);
  if (own === undefined) throw new ScenarioError(problems);
  const filled = resolveLayers(own, overrides, report);
  const compiled = compilePlan(filled, { file, read, report });
  const given = { file, overrides: [...options.overrides] };
  const variants =
    problems.length > 0 ? [] : compileVariants(own, filled, overrides, given, { file, read, report });
  if (problems.length > 0 || compiled === undefined) throw new ScenarioError(inOrder(problems));
  const plan = deepFreeze({
    ...compiled,
    source: { ...given, hash: planHash(compiled, variants) },
    variants,
  });
  return { plan, effective: deriveValues(filled, plan) };
}

function parseOverrides(options: LoadOptions, report: Report): readonly Override[] {
  const overrides: Override[] = [];
  for (const text of options.overrides) {
    const override = parseOverride(text);
    if ('path' in override) overrides.push(override);
    else override.forEach(report);
  }
  if (options.seed === undefined) return overrides;
  return [
    ...overrides,
    { path: ['random', 'seed'], value: fromLiteral(options.seed, { kind: 'flag', flag: '--seed' }) },
  ];
}

/** Returns the plans of the variants of a scenario that is right in itself. Their values go over the flags. */
function compileVariants(
  own: MapValue,
  filled: Value,
  overrides: readonly Override[],
  given: Omit<Plan['source'], 'hash'>,
  context: CompileContext,
): readonly Variant[] {
  const written = valueAt(filled, ['variants']);
  if (written === undefined) return [];
  const listed = variantsSchema.check(written, 'variants', () => {}) ?? [];
  return listed.flatMap(({ name, title, set }) => {
    const thresholds = valueAt(written, [name, 'thresholds']) ?? fromLiteral([], { kind: 'default' });
    const values = [...overrides, ...set, { path: ['thresholds'], value: thresholds }];
    const path = `variants.${name}.set`;
    const report: Report = (problem) =>
      context.report({ ...problem, path: problem.path.replace('--set', path) });
    const compiled = compilePlan(resolveLayers(own, values, report), { ...context, report });
    if (compiled === undefined) return [];
    const plan = { ...compiled, source: { ...given, hash: planHash(compiled, []) }, variants: [] };
    return [{ name, title: title ?? name, plan }];
  });
}

/** Lays defaults, preset, files and flags over each other. */
function resolveLayers(own: MapValue, overrides: readonly Override[], report: Report): Value {
  const wanted = overrides.findLast(({ path }) => path.join('.') === 'admission.preset')?.value;
  let root = fillDefaults(withPreset(own, wanted ?? valueAt(own, ['admission', 'preset'])), scenarioSchema);
  for (const override of overrides) {
    const result = applyOverride(root, override, scenarioSchema);
    if ('code' in result) report(result);
    else root = fillDefaults(result, scenarioSchema);
  }
  return root;
}

/** Lays a scenario over its preset. An unknown preset is refused later; until then the nearest one stands in. */
function withPreset(own: MapValue, preset: Value | undefined): Value {
  const word = preset?.kind === 'scalar' ? preset.value : undefined;
  if (word === undefined || word === null) return merge(undefined, own, scenarioSchema);
  const near = nearest(String(word), PRESET_NAMES) ?? 'gateway-fixed';
  const name = isPresetName(word) ? word : isPresetName(near) ? near : 'gateway-fixed';
  return {
    ...merge(fromLiteral(PRESETS[name], { kind: 'preset', name }), own, scenarioSchema),
    origin: own.origin,
  };
}

/** Returns problems in the order of the files' lines, those without a place first. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const files = [...new Set(problems.map((problem) => problem.place?.file))];
  const rank = (problem: Problem): number =>
    problem.place === undefined ? -1 : files.indexOf(problem.place.file);
  return [...problems].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0),
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const item of Object.values(value)) deepFreeze(item);
  return Object.freeze(value);
}
