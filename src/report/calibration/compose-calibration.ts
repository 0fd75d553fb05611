import { type BandRatios, calibratedRatios } from '../../engine/eta/conformal/adaptive-band.ts';
import {
  type CalibratedPhases,
  curvesOfCells,
  type EtaCalibration,
  FEWEST_CELL_RUNS,
  isThick,
} from '../../engine/eta/conformal/calibration.ts';
import { BAND_PHASES, ETA_BINS } from '../../engine/eta/conformal/cells.ts';
import { formatCount } from '../../units/count.ts';
import type { Block, Document, TableBlock } from '../document.ts';
import { ABSENT } from '../figures.ts';

/** Stands beside factors that are not of the cell's own runs. */
const BORROWED = '*';

/** A calibration and where it went. */
export interface CalibrationReport {
  readonly calibration: EtaCalibration;
  readonly file: string;
  readonly sizeBytes: number;
}

/** Returns the factors by which a wait may differ from its ETA, by estimator, phase and size of the ETA. */
export function composeCalibration({ calibration, file, sizeBytes }: CalibrationReport): Document {
  const { scenario, runs, estimators } = calibration;
  const blocks: Block[] = [
    { kind: 'heading', text: `Calibration of ${scenario}`, aside: 'wait over ETA, 1 s added to both' },
    { kind: 'sentence', text: '80 % of waits are expected between:' },
    table(estimators, ({ low80, high80 }) => `${factor(low80)}-${factor(high80)}`),
    { kind: 'sentence', text: '95 % of waits are expected between:' },
    table(estimators, ({ low95, high95 }) => `${factor(low95)}-${factor(high95)}`),
    ...borrowedSentence(estimators),
  ];
  const size = `${(sizeBytes / 1_000).toFixed(1)} kB`;
  const text = `${formatCount(runs)} runs in ${file} (${size})`;
  return { blocks: [...blocks, { kind: 'ending', word: 'CALIBRATED', tone: 'good', text, exitCode: 0 }] };
}

/** Returns the last line alone. */
export function composeCalibrationEnding(report: CalibrationReport): Document {
  return { blocks: composeCalibration(report).blocks.filter((block) => block.kind === 'ending') };
}

function table(estimators: EtaCalibration['estimators'], show: (ends: BandRatios) => string): TableBlock {
  return {
    kind: 'table',
    columns: [
      { header: '', align: 'left' },
      { header: 'phase', align: 'left' },
      ...['ETA < 30 s', '30-120 s', '2-10 min', '> 10 min'].map(
        (header) => ({ header, align: 'right' }) as const,
      ),
    ],
    rows: Object.entries(estimators).flatMap(([id, phases]) =>
      BAND_PHASES.map((phase, row) => [row === 0 ? id : '', phase, ...cellTexts(phases, row, show)]),
    ),
  };
}

function cellTexts(
  phases: CalibratedPhases,
  row: number,
  show: (ends: BandRatios) => string,
): readonly string[] {
  const curves = curvesOfCells(phases);
  return ETA_BINS.map((bin, column) => {
    const curve = curves[row * ETA_BINS.length + column];
    if (curve === undefined) return ABSENT;
    const own = isThick(phases[BAND_PHASES[row]!]?.[bin]);
    return `${show(calibratedRatios(curve))}${own ? '' : BORROWED}`;
  });
}

function borrowedSentence(estimators: EtaCalibration['estimators']): readonly Block[] {
  const thin = Object.values(estimators).some((phases) =>
    BAND_PHASES.some((phase) => ETA_BINS.some((bin) => !isThick(phases[phase]?.[bin]))),
  );
  if (!thin) return [];
  const text =
    `${BORROWED} fewer than ${FEWEST_CELL_RUNS} runs had quotes there: as for ETAs of this size in all phases, ` +
    'or for all quotes.';
  return [{ kind: 'sentence', text }];
}

/** Two digits behind the point below 10, none from there on. */
function factor(ratio: number): string {
  return ratio < 10 ? ratio.toFixed(2) : formatCount(ratio);
}
