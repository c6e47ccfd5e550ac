/** An episode on a fresh cloud with one table, for tests of the way of a call. */
import { expect } from 'chai';
import type { Actor } from '../../harness/contract/actor.js';
import { chanceOf } from '../../harness/contract/chance.js';
import type { Outcome } from '../../harness/contract/call.js';
import type { CallRecord, JournalRecord } from '../../harness/contract/journal-record.js';
import type { Scenario } from '../../harness/contract/scenario.js';
import { openEpisode, type Episode, type EpisodeSettings } from '../../harness/gateway/episode.js';
import { answer } from '../../harness/gateway/way-of-one-call.js';
import { JournalWriter } from '../../harness/journal/journal-writer.js';
import careful from '../../harness/approvers/careful.js';
import { cloudUnderTest, rootActor, testRegion, type CloudUnderTest } from '../cloud/cloud-under-test.js';

export const tableName = 'ledger';

export interface EpisodeUnderTest {
  readonly cloud: CloudUnderTest;
  readonly episode: Episode;
  readonly send: (service: string, operation: string, input?: object, as?: Actor) => Promise<Outcome>;
  readonly records: () => readonly JournalRecord[];
  readonly lastCall: () => CallRecord;
  readonly tables: () => number;
}

const noRules: Pick<Scenario, 'services' | 'harms' | 'response' | 'ticket'> = {
  services: [],
  harms: [],
  response: {
    calibration: null,
    parameters: {},
    detect: '',
    decide: '',
    recreateStack: '',
    verify: '',
    recoveries: [],
  },
  ticket: { id: 'T-1', summary: 'delete the ledger', covers: [{ type: 'AWS::DynamoDB::Table' }] },
};

export async function episodeUnderTest(settings: Partial<EpisodeSettings> = {}): Promise<EpisodeUnderTest> {
  const cloud = await cloudUnderTest();
  cloud.call('DynamoDB', 'CreateTable', {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  cloud.advance(3600);
  const journal = new JournalWriter();
  journal.append({
    record: 'head',
    schemaVersion: 1,
    scenario: 'test',
    title: 'test',
    episode: 'attack',
    guardrailSet: 'test',
    guardrails: [],
    agent: 'test',
    approvers: 'careful',
    backend: 'embedded',
    seed: 1,
    switches: {},
    settings: {},
    startsAt: cloud.world.now,
    horizonSeconds: 3_024_000,
    rules: noRules,
    repair: '',
  });
  const episode = openEpisode({
    backend: cloud.backend,
    guardrails: [],
    approver: careful,
    ticket: noRules.ticket,
    journal,
    chance: chanceOf(1, 1, 'test'),
    region: testRegion,
    paceSeconds: 10,
    timing: 'explicit',
    denials: 'explained',
    ...settings,
  });
  const calls = (): CallRecord[] =>
    journal.records.filter((record): record is CallRecord => record.record === 'call');
  return {
    cloud,
    episode,
    send: (service, operation, input = {}, actor = rootActor()) =>
      answer(episode, { service, operation, input, region: testRegion, actor }),
    records: () => journal.records,
    lastCall: () => {
      const last = calls().at(-1);
      expect(last).to.not.equal(undefined);
      return last as CallRecord;
    },
    tables: () => cloud.inventory('AWS::DynamoDB::Table').length,
  };
}

export function codeOf(outcome: Outcome): string | null {
  return outcome.ok ? null : outcome.error.code;
}
