import { expect } from 'chai';
import { configurationOf, provideResource } from './provided-resource.js';
import {
  backupType,
  clusterType,
  data,
  instanceType,
  metadata,
  rdsUnderTest,
  snapshotType,
  type RdsUnderTest,
} from './rds-under-test.js';

const { DBInstanceIdentifier: _identifier, MasterUserPassword: _password, ...settings } = metadata;
const properties = { ...settings, AllocatedStorage: '500', ManageMasterUserPassword: true };

describe('RDS in stacks', () => {
  let rds: RdsUnderTest;
  beforeEach(async () => {
    rds = await rdsUnderTest();
  });

  it('an instance has its settings and attributes, changes in place, and goes with its backups', () => {
    const instance = provideResource(rds.cloud, instanceType, properties);
    expect(instance.id).to.match(/^costs-member-[a-z2-7]{12}$/);
    const shown = rds.instance(instance.id);
    expect(shown.DBInstanceStatus).to.equal('available');
    expect(instance.attributes()).to.deep.include({
      DBInstanceArn: shown.DBInstanceArn,
      DbiResourceId: shown.DbiResourceId,
      'Endpoint.Address': shown.Endpoint?.Address,
      'Endpoint.Port': '5432',
      'MasterUserSecret.SecretArn': shown.MasterUserSecret?.SecretArn,
    });
    instance.update({
      ...properties,
      DBInstanceClass: 'db.r6g.xlarge',
      DeletionProtection: 'true',
      EnableCloudwatchLogsExports: ['postgresql'],
      Tags: [{ Key: 'team', Value: 'costs' }],
    });
    expect(rds.instance(instance.id)).to.deep.include({
      DBInstanceStatus: 'available',
      DBInstanceClass: 'db.r6g.xlarge',
      DeletionProtection: true,
      EnabledCloudwatchLogsExports: ['postgresql'],
      TagList: [{ Key: 'team', Value: 'costs' }],
    });
    instance.update({ ...properties, DBInstanceClass: 'db.r6g.xlarge' });
    expect(rds.instance(instance.id)).to.deep.include({
      DeletionProtection: false,
      EnabledCloudwatchLogsExports: [],
      TagList: [],
    });
    instance.remove();
    instance.remove();
    expect([...rds.cloud.inventory(instanceType), ...rds.cloud.inventory(backupType)]).to.be.empty;
  });

  it('an instance leaves a snapshot that is no member of the stack, and comes back from it', () => {
    const instance = provideResource(rds.cloud, instanceType, properties);
    rds.seed(instanceType, instance.id, data);
    instance.snapshot();
    instance.remove();
    const [snapshot] = rds.cloud.inventory(snapshotType);
    expect(snapshot?.resource.id).to.match(/^costs-snapshot-member-[a-z2-7]{12}$/);
    expect(snapshot?.resource.stack).to.equal(null);
    provideResource(rds.cloud, instanceType, { ...properties, DBSnapshotIdentifier: snapshot!.resource.id });
    expect(rds.cloud.inventory(instanceType)[0]?.observed.data).to.deep.equal(data);
  });

  it('groups have their members and cannot go while they are used', () => {
    const subnets = provideResource(rds.cloud, 'AWS::RDS::DBSubnetGroup', {
      DBSubnetGroupDescription: 'of costs',
      SubnetIds: ['subnet-a', 'subnet-b'],
    });
    const parameters = provideResource(
      rds.cloud,
      'AWS::RDS::DBParameterGroup',
      { Family: 'postgres17', Description: 'of costs', Parameters: { log_statement: 'all' } },
      'Parameters',
    );
    const group = { DBSubnetGroupName: subnets.id, DBParameterGroupName: parameters.id };
    const instance = provideResource(rds.cloud, instanceType, { ...properties, ...group }, 'Database');
    expect(rds.instance(instance.id).DBSubnetGroup?.Subnets).to.have.length(2);
    expect(() => {
      subnets.remove();
    }).to.throw(/because at least one database instance: .* is still using it/);
    expect(() => {
      parameters.remove();
    }).to.throw(/still members of this parameter group/);
    subnets.update({ DBSubnetGroupDescription: 'of costs', SubnetIds: ['subnet-a', 'subnet-c'] });
    parameters.update({
      Family: 'postgres17',
      Description: 'of costs',
      Parameters: { log_statement: 'none' },
    });
    expect(configurationOf(rds.cloud, 'AWS::RDS::DBSubnetGroup')['SubnetIds']).to.deep.equal([
      'subnet-a',
      'subnet-c',
    ]);
    expect(configurationOf(rds.cloud, 'AWS::RDS::DBParameterGroup')['Parameters']).to.deep.equal({
      log_statement: { value: 'none', method: 'pending-reboot' },
    });
    instance.remove();
    subnets.remove();
    parameters.remove();
    expect(rds.cloud.inventory('AWS::RDS::DBSubnetGroup')).to.be.empty;
  });

  it('a cluster of a template comes up with its instance, and by default leaves a snapshot', () => {
    const TemplateBody = JSON.stringify({
      Resources: {
        Cluster: {
          Type: clusterType,
          Properties: {
            Engine: 'aurora-mysql',
            MasterUsername: 'insights',
            ManageMasterUserPassword: true,
            ServerlessV2ScalingConfiguration: { MinCapacity: '0.5', MaxCapacity: 4 },
          },
        },
        Writer: {
          Type: instanceType,
          Properties: {
            Engine: 'aurora-mysql',
            DBInstanceClass: 'db.serverless',
            DBClusterIdentifier: { Ref: 'Cluster' },
          },
        },
      },
      Outputs: { Endpoint: { Value: { 'Fn::GetAtt': ['Cluster', 'Endpoint.Address'] } } },
    });
    rds.cloud.call('CloudFormation', 'CreateStack', { StackName: 'costs', TemplateBody });
    rds.cloud.advance(3600);
    const [state] = rds.cloud.inventory(clusterType);
    expect(state?.observed.serving).to.be.true;
    expect(rds.cluster(state!.resource.id)).to.deep.include({
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
    });
    rds.seed(clusterType, state!.resource.id, data);
    rds.cloud.call('CloudFormation', 'DeleteStack', { StackName: 'costs' });
    rds.cloud.advance(3600);
    expect([...rds.cloud.inventory(clusterType), ...rds.cloud.inventory(instanceType)]).to.be.empty;
    expect(rds.cloud.inventory('AWS::RDS::DBClusterSnapshot')[0]?.observed).to.deep.include({
      data,
      copyOf: state?.resource.incarnation,
    });
  });

  it('a protected instance makes the deletion of its stack fail', () => {
    const TemplateBody = JSON.stringify({
      Resources: {
        Database: {
          Type: instanceType,
          DeletionPolicy: 'Snapshot',
          Properties: { ...properties, DeletionProtection: true },
        },
      },
    });
    rds.cloud.call('CloudFormation', 'CreateStack', { StackName: 'costs', TemplateBody });
    rds.cloud.advance(3600);
    rds.cloud.call('CloudFormation', 'DeleteStack', { StackName: 'costs' });
    rds.cloud.advance(3600);
    const { Stacks } = rds.cloud.call<{ Stacks: { StackStatus: string }[] }>(
      'CloudFormation',
      'DescribeStacks',
      {
        StackName: 'costs',
      },
    );
    expect(Stacks[0]?.StackStatus).to.equal('DELETE_FAILED');
    expect(rds.cloud.inventory(instanceType)[0]?.observed.serving).to.be.true;
    expect(rds.cloud.inventory(snapshotType)).to.be.empty;
  });
});
