import type { ListChangeSetsCommandOutput } from '@aws-sdk/client-cloudformation';
import { expect } from 'chai';
import { credentialsActor } from '../../../harness/contract/actor.js';
import { matchesEffect } from '../../../harness/contract/pattern.js';
import { testAccount } from '../cloud-under-test.js';
import { expectError } from '../services/expect-error.js';
import {
  actions,
  changed,
  changeSetsUnderTest,
  shopTemplate,
  type ChangeSetsUnderTest,
} from './change-sets-under-test.js';

describe('change sets', () => {
  let test: ChangeSetsUnderTest;
  beforeEach(async () => {
    test = await changeSetsUnderTest();
    test.create(shopTemplate());
  });

  it('is worked out in a few seconds, and tells what would change', () => {
    const id = test.make({
      TemplateBody: shopTemplate({ topic: 'two', more: true, queue: false }),
      Description: 'why',
    });
    expect(id).to.match(/^arn:aws-cn:cloudformation:cn-north-1:123456789012:changeSet\/plan\/[0-9a-f-]{36}$/);
    expect(test.look()).to.include({ Status: 'CREATE_PENDING', ExecutionStatus: 'UNAVAILABLE' });
    test.advance(1);
    expect(test.look()).to.include({ Status: 'CREATE_IN_PROGRESS' });
    test.advance(10);
    const set = test.look(id, { StackName: undefined });
    expect(set).to.include({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      ChangeSetName: 'plan',
      StackName: 'shop',
      Description: 'why',
    });
    expect(actions(set)).to.deep.equal(['Remove Jobs', 'Add Log', 'Modify News False']);
    expect(changed(set, 'Jobs')).to.include({
      PolicyAction: 'Delete',
      PhysicalResourceId: test.physicalId('Jobs'),
      ResourceType: 'AWS::SQS::Queue',
    });
    expect(changed(set, 'News')).to.deep.equal({
      Action: 'Modify',
      LogicalResourceId: 'News',
      PhysicalResourceId: test.physicalId('News'),
      ResourceType: 'AWS::SNS::Topic',
      Replacement: 'False',
      Scope: ['Properties'],
      Details: [
        {
          Target: { Attribute: 'Properties', Name: 'DisplayName', RequiresRecreation: 'Never' },
          Evaluation: 'Static',
          ChangeSource: 'DirectModification',
        },
      ],
    });
  });

  it('is looked at by a poller without its beginning: the next look shows what came of it', () => {
    test.make({ TemplateBody: shopTemplate({ topic: 'two' }) });
    const request = { ChangeSetName: 'plan', StackName: 'shop' };
    const call = test.backend.understand(
      {
        service: 'CloudFormation',
        operation: 'DescribeChangeSet',
        input: request,
        region: 'cn-north-1',
        actor: credentialsActor(`arn:aws-cn:iam::${testAccount}:root`, 'AKIAROOTROOTROOTROOT'),
      },
      'c99',
    );
    test.advance((test.backend.pendingUntil(call)! - test.world.now) / 1000);
    expect(test.look()).to.include({ Status: 'CREATE_COMPLETE' });
    expect(test.backend.pendingUntil(call)).to.equal(null);
  });

  it('says what is replaced for certain, what perhaps, and why', () => {
    const set = test.made({
      TemplateBody: shopTemplate({ cidr: '10.1.0.0/16', key: 'number', retain: true }),
    });
    expect(actions(set)).to.deep.equal(['Modify Net True', 'Modify Orders True', 'Modify Sub Conditional']);
    expect(changed(set, 'Orders')).to.include({ PolicyAction: 'ReplaceAndRetain' });
    expect(changed(set, 'Net')).to.include({ PolicyAction: 'ReplaceAndDelete' });
    expect(changed(set, 'Sub').Details).to.deep.equal([
      {
        Target: { Attribute: 'Properties', Name: 'VpcId', RequiresRecreation: 'Always' },
        Evaluation: 'Dynamic',
        ChangeSource: 'ResourceReference',
        CausingEntity: 'Net',
      },
    ]);
  });

  it('names the parameter behind a change, beside the template', () => {
    const set = test.made({
      UsePreviousTemplate: true,
      Parameters: [{ ParameterKey: 'Name', ParameterValue: 'two' }],
    });
    expect(actions(set)).to.deep.equal(['Modify News False']);
    expect(changed(set, 'News').Details!.map(({ Target: _target, ...rest }) => rest)).to.deep.equal([
      { Evaluation: 'Static', ChangeSource: 'ParameterReference', CausingEntity: 'Name' },
      { Evaluation: 'Dynamic', ChangeSource: 'DirectModification' },
    ]);
    expect(set.Parameters).to.deep.equal([{ ParameterKey: 'Name', ParameterValue: 'two' }]);
    expect(test.cfn('GetTemplate', { ChangeSetName: 'plan' })).to.deep.include({
      TemplateBody: shopTemplate(),
    });
  });

  it('tells values before and after where they are asked for', () => {
    test.made({ TemplateBody: shopTemplate({ topic: 'two', cidr: '10.1.0.0/16' }) });
    const set = test.look('plan', { IncludePropertyValues: true });
    expect(changed(set, 'News').Details![0]!.Target).to.include({
      Path: '/Properties/DisplayName',
      BeforeValue: 'one',
      AfterValue: 'two',
      AttributeChangeType: 'Modify',
    });
    expect(changed(set, 'Sub').Details![0]!.Target).to.include({
      BeforeValue: test.physicalId('Net'),
      AfterValue: '{{changeSet:KNOWN_AFTER_APPLY}}',
    });
    expect(JSON.parse(changed(set, 'News').BeforeContext!)).to.deep.equal({
      Properties: { DisplayName: 'one' },
    });
  });

  it('shows tags of the stack as tags of its resources', () => {
    const set = test.made({ UsePreviousTemplate: true, Tags: [{ Key: 'team', Value: 'shop' }] });
    expect(changed(set, 'News')).to.deep.include({ Scope: ['Tags'], Replacement: 'False' });
    expect(set.Tags).to.deep.equal([{ Key: 'team', Value: 'shop' }]);
  });

  it('fails where nothing would change', () => {
    const set = test.made({ UsePreviousTemplate: true });
    expect(set).to.include({
      Status: 'FAILED',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
      ExecutionStatus: 'UNAVAILABLE',
    });
    expectError(
      test.errorOf('CloudFormation', 'ExecuteChangeSet', { StackName: 'shop', ChangeSetName: 'plan' }),
      'InvalidChangeSetStatus',
      `ChangeSet [${set.ChangeSetId}] cannot be executed in its current status of [FAILED]`,
    );
  });

  it('goes on where only an output would change', () => {
    const set = test.made({ TemplateBody: shopTemplate({ note: 'some' }) });
    expect(set).to.deep.include({ Status: 'CREATE_COMPLETE', Changes: [] });
    test.execute();
    expect(test.stack().Outputs![0]!.OutputValue).to.equal('some');
  });

  it('changes nothing but the plan itself, which belongs to no stack', () => {
    const before = JSON.stringify(test.inventory());
    const { effects } = test.preview('CloudFormation', 'CreateChangeSet', {
      StackName: 'shop',
      ChangeSetName: 'plan',
      TemplateBody: shopTemplate({ key: 'number', queue: false }),
    });
    expect(effects.map(({ kind, resource }) => [kind, resource.type, resource.stack])).to.deep.equal([
      ['create', 'AWS::CloudFormation::ChangeSet', null],
    ]);
    expect(effects.some((effect) => matchesEffect({ stack: 'shop' }, effect))).to.equal(false);
    test.made({ TemplateBody: shopTemplate({ key: 'number', queue: false }) });
    test.cfn('DeleteChangeSet', { ChangeSetName: 'plan' });
    test.advance(3600);
    expect(JSON.stringify(test.inventory())).to.equal(before);
  });

  it('takes a name once, unless the same call comes again', () => {
    const wish = { TemplateBody: shopTemplate({ topic: 'two' }), ClientToken: 'one' };
    const id = test.make(wish);
    expect(test.make(wish)).to.equal(id);
    const again = {
      StackName: 'shop',
      ChangeSetName: 'plan',
      TemplateBody: shopTemplate({ topic: 'three' }),
    };
    expectError(
      test.errorOf('CloudFormation', 'CreateChangeSet', again),
      'AlreadyExistsException',
      'ChangeSet plan already exists',
    );
  });

  it('refuses what cannot be planned', () => {
    const wish = { StackName: 'shop', ChangeSetName: 'plan', TemplateBody: shopTemplate({ topic: 'two' }) };
    const wrong = (further: object, code: string, message: string | RegExp): void => {
      expectError(test.errorOf('CloudFormation', 'CreateChangeSet', { ...wish, ...further }), code, message);
    };
    wrong({ StackName: 'nope' }, 'ValidationError', 'Stack [nope] does not exist');
    wrong(
      { ChangeSetType: 'CREATE' },
      'ValidationError',
      'Stack [shop] already exists and cannot be created again with the changeSet [plan].',
    );
    wrong({ ChangeSetName: '1 plan' }, 'ValidationError', /'changeSetName' failed to satisfy constraint/);
    wrong({ TemplateBody: 'Resources: {}' }, 'ValidationError', /At least one Resources member/);
    wrong(
      { TemplateBody: "Resources: { U: { Type: 'AWS::IAM::User' } }" },
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_IAM]',
    );
    expect(
      test.errorOf('CloudFormation', 'CreateChangeSet', { ...wish, ChangeSetType: 'IMPORT' }).origin,
    ).to.equal('unsupported');
    expect(test.cfn('ListChangeSets')).to.deep.equal({ Summaries: [] });
    for (const operation of ['DescribeChangeSet', 'ExecuteChangeSet']) {
      expectError(
        test.errorOf('CloudFormation', operation, { StackName: 'shop', ChangeSetName: 'none' }),
        'ChangeSetNotFound',
        'ChangeSet [none] does not exist',
      );
    }
  });

  it('covers what NoEcho parameters went into', () => {
    const secret = (value: string): string =>
      `Parameters: { Word: { Type: String, NoEcho: true, Default: ${value} } }
Resources: { News: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: !Ref Word } } }`;
    test.cfn('CreateStack', { StackName: 'quiet', TemplateBody: secret('hunter2') });
    test.advance(600);
    test.cfn('CreateChangeSet', {
      StackName: 'quiet',
      ChangeSetName: 'plan',
      TemplateBody: secret('hunter3'),
    });
    test.advance(30);
    const set = test.look('plan', { StackName: 'quiet', IncludePropertyValues: true });
    expect(actions(set)).to.deep.equal(['Modify News False']);
    expect(JSON.stringify(set)).not.to.match(/hunter/);
    expect(changed(set, 'News').Details![0]!.Target).to.include({
      BeforeValue: '****',
      AfterValue: '****',
    });
  });

  it('pile up to a limit, also where they fail', () => {
    for (let index = 0; index < 1000; index += 1) test.made({ UsePreviousTemplate: true }, `p${index}`);
    const another = { StackName: 'shop', ChangeSetName: 'plan', UsePreviousTemplate: true };
    expectError(
      test.errorOf('CloudFormation', 'CreateChangeSet', another),
      'LimitExceededException',
      /^ChangeSet limit exceeded for stack arn:/,
    );
    const pages: number[] = [];
    for (let NextToken: string | undefined; ;) {
      const page = test.cfn('ListChangeSets', { NextToken }) as unknown as ListChangeSetsCommandOutput;
      pages.push(page.Summaries!.length);
      NextToken = page.NextToken;
      if (NextToken === undefined) break;
    }
    expect(pages).to.deep.equal(Array.from({ length: 10 }, () => 100));
  });

  it('name a stack inside the stack, which is looked through only when it is updated', () => {
    test.call('S3', 'CreateBucket', {
      Bucket: 'templates',
      CreateBucketConfiguration: { LocationConstraint: 'cn-north-1' },
    });
    const inner = "Resources: { News: { Type: 'AWS::SNS::Topic' } }";
    test.call('S3', 'PutObject', { Bucket: 'templates', Key: 'inner.yaml', Body: Buffer.from(inner) });
    const url = 'https://templates.s3.cn-north-1.amazonaws.com.cn/inner.yaml';
    const outer = `Resources: { Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: '${url}' } } }`;
    test.cfn('CreateStack', { StackName: 'outer', TemplateBody: outer });
    test.advance(3600);
    const plan = { StackName: 'outer', ChangeSetName: 'plan', TemplateBody: outer };
    expect(
      test.errorOf('CloudFormation', 'CreateChangeSet', { ...plan, IncludeNestedStacks: true }).origin,
    ).to.equal('unsupported');
    test.cfn('CreateChangeSet', plan);
    test.advance(30);
    const set = test.look('plan', { StackName: 'outer' });
    expect(actions(set)).to.deep.equal(['Modify Inner False']);
    expect(changed(set, 'Inner').Details![0]).to.include({
      ChangeSource: 'Automatic',
      Evaluation: 'Dynamic',
    });
    test.execute('plan', { StackName: 'outer' });
    expect(test.stack('outer').StackStatus).to.equal('UPDATE_COMPLETE');
  });
});
