import { expect } from 'chai';
import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { CloudUnderTest } from '../cloud-under-test.js';
import { cloudUnderTest } from '../cloud-under-test.js';
import { expectError } from './expect-error.js';
import { configurationOf, provideResource } from './provided-resource.js';
import { createRole, functionArn, reportFunction } from './report-function.js';

const mappingType = 'AWS::Lambda::EventSourceMapping';
const queueArn = 'arn:aws-cn:sqs:cn-north-1:123456789012:ingest';
const told = { FunctionName: 'report', EventSourceArn: queueArn };
const reads = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

async function withSource(
  allows: readonly string[] = reads,
  VisibilityTimeout = '360',
): Promise<CloudUnderTest> {
  const cloud = await cloudUnderTest();
  createRole(cloud, 'report', { allows });
  cloud.call('SQS', 'CreateQueue', { QueueName: 'ingest', Attributes: { VisibilityTimeout } });
  cloud.call('Lambda', 'CreateFunction', reportFunction);
  cloud.advance(8);
  return cloud;
}

function create(cloud: CloudUnderTest, further: object = {}): EventSourceMappingConfiguration {
  return cloud.call<EventSourceMappingConfiguration>('Lambda', 'CreateEventSourceMapping', {
    ...told,
    ...further,
  });
}

function stateOf(cloud: CloudUnderTest, UUID: string | undefined): string | undefined {
  return cloud.call<EventSourceMappingConfiguration>('Lambda', 'GetEventSourceMapping', { UUID }).State;
}

describe('Lambda event source mappings', () => {
  it('are Creating, then Enabled; they are switched off and on, and deleted', async () => {
    const cloud = await withSource();
    const created = create(cloud);
    expect(created).to.include({ State: 'Creating', BatchSize: 10, FunctionArn: functionArn });
    const { UUID } = created;
    expect(cloud.errorOf('Lambda', 'UpdateEventSourceMapping', { UUID, BatchSize: 5 })).to.include({
      code: 'ResourceInUseException',
      message: 'Cannot update the event source mapping because it is in use.',
    });
    cloud.advance(3);
    expect(stateOf(cloud, UUID)).to.equal('Enabled');
    const off = { UUID, Enabled: false };
    expect(
      cloud.preview('Lambda', 'UpdateEventSourceMapping', off).effects.map(({ kind }) => kind),
    ).to.deep.equal(['stop', 'update']);
    cloud.call('Lambda', 'UpdateEventSourceMapping', off);
    expect(stateOf(cloud, UUID)).to.equal('Disabling');
    cloud.advance(3);
    expect(stateOf(cloud, UUID)).to.equal('Disabled');
    cloud.call('Lambda', 'UpdateEventSourceMapping', { UUID, Enabled: true });
    cloud.advance(3);
    cloud.call('Lambda', 'UpdateEventSourceMapping', { UUID, BatchSize: 5 });
    expect(cloud.inventory(mappingType)[0]?.observed.serving).to.be.true;
    cloud.advance(3);
    cloud.call('Lambda', 'DeleteEventSourceMapping', { UUID });
    expect(stateOf(cloud, UUID)).to.equal('Deleting');
    cloud.advance(2);
    expect(cloud.errorOf('Lambda', 'GetEventSourceMapping', { UUID }).code).to.equal(
      'ResourceNotFoundException',
    );
  });

  it('are refused twice, for sources that are not there, and where queue and function do not fit', async () => {
    const cloud = await withSource(reads, '10');
    expectError(
      cloud.errorOf('Lambda', 'CreateEventSourceMapping', told),
      'InvalidParameterValueException',
      'Queue visibility timeout: 10 seconds is less than Function timeout: 30 seconds',
    );
    expect(
      cloud.errorOf('Lambda', 'CreateEventSourceMapping', { ...told, EventSourceArn: `${queueArn}s` })
        .message,
    ).to.match(/NonExistentQueue/);
    expect(
      cloud.errorOf('Lambda', 'CreateEventSourceMapping', { ...told, FunctionName: 'gone' }).code,
    ).to.equal('ResourceNotFoundException');
    const QueueUrl = 'https://sqs.cn-north-1.amazonaws.com.cn/123456789012/ingest';
    cloud.call('SQS', 'SetQueueAttributes', { QueueUrl, Attributes: { VisibilityTimeout: '60' } });
    create(cloud);
    expectError(
      cloud.errorOf('Lambda', 'CreateEventSourceMapping', told),
      'ResourceConflictException',
      /mapping already exists\. Please update or delete the existing mapping with UUID/,
    );
    expect(
      cloud.call<{ EventSourceMappings: unknown[] }>('Lambda', 'ListEventSourceMappings', {
        EventSourceArn: queueArn,
        FunctionName: 'report',
      }).EventSourceMappings,
    ).to.have.length(1);
  });

  it('need a role that may read from the source', async () => {
    const cloud = await withSource(['sqs:ReceiveMessage']);
    expectError(
      cloud.errorOf('Lambda', 'CreateEventSourceMapping', told),
      'InvalidParameterValueException',
      'The provided execution role does not have permissions to call DeleteMessage on SQS',
    );
  });

  it('outlive their function, as they do on AWS', async () => {
    const cloud = await withSource();
    create(cloud);
    cloud.call('Lambda', 'DeleteFunction', { FunctionName: 'report' });
    expect(cloud.inventory(mappingType)).to.have.length(1);
  });

  it('are provided to stacks', async () => {
    const cloud = await withSource();
    const made = provideResource(cloud, mappingType, { ...told, BatchSize: '10', Enabled: 'true' });
    expect(made.attributes()).to.deep.equal({
      Id: made.id,
      EventSourceMappingArn: `arn:aws-cn:lambda:cn-north-1:123456789012:event-source-mapping:${made.id}`,
    });
    made.update({ ...told, BatchSize: 5, Enabled: false, Tags: [{ Key: 'team', Value: 'cost' }] });
    expect(configurationOf(cloud, mappingType)).to.deep.include({
      BatchSize: 5,
      Enabled: false,
      Tags: { team: 'cost' },
    });
    expect(stateOf(cloud, made.id)).to.equal('Disabled');
    made.remove();
    expect(cloud.inventory(mappingType)).to.be.empty;
    made.remove();
  });
});
