import type { HpaBehavior, ScalingRules } from '../../kubernetes/hpa-spec.ts';
import { list } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { word } from '../schema/scalar.ts';
import { type ObjectOf, optional, required } from '../schema/schema.ts';
import { quantity, wholeNumber } from './fields.ts';

const MAX_INT32 = 2_147_483_647;

const policy = {
  type: required(word(['Pods', 'Percent']), 'What value counts.'),
  value: required(wholeNumber(1, MAX_INT32), 'Most change in a period.'),
  periodSeconds: required(wholeNumber(1, 1800), 'Period.'),
};

const rules = {
  stabilizationWindowSeconds: optional(wholeNumber(0, 3600), 'Stabilization window.'),
  selectPolicy: optional(word(['Max', 'Min', 'Disabled']), 'Which policy counts.'),
  policies: optional(list(object(policy)), 'Policies.'),
  tolerance: optional(quantity(true), 'Share by which usage may differ from the target.'),
};

const behavior = {
  scaleUp: optional(object(rules), 'Rules for growth.'),
  scaleDown: optional(object(rules), 'Rules for shrinking.'),
};

/** behavior of a HorizontalPodAutoscaler, with the limits that the API server checks. */
export const behaviorSchema = object(behavior);

/** Returns the behavior as a record, as written: defaults are filled where it is used. */
export function hpaBehavior({ scaleUp, scaleDown }: ObjectOf<typeof behavior>): HpaBehavior {
  return {
    ...(scaleUp === undefined ? {} : { scaleUp: scalingRules(scaleUp) }),
    ...(scaleDown === undefined ? {} : { scaleDown: scalingRules(scaleDown) }),
  };
}

function scalingRules(section: ObjectOf<typeof rules>): ScalingRules {
  const { stabilizationWindowSeconds, selectPolicy, policies, tolerance } = section;
  return {
    ...(stabilizationWindowSeconds === undefined
      ? {}
      : { stabilizationWindowSec: stabilizationWindowSeconds }),
    ...(selectPolicy === undefined ? {} : { selectPolicy }),
    // The API server takes an empty list for none.
    ...(policies === undefined || policies.length === 0
      ? {}
      : {
          policies: policies.map(({ type, value, periodSeconds }) => ({
            type,
            value,
            periodSec: periodSeconds,
          })),
        }),
    ...(tolerance === undefined ? {} : { tolerance: tolerance / 1000 }),
  };
}
