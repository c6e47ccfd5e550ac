import type {
  DescribeChangeSetCommandOutput,
  ListChangeSetsCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { expect } from 'chai';
import fc from 'fast-check';
import { credentialsActor, type Actor } from '../../../harness/contract/actor.js';
import type { Effect } from '../../../harness/contract/effect.js';
import type { ResourceState } from '../../../harness/contract/resource.js';
import { testAccount } from '../cloud-under-test.js';
import { expectError } from '../services/expect-error.js';
import {
  actions,
  changeSetsUnderTest,
  shopTemplate,
  type ChangeSetsUnderTest,
} from './change-sets-under-test.js';
import { stackUnderTest } from './stack-under-test.js';

describe('executing a change set', () => {
  let test: ChangeSetsUnderTest;
  beforeEach(async () => {
    test = await changeSetsUnderTest();
  });

  describe('of a stack that stands', () => {
    beforeEach(() => {
      test.create(shopTemplate());
    });

    it('does what it says, and the stack remembers by what', () => {
      const id = test.make({ TemplateBody: shopTemplate({ topic: 'two', queue: false }) });
      test.advance(30);
      test.cfn('ExecuteChangeSet', { ChangeSetName: 'plan', ClientRequestToken: 'go' });
      expect(test.look()).to.include({ ExecutionStatus: 'EXECUTE_IN_PROGRESS' });
      // The same call again is the same execution.
      test.cfn('ExecuteChangeSet', { ChangeSetName: 'plan', ClientRequestToken: 'go' });
      test.advance(3600);
      expect(test.look()).to.include({ ExecutionStatus: 'EXECUTE_COMPLETE' });
      expect(test.stack()).to.include({ StackStatus: 'UPDATE_COMPLETE', ChangeSetId: id });
      expect(test.story()[0]).to.equal('shop UPDATE_IN_PROGRESS User Initiated');
      expect(test.inventory('AWS::SQS::Queue')).to.have.length(0);
      expectError(
        test.errorOf('CloudFormation', 'ExecuteChangeSet', { StackName: 'shop', ChangeSetName: 'plan' }),
        'InvalidChangeSetStatus',
        `ChangeSet [${id}] cannot be executed in its current execution status of [EXECUTE_COMPLETE]`,
      );
    });

    it('goes with the others of its stack when one is executed, and with the stack', () => {
      test.make({ TemplateBody: shopTemplate({ topic: 'two' }) }, 'a');
      test.make({ TemplateBody: shopTemplate({ topic: 'three' }) }, 'b');
      test.advance(30);
      const { Summaries } = test.cfn('ListChangeSets') as unknown as ListChangeSetsCommandOutput;
      expect(
        Summaries!.map(({ ChangeSetName, ExecutionStatus }) => [ChangeSetName, ExecutionStatus]),
      ).to.deep.equal([
        ['a', 'AVAILABLE'],
        ['b', 'AVAILABLE'],
      ]);
      test.execute('b');
      expect(test.inventory('AWS::CloudFormation::ChangeSet')).to.have.length(1);
      expect(
        test.errorOf('CloudFormation', 'DescribeChangeSet', { StackName: 'shop', ChangeSetName: 'a' }).code,
      ).to.equal('ChangeSetNotFound');
      test.remove();
      expect(test.inventory('AWS::CloudFormation::ChangeSet')).to.have.length(0);
    });

    it('is obsolete once the stack was updated otherwise', () => {
      const id = test.make({ TemplateBody: shopTemplate({ topic: 'two' }) });
      test.advance(30);
      test.update(shopTemplate({ topic: 'other' }));
      expect(test.look()).to.include({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'OBSOLETE' });
      expectError(
        test.errorOf('CloudFormation', 'ExecuteChangeSet', { StackName: 'shop', ChangeSetName: 'plan' }),
        'InvalidChangeSetStatus',
        `ChangeSet [${id}] cannot be executed in its current execution status of [OBSOLETE]`,
      );
    });

    it('stands under the stack policy when it is executed', () => {
      const Deny = {
        Effect: 'Deny',
        Principal: '*',
        Action: 'Update:Replace',
        Resource: 'LogicalResourceId/Orders',
      };
      const Allow = { Effect: 'Allow', Principal: '*', Action: 'Update:*', Resource: '*' };
      test.cfn('SetStackPolicy', { StackPolicyBody: JSON.stringify({ Statement: [Allow, Deny] }) });
      expect(test.made({ TemplateBody: shopTemplate({ key: 'number' }) })).to.include({
        ExecutionStatus: 'AVAILABLE',
      });
      const before = test.physicalId('Orders');
      test.execute();
      expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
      expect(test.look()).to.include({ ExecutionStatus: 'EXECUTE_FAILED' });
      expect(test.physicalId('Orders')).to.equal(before);
      expect(test.story().some((line) => line.includes('Action denied by stack policy'))).to.equal(true);
    });

    it('leaves a failed update where it is if that is asked for', () => {
      const broken = shopTemplate({ more: true }).replace(
        "'AWS::Logs::LogGroup' }",
        "'AWS::SQS::Queue', Properties: { RedrivePolicy: { maxReceiveCount: 'many' } } }",
      );
      test.made({ TemplateBody: broken });
      test.execute('plan', { DisableRollback: true });
      expect(test.stack().StackStatus).to.equal('UPDATE_FAILED');
    });
  });

  describe('of a stack that is to be', () => {
    const wish = { ChangeSetType: 'CREATE', TemplateBody: shopTemplate() };

    it('leaves a stack in review, which waits for it', () => {
      const set = test.made(wish);
      expect(actions(set)).to.deep.equal(['Add Jobs', 'Add Net', 'Add News', 'Add Orders', 'Add Sub']);
      expect(test.stack()).to.include({ StackStatus: 'REVIEW_IN_PROGRESS', StackId: set.StackId });
      expect(test.members()).to.have.length(0);
      expect(test.inventory('AWS::DynamoDB::Table')).to.have.length(0);
      expect(
        test.errorOf('CloudFormation', 'UpdateStack', { StackName: 'shop', TemplateBody: shopTemplate() })
          .message,
      ).to.match(/is in REVIEW_IN_PROGRESS state and can not be updated\./);
      test.made({ ...wish, TemplateBody: shopTemplate({ queue: false }) }, 'second');
      test.execute('second');
      expect(test.stack()).to.include({ StackStatus: 'CREATE_COMPLETE', StackId: set.StackId });
      expect(test.members().map(({ LogicalResourceId }) => LogicalResourceId)).to.deep.equal([
        'Net',
        'News',
        'Orders',
        'Sub',
      ]);
      expect(test.story(String(set.StackId))).to.include('shop CREATE_IN_PROGRESS User Initiated');
    });

    it('can be thrown away with its stack', () => {
      test.made(wish);
      test.remove();
      expect(test.inventory()).to.have.length(0);
    });

    it('deletes what it could not create where that was said', () => {
      const broken = "Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 99999 } } }";
      const set = test.made({ ChangeSetType: 'CREATE', TemplateBody: broken, OnStackFailure: 'DELETE' });
      test.execute();
      expect(test.stack(String(set.StackId)).StackStatus).to.equal('DELETE_COMPLETE');
      expect(test.inventory()).to.have.length(0);
    });
  });

  describe('before IAM', () => {
    const allow = (statements: object[]): Actor => {
      test.call('IAM', 'CreateUser', { UserName: 'ana' });
      test.call('IAM', 'PutUserPolicy', {
        UserName: 'ana',
        PolicyName: 'own',
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      });
      return credentialsActor(`arn:aws-cn:iam::${testAccount}:user/ana`, 'AKIAANAANAANAANAANAA');
    };

    it('is known by its name', () => {
      test.create(shopTemplate());
      const ana = allow([
        {
          Effect: 'Allow',
          Action: 'cloudformation:*ChangeSet',
          Resource: '*',
          Condition: { StringLike: { 'cloudformation:ChangeSetName': 'ana-*' } },
        },
      ]);
      const plan = (ChangeSetName: string): object => ({
        StackName: 'shop',
        ChangeSetName,
        TemplateBody: shopTemplate({ topic: 'two' }),
      });
      test.call('CloudFormation', 'CreateChangeSet', plan('ana-1'), ana);
      expectError(
        test.errorOf('CloudFormation', 'CreateChangeSet', plan('plan'), ana),
        'AccessDenied',
        /not authorized to perform: cloudformation:CreateChangeSet on resource: .*stack\/shop\//,
        'authorisation',
      );
    });

    it('needs the right to pass the role it is to be executed with, and executes as that role', () => {
      test.create(shopTemplate());
      test.call('IAM', 'CreateRole', {
        RoleName: 'deploy',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'cloudformation.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      });
      const RoleARN = `arn:aws-cn:iam::${testAccount}:role/deploy`;
      const ana = allow([{ Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' }]);
      const plan = {
        StackName: 'shop',
        ChangeSetName: 'plan',
        TemplateBody: shopTemplate({ queue: false }),
        RoleARN,
      };
      expectError(
        test.errorOf('CloudFormation', 'CreateChangeSet', plan, ana),
        'AccessDenied',
        /iam:PassRole on resource: .*role\/deploy/,
        'authorisation',
      );
      test.call('CloudFormation', 'CreateChangeSet', plan);
      test.advance(30);
      // The role has no permissions: what it is to delete stays.
      test.call('CloudFormation', 'ExecuteChangeSet', { StackName: 'shop', ChangeSetName: 'plan' }, ana);
      test.advance(3600);
      expect(test.stack().RoleARN).to.equal(RoleARN);
      expect(test.inventory('AWS::SQS::Queue')).to.have.length(1);
    });
  });

  describe('beside the update that they stand for', () => {
    const wishes = fc.record({
      name: fc.constantFrom('one', 'two'),
      cidr: fc.constantFrom('10.0.0.0/16', '10.1.0.0/16'),
      key: fc.constantFrom('id', 'number'),
      queue: fc.boolean(),
      retain: fc.boolean(),
      topic: fc.constantFrom('!Ref Name', 'x', '!Ref Net', '!GetAtt Orders.Arn'),
      more: fc.boolean(),
      note: fc.constantFrom('none', '!Ref Sub'),
    });
    /** What an effect says, but for generated ids and plans. */
    const essence = (effects: readonly Effect[]): string[] =>
      effects
        .filter(({ resource }) => resource.type !== 'AWS::CloudFormation::ChangeSet')
        .map(({ kind, resource: { type, stack }, detail, loses }) =>
          JSON.stringify([kind, type, stack?.logicalId, detail, loses]),
        )
        .sort();
    /** What is observed, but for plans. Generated ids differ, since they are made of the call. */
    const remains = (inventory: readonly ResourceState[]): string[] =>
      inventory
        .filter(({ resource }) => resource.type !== 'AWS::CloudFormation::ChangeSet')
        .map(({ resource: { type, stack }, observed }) =>
          JSON.stringify([type, stack?.logicalId, stack?.left, observed])
            .replaceAll(/(shop-[A-Za-z]+)-[A-Z0-9]{12}/g, '$1')
            .replaceAll(/(vpc|subnet)-[0-9a-f]+/g, '$1'),
        )
        .sort();

    it('have the same effects, leave the same behind, and foretell what is replaced', async () => {
      await fc.assert(
        fc.asyncProperty(wishes, wishes, async (from, to) => {
          const [planned, direct] = [await stackUnderTest(), await stackUnderTest()];
          for (const each of [planned, direct]) each.create(shopTemplate(from));
          planned.cfn('CreateChangeSet', { ChangeSetName: 'plan', TemplateBody: shopTemplate(to) });
          for (const each of [planned, direct]) each.advance(60);
          const set = planned.cfn('DescribeChangeSet', {
            ChangeSetName: 'plan',
          }) as unknown as DescribeChangeSetCommandOutput;
          const update = { StackName: 'shop', TemplateBody: shopTemplate(to) };
          const expected = direct.preview('CloudFormation', 'UpdateStack', update);
          if (!expected.outcome.ok) {
            expect(expected.outcome.error.message).to.equal('No updates are to be performed.');
            expect(set.Status).to.equal('FAILED');
            return;
          }
          const found = planned.preview('CloudFormation', 'ExecuteChangeSet', {
            StackName: 'shop',
            ChangeSetName: 'plan',
          });
          expect(essence(found.effects)).to.deep.equal(essence(expected.effects));
          const replaced = (logicalId: string | undefined): boolean =>
            expected.effects.some(
              ({ kind, resource }) =>
                (kind === 'replace' || kind === 'create') && resource.stack?.logicalId === logicalId,
            );
          for (const { ResourceChange: change } of set.Changes!) {
            if (change!.Replacement === 'True' || change!.Action === 'Add') {
              expect(replaced(change!.LogicalResourceId), change!.LogicalResourceId).to.equal(true);
            }
            if (change!.Replacement === 'False') {
              expect(replaced(change!.LogicalResourceId), change!.LogicalResourceId).to.equal(false);
            }
          }
          const told = new Set(set.Changes!.map(({ ResourceChange: change }) => change!.LogicalResourceId));
          for (const { resource } of expected.effects) {
            if (resource.stack !== null && resource.stack.logicalId !== '') {
              expect([...told]).to.include(resource.stack.logicalId);
            }
          }
          planned.cfn('ExecuteChangeSet', { ChangeSetName: 'plan' });
          direct.cfn('UpdateStack', { TemplateBody: shopTemplate(to) });
          for (const each of [planned, direct]) each.advance(3600);
          expect(remains(planned.inventory())).to.deep.equal(remains(direct.inventory()));
          expect(planned.stack().StackStatus).to.equal(direct.stack().StackStatus);
        }),
        { seed: 11, numRuns: 40 },
      );
    }).timeout(60_000);
  });
});
