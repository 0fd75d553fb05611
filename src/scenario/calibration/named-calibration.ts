import type { EtaCalibration } from '../../engine/eta/conformal/calibration.ts';
import { complain, type Site, writtenOrigin } from '../site.ts';
import { besideFile, readSource, type SourceReader } from '../source.ts';
import { MAX_CALIBRATION_BYTES, parseCalibration } from './calibration-file.ts';

const WAY = ['eta', 'calibration'] as const;

interface Context {
  /** The scenario file, which paths of flags are seen from. */
  readonly file: string;
  readonly read: SourceReader;
  readonly site: Site;
}

/** Returns the calibration that a scenario names, or undefined after reporting why it cannot be read. */
export function namedCalibration(name: string, { file, read, site }: Context): EtaCalibration | undefined {
  const origin = writtenOrigin(site.root, WAY);
  const path = besideFile(origin.kind === 'file' ? origin.place.file : file, name);
  const cure = `tacos calibrate eta ${file} --out ${path}`;
  const source = readSource(read, path, MAX_CALIBRATION_BYTES, 'a calibration of tacos calibrate eta');
  if (source.ok) return parseCalibration(source.text, path, cure, site.report);
  const { code, got, expected } = source.problem;
  complain(site, WAY, { code, got: `${path}: ${got}`, expected, cure });
  return undefined;
}
