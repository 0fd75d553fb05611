import type { Literal } from './value.ts';

/** Versions of the reference system, oldest first. */
export const PRESET_NAMES = [
  'gateway-v1.0',
  'gateway-v1.1',
  'gateway-v1.2',
  'gateway-v1.3',
  'gateway-fixed',
] as const;

export type PresetName = (typeof PRESET_NAMES)[number];

/** A part of a scenario in its own language, laid between the defaults and the file. */
export type Fragment = { readonly [key: string]: Literal };

const V1_1_BUCKET = { capacity: 100, refill: '10/s', clock: 'pod', clockResolution: '1s' };
const V1_3_BUCKET = { capacity: 500, refill: '50/s', clock: 'pod', clockResolution: '1s' };
const V1_3_BANDS = [
  { upTo: 10, wait: '0s' },
  { upTo: 50, wait: '2s' },
  { upTo: 100, wait: '5s' },
];
const SHIPPED_ETA = { etaWindows: 'full-length', hourWeight: true };

const V1_1 = {
  bucket: V1_1_BUCKET,
  gate: { head: 100, bypassTop: 0 },
  minWait: '5s',
  ghosts: 'never',
  statusSpendsTokens: true,
  admissionLog: 'by-user',
  scoreResolution: '1s',
};

/**
 * What each version was, defects included. v1.3 keeps the by-user log and the whole-second score of v1.2; its status
 * spends nothing and its position index is never trimmed. `gateway-fixed` is v1.3 with every defect cured; it shows
 * `fdc`.
 */
export const PRESETS: Readonly<Record<PresetName, Fragment>> = {
  'gateway-v1.0': {
    admission: { bucket: 'none', gate: 'none', minWait: '10s', position: 'joined', ghosts: 'never' },
    eta: { displayed: 'fixed' },
  },
  'gateway-v1.1': { admission: V1_1, eta: { displayed: 'moving-count' } },
  'gateway-v1.2': { admission: { ...V1_1, ...SHIPPED_ETA }, eta: { displayed: 'sliding' } },
  'gateway-v1.3': {
    admission: {
      ...V1_1,
      ...SHIPPED_ETA,
      bucket: V1_3_BUCKET,
      gate: { head: 100, bypassTop: 10 },
      minWait: V1_3_BANDS,
      statusSpendsTokens: false,
      position: 'joined',
    },
    eta: { displayed: 'sliding' },
  },
  'gateway-fixed': {
    admission: {
      bucket: { capacity: 500, refill: '50/s', clock: 'server', clockResolution: '1ms' },
      gate: { head: 100, bypassTop: 10 },
      minWait: V1_3_BANDS,
      ghosts: { heartbeat: '300s', inactiveAfter: '15s', sweep: '30s', skip: true },
      position: 'remaining',
      statusSpendsTokens: false,
      admissionLog: 'by-visit',
      scoreResolution: '1ms',
      etaWindows: 'observed-time',
      hourWeight: false,
    },
    eta: { displayed: 'fdc' },
  },
};

/** Returns whether a word names a preset. */
export function isPresetName(word: unknown): word is PresetName {
  return PRESET_NAMES.some((name) => name === word);
}
