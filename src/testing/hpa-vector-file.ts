/** A number of a vectors file; 64-bit integers are decimal strings. */
export type VectorNumber = number | string;

export interface VectorSample {
  readonly value: VectorNumber;
  readonly ageSeconds?: number;
  readonly windowSeconds?: number;
}

export interface VectorContainer {
  readonly name: string;
  readonly requestMilli: VectorNumber | null;
  readonly restartPolicy?: string | null;
}

export interface VectorPod {
  readonly name: string;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  readonly deleted: boolean;
  readonly ready: 'True' | 'False' | 'Unknown' | null;
  readonly startAgeSeconds: number | null;
  readonly readyTransitionAgeSeconds: number | null;
  readonly requestMilli?: VectorNumber | null;
  readonly containers?: readonly VectorContainer[];
  readonly metric?: VectorSample | null;
  readonly metrics?: Readonly<Record<string, VectorSample | null>>;
}

export interface VectorExtraSample extends VectorSample {
  readonly podName: string;
}

export interface VectorRules {
  readonly stabilizationWindowSeconds?: number | null;
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled' | null;
  readonly policies?:
    | readonly {
        readonly type: 'Pods' | 'Percent';
        readonly value: number;
        readonly periodSeconds: number;
      }[]
    | null;
  readonly tolerance?: number | null;
}

export interface VectorEvent {
  readonly replicaChange: number;
  readonly ageSeconds: number;
}

export interface VectorRecommendation {
  readonly replicas: number;
  readonly ageSeconds: number;
}

/** One case: what goes in, and what must come out, key by key. */
export interface VectorCase {
  readonly id: string;
  readonly kind: string;
  readonly inputs: unknown;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tags?: readonly string[];
}

/**
 * Returns every case of the text of a vectors file.
 * @throws Error when there is none, or one without id, kind, inputs and something expected: such a file checks nothing.
 */
export function readVectors(text: string): readonly VectorCase[] {
  const file = JSON.parse(text) as { cases?: readonly VectorCase[]; derivedCases?: readonly VectorCase[] };
  const cases = [...(file.cases ?? []), ...(file.derivedCases ?? [])];
  if (cases.length === 0) throw new Error('the vectors file has no cases');
  for (const { id, kind, inputs, expected } of cases) {
    const complete = typeof id === 'string' && typeof kind === 'string' && inputs !== undefined;
    if (!complete || Object.keys(expected ?? {}).length === 0) throw new Error(`case ${id} checks nothing`);
  }
  return cases;
}
