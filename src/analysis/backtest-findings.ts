import type { BacktestId, BacktestRecord } from '../result/backtest-record.ts';
import type { EtaFindings, Phase } from './findings.ts';

/** What a backtest means, ready to be laid out. Shares are 0..1, times ms. One recording is one path: nothing has an interval. */
export interface BacktestFindings {
  readonly trace: BacktestRecord['trace'];
  readonly settings: BacktestRecord['settings'];
  readonly people: BacktestRecord['people'];
  readonly interrupted: boolean;
  readonly endMs: number;
  readonly firstAdmissionMs?: number;
  /** From the first admission to the last row [admissions/s]; absent within one second. */
  readonly admissionsPerSec?: number;
  readonly eta: Readonly<Partial<Record<BacktestId, EtaFindings>>>;
  readonly scoring: BacktestScoring;
  /** The estimator with the highest mean of the phases (of all quotes where no phase counts), `oracle` apart; absent where none has a quote. */
  readonly best?: BacktestId;
  readonly notes: readonly BacktestNote[];
}

interface BacktestScoring {
  readonly population: 'all' | 'admitted';
  readonly sampling: 'polls' | 'uniform';
  readonly sampledVisitors: number;
  readonly quotes: number;
  /** Kept quotes of visitors still waiting at the end over those and the quotes of the admitted. */
  readonly censoredShare: number;
  /** More than 20 % censored. */
  readonly provisional: boolean;
  /** Phases in which no estimator has 100 scored quotes. */
  readonly absentPhases: readonly Phase[];
}

/** A sentence without which the figures would be taken for more than they are. */
export interface BacktestNote {
  /** Known to `tacos explain`. */
  readonly code: string;
  readonly text: string;
}
