/** A service whose function and table are deleted, with the ways in which they can come back. */
import type { ResourceState } from '../../harness/contract/resource.js';
import type { RecoveryRule, RecoveryWay, ScoringRules } from '../../harness/contract/scenario.js';
import {
  journal,
  parameter,
  reference,
  response,
  rules,
  tebibyte,
  there,
  type JournalBuilder,
} from './journal-builder.js';
import { score } from './score.js';

export const table = reference('Table');
export const newTable = reference('Table', { incarnation: 'costs/Table#2' });
export const lambda = reference('Function', { type: 'AWS::Lambda::Function' });
export const newLambda = reference('Function', {
  type: 'AWS::Lambda::Function',
  incarnation: 'costs/Function#2',
});
export const bucket = reference('Bucket', { type: 'AWS::S3::Bucket', stack: 'archive' });
export const backup = reference('Backup', { type: 'AWS::Backup::RecoveryPoint', stack: null });
export const key = reference('Key', { type: 'AWS::KMS::Key' });
export const data = { records: 1000, bytes: 2 * tebibyte };

export const start: readonly ResourceState[] = [there(table, { data }), there(lambda)];
export const place = { stack: 'costs', logicalId: 'Table' };

export function rebuild(...from: { stack: string; logicalId: string }[]): RecoveryWay {
  return {
    name: 'rebuild from the archive',
    kind: 'rebuild',
    from,
    minutes: 'rebuild',
    minutesPerTebibyte: 'load',
  };
}
export const restore: RecoveryWay = { name: 'restore the backup', kind: 'restore', minutes: 'restore' };
export const reset: RecoveryWay = { name: 'put the setting back', kind: 'reset', minutes: 'reset' };
export const undelete: RecoveryWay = { name: 'cancel the deletion', kind: 'undelete', minutes: 'cancel' };

export function withRules(...recoveries: RecoveryRule[]): ScoringRules {
  return rules({
    response: response({
      recoveries,
      parameters: {
        rebuild: parameter(50, 100, 200),
        load: { ...parameter(5, 10, 20), unit: 'minutes per TiB' },
        restore: parameter(20, 40, 80),
        cancel: parameter(1, 2, 3),
        reset: parameter(8, 15, 25),
      },
    }),
  });
}

export function steps(builder: JournalBuilder): readonly (readonly [string, number, number, boolean])[] {
  return score(builder.records()).impact.criticalPath.map(
    ({ name, startsAtSecond, endsAtSecond, critical }) =>
      [name, startsAtSecond / 60, endsAtSecond / 60, critical] as const,
  );
}

export function outageMinutes(builder: JournalBuilder, service = 'reports'): number | undefined {
  const seconds = score(builder.records()).impact.outageSeconds[service];
  return seconds === undefined ? undefined : seconds / 60;
}

/** The function and the table go at minute 5 and never come back by themselves. */
export function deleted(over: { rules: ScoringRules; start?: readonly ResourceState[] }): JournalBuilder {
  return journal(over.start ?? start, { rules: over.rules })
    .change(5, lambda, null)
    .change(5, table, null);
}
