/** Where a kept run lies: the names of its files in its own folder below `--out DIR`. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { defaultOptions, type RunOptions } from './run-options.js';

/**
 * The folder of one run below DIR: `DIR/kiro.repaired`.
 * @param others what else tells it from others, as `chosenIn` has it.
 */
export function runFolder(
  directory: string,
  scenario: string,
  guardrails: string,
  others: readonly string[] = [],
): string {
  const parts = [`${scenario}.${guardrails}`, ...others.map((each) => each.replaceAll(/[^\w.=-]+/g, '-'))];
  return join(directory, parts.join('.'));
}

/** What was chosen for a run and changes it, so that runs of several choices can be kept below one folder. */
export function chosenIn({
  agent,
  approvers,
  without,
  settings,
  worldFaults = [],
  seed,
  epoch,
}: Chosen): readonly string[] {
  return [
    ...(agent === null ? [] : [withoutSecrets(agent.replace(/^scripted:/, ''))]),
    ...(approvers === defaultOptions.approvers ? [] : [withoutSecrets(approvers)]),
    ...without.map((fault) => `without-${fault}`),
    ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
    ...worldFaults.map((fault) => `fault-${fault}`),
    ...(seed === defaultOptions.seed ? [] : [`seed=${seed}`]),
    ...(epoch === undefined || epoch === 1 ? [] : [`epoch=${epoch}`]),
  ];
}

/**
 * A choice as folders may be called by it. Behind the words of a command, and behind the host of an address, there may be
 * keys: they are left out, and a few digits tell the choice from others.
 */
function withoutSecrets(spec: string): string {
  const [kept = spec] =
    /^process:\s*[^\s'"]*/.exec(spec) ?? /^[a-z-]+:https?:\/\/(?:[^/@]*@)?[^/?#]*/i.exec(spec) ?? [];
  if (kept === spec) return spec;
  return `${kept.replace(/\/\/[^/@]*@/, '//')}-${createHash('sha256').update(spec).digest('hex').slice(0, 6)}`;
}

type Chosen = Pick<
  RunOptions,
  'agent' | 'approvers' | 'without' | 'settings' | 'worldFaults' | 'seed' | 'epoch'
>;

/** Where the attack's journal is kept, from which alone a run can be scored again. */
export function journalFile(folder: string): string {
  return join(folder, 'attack.jsonl');
}

export function twinJournalFile(folder: string, twin: string): string {
  return join(folder, `twin-${twin}.jsonl`);
}

export function resultFile(folder: string): string {
  return join(folder, 'result.json');
}
