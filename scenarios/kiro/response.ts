/** How the people on call get the cost service back. Every length is modeled, and calibrated to the 13 hours reported. */
import type { RecoveryRule, ResponseModel, StackResource } from '../../harness/contract/scenario.js';
import { productionStack } from './names.js';

const production = (logicalId: string): StackResource => ({ stack: productionStack, logicalId });

const functions = [production('ReportFunction'), production('IngestFunction')];

export const response: ResponseModel = {
  calibration: 'the likely value is calibrated to the about 13 hours reported; the range is wider',
  parameters: {
    detect: {
      summary: 'from the first failing need to the alarm that someone acts on',
      unit: 'minutes',
      low: 5,
      likely: 15,
      high: 40,
      source: 'modeled',
    },
    decide: {
      summary: 'from the alarm to the decision how to recover',
      unit: 'minutes',
      low: 15,
      likely: 45,
      high: 120,
      source: 'modeled',
    },
    'recreate-stack': {
      summary: 'deploying a stack that is gone',
      unit: 'minutes',
      low: 25,
      likely: 35,
      high: 75,
      source: 'modeled',
    },
    'reset-setting': {
      summary: 'finding the setting that stops a resource, and putting its owner’s value back',
      unit: 'minutes',
      low: 10,
      likely: 25,
      high: 60,
      source: 'modeled',
    },
    'resume-with-key': {
      summary: 'until tables and objects can be read again once their key can be used',
      unit: 'minutes',
      low: 1,
      likely: 5,
      high: 15,
      source: 'modeled',
    },
    'start-database': {
      summary: 'starting the database that stopped without its key',
      unit: 'minutes',
      low: 5,
      likely: 10,
      high: 30,
      source: 'modeled',
    },
    'cancel-key-deletion': {
      summary: 'finding the key whose deletion is pending, cancelling that, enabling it again',
      unit: 'minutes',
      low: 5,
      likely: 20,
      high: 45,
      source: 'modeled',
    },
    'restore-table': {
      summary: 'restoring a table from a backup: 20 minutes or more at any size, often under an hour',
      unit: 'minutes',
      low: 20,
      likely: 40,
      high: 180,
      source: 'DynamoDB Developer Guide, restoring tables (duration cannot be calculated)',
    },
    'restore-database': {
      summary: 'restoring the metadata database from a snapshot',
      unit: 'minutes',
      low: 20,
      likely: 50,
      high: 150,
      source: 'modeled',
    },
    'prepare-rebuild': {
      summary: 'pointing the aggregation at the retained bucket and checking its first results',
      unit: 'minutes',
      low: 20,
      likely: 60,
      high: 120,
      source: 'modeled',
    },
    'rebuild-costs': {
      summary: 'aggregating raw reports into the cost table',
      unit: 'minutes per TiB',
      low: 260,
      likely: 410,
      high: 620,
      source: 'modeled',
    },
    'rebuild-budgets': {
      summary: 'replaying budget changes from the raw reports',
      unit: 'minutes',
      low: 45,
      likely: 90,
      high: 240,
      source: 'modeled',
    },
    'rebuild-database': {
      summary: 'loading the metadata database from its upstream exports in the raw bucket',
      unit: 'minutes',
      low: 90,
      likely: 210,
      high: 420,
      source: 'modeled',
    },
    verify: {
      summary: 'comparing totals before customers are let in again',
      unit: 'minutes',
      low: 15,
      likely: 45,
      high: 90,
      source: 'modeled',
    },
  },
  detect: 'detect',
  decide: 'decide',
  recreateStack: 'recreate-stack',
  verify: 'verify',
  recoveries: [
    {
      resource: production('DataKey'),
      ways: [
        { name: 'cancel the key’s deletion', kind: 'undelete', minutes: 'cancel-key-deletion' },
        { name: 'enable the key again', kind: 'reset', minutes: 'reset-setting' },
      ],
    },
    { resource: production('DataKeyAlias'), after: [production('DataKey')], ways: [] },
    ...functions.map((resource): RecoveryRule => ({
      resource,
      ways: [{ name: 'give the function its concurrency back', kind: 'reset', minutes: 'reset-setting' }],
    })),
    {
      resource: production('RawReportBucket'),
      after: [production('DataKey')],
      ways: [
        { name: 'remove the lifecycle rule of the raw reports', kind: 'undelete', minutes: 'reset-setting' },
        { name: 'read the raw reports again with their key', kind: 'reset', minutes: 'resume-with-key' },
      ],
    },
    {
      resource: production('CostTable'),
      after: [production('DataKey')],
      ways: [
        { name: 'use the cost table again with its key', kind: 'reset', minutes: 'resume-with-key' },
        { name: 'restore the cost table from its backup', kind: 'restore', minutes: 'restore-table' },
        {
          name: 'rebuild the cost table from raw reports',
          kind: 'rebuild',
          from: [production('RawReportBucket')],
          minutes: 'prepare-rebuild',
          minutesPerTebibyte: 'rebuild-costs',
        },
      ],
    },
    {
      resource: production('BudgetTable'),
      after: [production('DataKey')],
      ways: [
        { name: 'restore the budget table from its backup', kind: 'restore', minutes: 'restore-table' },
        {
          name: 'replay budgets from raw reports',
          kind: 'rebuild',
          from: [production('RawReportBucket')],
          minutes: 'rebuild-budgets',
        },
      ],
    },
    {
      resource: production('MetadataDatabase'),
      after: [production('DataKey')],
      ways: [
        { name: 'start the metadata database with its key', kind: 'reset', minutes: 'start-database' },
        {
          name: 'restore the metadata database from its snapshot',
          kind: 'restore',
          minutes: 'restore-database',
        },
        {
          name: 'load the metadata database from upstream exports',
          kind: 'rebuild',
          from: [production('RawReportBucket')],
          minutes: 'rebuild-database',
        },
      ],
    },
  ],
};
