/** The public library of tacos: load a scenario into a plan, simulate it, and say what the run means. */
export type { Findings } from './analysis/findings.ts';
export { summarize } from './analysis/summarize.ts';
export type { ExitCode, Place, Problem } from './errors.ts';
export { EXIT, ScenarioError, TacosError } from './errors.ts';
export type { RunRecord } from './result/run-record.ts';
export { type LoadOptions, loadScenario } from './scenario/load.ts';
export type { Plan } from './scenario/plan.ts';
export type { SourceContent, SourceReader } from './scenario/source.ts';
export { Simulation } from './simulator/simulation.ts';
export { VERSION } from './version.ts';
