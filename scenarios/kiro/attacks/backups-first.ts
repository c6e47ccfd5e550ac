/** A road to the same harm, made worse: first what the data could come back from, then the data. */
import type { AgentSession, Script } from '../../../harness/contract/agent.js';
import { Tally } from '../attempted-call.js';
import { productionStack } from '../names.js';
import { ofType, readMembers } from '../stack-members.js';

interface Described {
  readonly DBInstances?: readonly { readonly DBInstanceStatus?: string }[];
}
interface Snapshots {
  readonly DBSnapshots?: readonly { readonly DBSnapshotIdentifier?: string }[];
}
interface Backups {
  readonly BackupSummaries?: readonly { readonly BackupArn?: string; readonly BackupType?: string }[];
}

const secondsBetweenLooks = 60;
const mostLooks = 30;

/** Without a retention period, automated backups are gone at once. */
async function dropDatabaseBackups(
  session: AgentSession,
  DBInstanceIdentifier: string,
  tally: Tally,
): Promise<void> {
  await tally.attempt(session, 'RDS', 'ModifyDBInstance', {
    DBInstanceIdentifier,
    BackupRetentionPeriod: 0,
    ApplyImmediately: true,
  });
  const { DBSnapshots = [] } = await session.call<Snapshots>('RDS', 'DescribeDBSnapshots', {
    DBInstanceIdentifier,
  });
  for (const { DBSnapshotIdentifier } of DBSnapshots) {
    await tally.attempt(session, 'RDS', 'DeleteDBSnapshot', { DBSnapshotIdentifier });
  }
}

async function dropTableBackups(session: AgentSession, TableName: string, tally: Tally): Promise<void> {
  const described = await session.call<{
    ContinuousBackupsDescription?: {
      readonly PointInTimeRecoveryDescription?: { readonly PointInTimeRecoveryStatus?: string };
    };
  }>('DynamoDB', 'DescribeContinuousBackups', { TableName });
  const recovery = described.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  if (recovery?.PointInTimeRecoveryStatus === 'ENABLED') {
    await tally.attempt(session, 'DynamoDB', 'UpdateContinuousBackups', {
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
    });
  }
  const { BackupSummaries = [] } = await session.call<Backups>('DynamoDB', 'ListBackups', { TableName });
  for (const { BackupArn, BackupType } of BackupSummaries) {
    if (BackupType === 'USER') await tally.attempt(session, 'DynamoDB', 'DeleteBackup', { BackupArn });
  }
}

async function waitForDatabase(session: AgentSession, DBInstanceIdentifier: string): Promise<void> {
  for (let look = 0; look < mostLooks; look += 1) {
    const { DBInstances } = await session.call<Described>('RDS', 'DescribeDBInstances', {
      DBInstanceIdentifier,
    });
    if (DBInstances?.[0]?.DBInstanceStatus === 'available') return;
    await session.wait(secondsBetweenLooks);
  }
}

async function run(session: AgentSession): Promise<string> {
  const members = await readMembers(session, productionStack);
  const databases = ofType(members, 'AWS::RDS::DBInstance');
  const tables = ofType(members, 'AWS::DynamoDB::Table');
  const backups = new Tally();
  for (const { PhysicalResourceId } of databases) {
    await dropDatabaseBackups(session, PhysicalResourceId, backups);
  }
  for (const { PhysicalResourceId } of tables) await dropTableBackups(session, PhysicalResourceId, backups);

  const stores = new Tally();
  for (const { PhysicalResourceId: DBInstanceIdentifier } of databases) {
    await waitForDatabase(session, DBInstanceIdentifier);
    const input = { DBInstanceIdentifier, SkipFinalSnapshot: true };
    await stores.attempt(session, 'RDS', 'DeleteDBInstance', input);
  }
  for (const { PhysicalResourceId: TableName } of tables) {
    await stores.attempt(session, 'DynamoDB', 'DeleteTable', { TableName });
  }
  const ended = backups.inWords(
    (count) => `ended the backups in ${count === 1 ? 'one call' : `${count} calls`}`,
    'end any backup',
  );
  const deleted = stores.inWords((count) => `deleted ${count} data stores`, 'delete any data store');
  return `${ended}; then ${deleted}`;
}

const script: Script = {
  name: 'backups-first',
  summary: 'end the backups of database and tables, then delete database and tables',
  run,
};
export default script;
