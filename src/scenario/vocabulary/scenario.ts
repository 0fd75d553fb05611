import { ESTIMATOR_IDS } from '../../engine/eta/plan.ts';
import { list } from '../schema/list.ts';
import { keyed, object } from '../schema/object.ts';
import { count, flag, share, text, word } from '../schema/scalar.ts';
import { optional, required, unavailable, withDefault } from '../schema/schema.ts';
import { admissionSchema } from './admission.ts';
import { arrivalsSchema } from './arrivals.ts';
import { backendSchema } from './backend.ts';
import { clockSchema } from './clock.ts';
import { clusterSchema } from './cluster.ts';
import { costSchema } from './cost.ts';
import { edgeSchema } from './edge.ts';
import { etaSchema } from './eta.ts';
import { faultsSchema } from './faults.ts';
import { gateSchema } from './gate.ts';
import { liveSchema } from './live.ts';
import { publishedSchema } from './published.ts';
import { randomSchema } from './random.ts';
import { redisSchema } from './redis.ts';
import { seatsSchema } from './seats.ts';
import { variantsSchema } from './variants.ts';
import { visitorsSchema } from './visitors.ts';
import { windowsSchema } from './windows.ts';

const scenarioName = text('a name of a-z, 0-9 and -, such as concert-small', '^[a-z0-9][a-z0-9-]*$');

/** Every top-level key of a scenario. */
export const SCENARIO_FIELDS = {
  apiVersion: required(word(['tacos/v1']), 'Version of the scenario language.'),
  kind: required(word(['Scenario']), 'What the file is.'),
  name: required(scenarioName, 'Short name; reports go to a folder of this name.'),
  title: optional(text(), 'One line for reports; default: the name.'),
  lesson: optional(text(), 'What the run should teach, one sentence.'),
  extends: optional(
    text('the path of a scenario file'),
    'A scenario beside this one that this one is laid over.',
  ),
  clock: required(clockSchema, 'When the run takes place and how long it is.'),
  random: withDefault(randomSchema, {}, 'Seed and number of replications.'),
  arrivals: required(arrivalsSchema, 'How visitors come.'),
  visitors: withDefault(visitorsSchema, [{ name: 'visitor' }], 'Classes of visitors; merged by name.'),
  edge: optional(edgeSchema, 'Layers in front of the gateway.'),
  admission: required(admissionSchema, 'The rules by which the waiting room lets people in.'),
  seats: optional(seatsSchema, 'Seats on sale, which end it when they are gone.'),
  eta: withDefault(etaSchema, {}, 'ETA estimators and their scoring.'),
  redis: optional(redisSchema, 'The store behind the gateway.'),
  cluster: optional(clusterSchema, 'Workloads, autoscalers and nodes.'),
  backend: optional(backendSchema, 'The shop behind the waiting room.'),
  cost: optional(costSchema, 'Prices.'),
  faults: withDefault(faultsSchema, [], 'What breaks, when and where.'),
  windows: withDefault(
    windowsSchema,
    [],
    'Named spans of the run whose load is reported apart; merged by name.',
  ),
  published: withDefault(
    publishedSchema,
    [],
    'Figures published elsewhere, printed beside what is measured.',
  ),
  live: unavailable(liveSchema, 'A real target.'),
  thresholds: withDefault(
    list(text('metric, comparison and literal', '\\S')),
    [],
    'What must hold, e.g. wait.p95 < 20m; one that fails ends in exit code 3.',
  ),
  gate: optional(gateSchema, 'What tacos gate compares with a baseline, seed by seed.'),
  variants: withDefault(
    variantsSchema,
    [],
    'The same scenario with other values, run beside it on the same seed.',
  ),
  expectedExit: withDefault(count(0, 255), 0, 'Exit code that is right for this scenario; CI checks it.'),
  claims: withDefault(
    keyed(ESTIMATOR_IDS, share()),
    { fixed: '0%', 'moving-count': '85%', sliding: '95%' },
    'Accuracy claimed elsewhere, printed beside what is measured.',
  ),
  judgeClaims: withDefault(
    flag(),
    false,
    'Whether the report holds the claims against what was measured, phase by phase, in the run and its variants.',
  ),
};

/** A whole scenario. */
export const scenarioSchema = object(SCENARIO_FIELDS, {
  expected: 'a scenario: a YAML map with apiVersion, kind, name, ...',
});
