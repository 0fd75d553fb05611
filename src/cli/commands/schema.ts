import { EXIT, type ExitCode } from '../../errors.ts';
import { scenarioJsonSchemaText } from '../../scenario/json-schema.ts';
import type { Host } from '../host.ts';

/** Prints the JSON Schema of scenarios: what is committed as scenarios/scenario.schema.json. */
export function runSchema(host: Host): ExitCode {
  host.stdout.write(scenarioJsonSchemaText());
  return EXIT.ok;
}
