/** What comes after scoring: reports, which show finished runs to people and programs. */
import type { JournalRecord } from './journal-record.js';
import type { RunResult } from './result.js';

/** A run to be shown: its result, and the journal that it was scored from. */
export interface ReportedRun {
  readonly result: RunResult;
  /** The attack's journal; empty where not even its head can be read, which makes the run `invalid`. */
  readonly attack: readonly JournalRecord[];
}

export interface ReportStyle {
  /** Width to keep to; text is wrapped, never cut. */
  readonly columns: number;
  /** Whether text may carry ANSI colours. Nothing is said by colour alone. */
  readonly colour: boolean;
}

/** A kind of report, one file under `reports/`. */
export interface Report {
  readonly name: string;
  /** One line for `blastpit run --help`. */
  readonly summary: string;
  /** Pure: the same runs give the same text. Ends with a line feed. */
  readonly render: (runs: readonly ReportedRun[], style: ReportStyle) => string;
}
