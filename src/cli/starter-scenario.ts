/** Returns a commented scenario to start from. It is valid as it is. */
export function starterScenario(name: string): string {
  return `# A ticket sale and its waiting room. Check it: tacos validate ${name}.yaml
# Run it: tacos simulate ${name}.yaml        See every value in force: tacos show ${name}.yaml --effective
apiVersion: tacos/v1
kind: Scenario
name: ${name}
title: On-sale of 10,000 fans
clock:
  start: "2026-10-03T20:00:00+09:00"   # labels and hour weights only
  horizon: 30m                         # who still waits then is counted as such
random:
  seed: 1                              # same scenario, seed and version: same result
  replications: 1                      # more of them give intervals
arrivals:
  phases:
    # Linear rise to the peak, then exponential decay: peak x (ramp/2 + decay) = 10,000 visitors.
    - name: opening
      flash: { peak: 1k/s, ramp: 4s, decay: 8s }
visitors:                              # shares add up to 100%
  - name: fan
    share: 97%
    poll: { every: 5s, jitter: 10% }
    # 30 % give up after 3 minutes on average; of these 60 % go silently and stay in line as ghosts.
    patience: { impatient: 30%, exponential: { mean: 180s } }
    onGiveUp: { leave: 40%, silent: 60% }
  - name: bot
    share: 3%
    poll: { every: 500ms }
admission:
  preset: gateway-fixed                # rules of the reference system without its defects
  bucket: { capacity: 100, refill: 10/s }
thresholds:                            # one that fails ends in exit code 3
  - "wait.p95 < 10m"
  - "outcomes.censored == 0"           # everybody is served before the horizon
`;
}
