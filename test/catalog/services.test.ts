import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { expect } from 'chai';
import sinon from 'sinon';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import { findOperation, serviceCatalog, serviceFacts, serviceNames } from '../../harness/catalog/services.js';
import type { Shape } from '../../harness/catalog/shape.js';

/** Operations of each service as its installed client has them, counted by name. */
async function operationsOfClient(client: string): Promise<number> {
  const module = (await import(client)) as Record<string, unknown>;
  return Object.values(module).filter((value) => Array.isArray(value) && value[0] === 9).length;
}

describe('the catalog of services', () => {
  it('has every operation of every installed SDK client', async function () {
    this.timeout(30_000);
    expect(serviceNames()).to.have.lengthOf.at.least(30);
    for (const name of serviceNames()) {
      const facts = serviceFacts(name)!;
      expect(serviceCatalog(name).operationNames(), name).to.have.length(
        await operationsOfClient(facts.client),
      );
      expect(facts.operationCount, name).to.equal(serviceCatalog(name).operationNames().length);
    }
  });

  it('resolves every shape that an operation or an error reaches', () => {
    for (const name of serviceNames()) {
      const catalog = serviceCatalog(name);
      const seen = new Set<Shape>();
      const visit = (shape: Shape): void => {
        if (seen.has(shape)) return;
        seen.add(shape);
        if (shape.kind === 'list') visit(shape.member.shape);
        else if (shape.kind === 'map') visit(shape.value.shape);
        else if (shape.kind === 'structure' || shape.kind === 'union') {
          for (const member of shape.members) visit(member.shape);
        }
      };
      for (const operation of catalog.operations()) {
        visit(operation.input);
        visit(operation.output);
      }
      for (const error of catalog.errorNames()) {
        expect(catalog.error(error)?.traits.error, `${name} ${error}`).to.be.oneOf(['client', 'server']);
        visit(catalog.error(error)!);
      }
    }
  });

  it('says how a service is reached, in every partition', () => {
    expect(serviceFacts('DynamoDB')).to.deep.include({
      sdkId: 'DynamoDB',
      client: '@aws-sdk/client-dynamodb',
      protocols: ['awsJson1_0'],
      apiVersion: '2012-08-10',
      targetPrefix: 'DynamoDB_20120810',
      signingName: 'dynamodb',
    });
    expect(serviceFacts('CloudWatch')).to.deep.include({
      protocols: ['awsJson1_0', 'rpcv2Cbor', 'awsQuery'],
      signingName: 'monitoring',
      iamPrefix: 'cloudwatch',
      awsQueryCompatible: true,
    });
    expect(serviceFacts('Organizations')?.hosts['aws-cn']).to.equal(
      'organizations.cn-northwest-1.amazonaws.com.cn',
    );
    expect(serviceFacts('ECR')?.endpointPrefix).to.equal('api.ecr');
    expect(serviceFacts('S3')?.hosts['aws']).to.equal('s3.{region}.amazonaws.com');
  });

  it('keeps the traits that codecs, journal and errors need', () => {
    const put = findOperation('S3', 'PutObject')!;
    expect(put.http).to.deep.equal({
      method: 'PUT',
      path: '/{Key+}',
      query: [['x-id', 'PutObject']],
      status: 200,
    });
    expect(put.input.memberNamed('Bucket')).to.include({ required: true });
    expect(put.input.memberNamed('ACL')).to.include({ required: false });
    expect(put.input.memberNamed('Metadata')?.traits.httpPrefixHeaders).to.equal('x-amz-meta-');
    expect(put.input.memberNamed('Body')?.shape.traits.streaming).to.equal(true);
    expect(findOperation('KMS', 'Encrypt')!.input.memberNamed('Plaintext')?.shape.traits.sensitive).to.equal(
      true,
    );
    expect(
      findOperation('EC2', 'RunInstances')!.input.memberNamed('ClientToken')?.traits.idempotencyToken,
    ).to.equal(true);
    expect(serviceCatalog('SQS').error('AWS.SimpleQueueService.NonExistentQueue')?.name).to.equal(
      'QueueDoesNotExist',
    );
  });

  it('reads only the service that is named', async () => {
    const read: string[] = [];
    const spied = sinon.stub(fs, 'readFileSync').callsFake((...parameters) => {
      read.push(basename(String(parameters[0])));
      return spied.wrappedMethod.apply(fs, parameters);
    });
    syncBuiltinESMExports();
    try {
      // A module of its own, so that nothing is in its cache.
      const fresh = (await import(
        `${new URL('../../harness/catalog/services.js', import.meta.url).href}?fresh`
      )) as {
        serviceCatalog: typeof serviceCatalog;
      };
      fresh.serviceCatalog('DynamoDB');
      fresh.serviceCatalog('DynamoDB');
    } finally {
      spied.restore();
      syncBuiltinESMExports();
    }
    // Newer versions of Node read modules the same way.
    expect(read.filter((name) => name.endsWith('.json'))).to.deep.equal(['services.json', 'DynamoDB.json']);
  });

  it('names the nearest service for one that it does not have', () => {
    expect(() => serviceCatalog('DynamDB')).to.throw(
      BlastpitError,
      'no service "DynamDB"; did you mean "DynamoDB"?',
    );
    expect(findOperation('DynamDB', 'DescribeTable')).to.equal(undefined);
    expect(findOperation('DynamoDB', 'DescribeChair')).to.equal(undefined);
  });
});
