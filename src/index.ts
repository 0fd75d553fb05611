/** The public library of tacos: load a scenario into a plan, and what its failures look like. */
export type { ExitCode, Place, Problem } from './errors.ts';
export { EXIT, ScenarioError, TacosError } from './errors.ts';
export { type LoadOptions, loadScenario } from './scenario/load.ts';
export type { Plan } from './scenario/plan.ts';
export type { SourceContent, SourceReader } from './scenario/source.ts';
export { VERSION } from './version.ts';
