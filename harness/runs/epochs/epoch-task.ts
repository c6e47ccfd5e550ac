/** What a worker is told to play, and what it answers: plain data, since it crosses threads. */
import type { ScenarioValidity } from '../../contract/journal-record.js';
import type { RunOptions } from '../run-options.js';
import type { PlayedEpochs } from './play-epochs.js';

/** What all tasks of one scenario and guardrail set have in common. */
export interface EpochSetting {
  /** As it was typed, so that a project's own is found from where one stands. */
  readonly scenario: string;
  readonly options: RunOptions;
  readonly validity: ScenarioValidity;
  readonly keeps: boolean;
}

/** Some epochs that follow each other. */
export interface EpochTask {
  /** Which of the settings that the worker was started with. */
  readonly setting: number;
  readonly first: number;
  readonly last: number;
}

export type EpochAnswer =
  | { readonly task: EpochTask; readonly played: PlayedEpochs }
  /** What went wrong is for the person at the keyboard. */
  | { readonly task: EpochTask; readonly failure: TaskFailure };

/** An error as it crosses threads: its class does not. */
export interface TaskFailure {
  /** Of a BlastpitError; null for a fault of blastpit's own. */
  readonly code: string | null;
  readonly message: string;
  readonly details: {
    readonly where?: string;
    readonly expected?: string;
    readonly alternatives?: readonly string[];
  };
}
