/** The public library of tacos: load a scenario into a Plan, and what its failures look like. */
export type { ExitCode, Place, Problem } from './errors.ts';
export { EXIT, ScenarioError, TacosError } from './errors.ts';
export type { Plan } from './scenario/plan.ts';
export { VERSION } from './version.ts';
