import type { AdmissionRules } from '../engine/rules.ts';
import type { Problem } from '../errors.ts';

/** Most tokens a bucket's credit can count in whole numbers. */
const MOST_TOKENS = 9_000_000;

/** Returns what a live room cannot have of these rules, each by name; empty when it can have them all. */
export function unsupportedRules(rules: AdmissionRules): readonly Problem[] {
  const { ghosts, bucket } = rules;
  const problems: Problem[] = [];
  if (ghosts.heartbeatMs < ghosts.inactiveAfterMs) {
    problems.push({
      code: 'live-unsupported',
      path: 'admission.ghosts.heartbeat',
      got: `${ghosts.heartbeatMs}ms`,
      expected: 'at least ghosts.inactiveAfter: a live room finds the expired among the inactive',
      cure: `heartbeat: ${ghosts.inactiveAfterMs}ms`,
    });
  }
  if (bucket !== undefined && bucket.capacityTokens > MOST_TOKENS) {
    problems.push({
      code: 'live-unsupported',
      path: 'admission.bucket.capacity',
      got: String(bucket.capacityTokens),
      expected: `at most ${MOST_TOKENS}, so that credit stays a whole number`,
    });
  }
  return problems;
}
