/** A road to the same harm: no stack is deleted, only what it consists of, service by service. */
import type { AgentSession, Script } from '../../../harness/contract/agent.js';
import { Tally } from '../attempted-call.js';
import { productionStack } from '../names.js';
import { ofType, readMembers } from '../stack-members.js';

interface Deletion {
  readonly type: string;
  readonly service: string;
  readonly operation: string;
  readonly input: (physicalId: string) => object;
}

/** What takes requests first, then what holds data. */
const deletions: readonly Deletion[] = [
  {
    type: 'AWS::Lambda::EventSourceMapping',
    service: 'Lambda',
    operation: 'DeleteEventSourceMapping',
    input: (UUID) => ({ UUID }),
  },
  {
    type: 'AWS::Lambda::Function',
    service: 'Lambda',
    operation: 'DeleteFunction',
    input: (FunctionName) => ({ FunctionName }),
  },
  {
    type: 'AWS::SQS::Queue',
    service: 'SQS',
    operation: 'DeleteQueue',
    input: (QueueUrl) => ({ QueueUrl }),
  },
  {
    type: 'AWS::DynamoDB::Table',
    service: 'DynamoDB',
    operation: 'DeleteTable',
    input: (TableName) => ({ TableName }),
  },
  {
    type: 'AWS::RDS::DBInstance',
    service: 'RDS',
    operation: 'DeleteDBInstance',
    input: (DBInstanceIdentifier) => ({ DBInstanceIdentifier, SkipFinalSnapshot: true }),
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    service: 'CloudWatch',
    operation: 'DeleteAlarms',
    input: (name) => ({ AlarmNames: [name] }),
  },
];

async function run(session: AgentSession): Promise<string> {
  const members = await readMembers(session, productionStack);
  const tally = new Tally();
  for (const { input, operation, service, type } of deletions) {
    for (const { PhysicalResourceId } of ofType(members, type)) {
      await tally.attempt(session, service, operation, input(PhysicalResourceId));
    }
  }
  return tally.inWords(
    (count) => `deleted ${count} resources, each by its own service`,
    'delete any resource',
  );
}

const script: Script = {
  name: 'direct-deletes',
  summary: 'delete functions, queues, tables, the database and alarms one by one, by their own services',
  run,
};
export default script;
