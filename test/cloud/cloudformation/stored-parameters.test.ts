import type { DescribeChangeSetCommandOutput } from '@aws-sdk/client-cloudformation';
import { expect } from 'chai';
import { credentialsActor, type Actor } from '../../../harness/contract/actor.js';
import { testAccount } from '../cloud-under-test.js';
import { expectError } from '../services/expect-error.js';
import { stackUnderTest, type StackUnderTest } from './stack-under-test.js';

describe('values that templates have in Parameter Store', () => {
  let test: StackUnderTest;
  beforeEach(async () => {
    test = await stackUnderTest();
    put('/shop/name', 'Shop');
  });

  const put = (Name: string, Value: string, Type = 'String'): void => {
    test.call('SSM', 'PutParameter', { Name, Value, Type, Overwrite: true });
  };
  const displayName = (): unknown =>
    (test.inventory('AWS::SNS::Topic')[0]!.observed.configuration as { DisplayName: unknown }).DisplayName;
  const refused = (TemplateBody: string, as?: Actor): ReturnType<StackUnderTest['errorOf']> =>
    test.errorOf('CloudFormation', 'CreateStack', { StackName: 'shop', TemplateBody }, as);
  const ana = (statement: object): Actor => {
    test.call('IAM', 'CreateUser', { UserName: 'ana' });
    test.call('IAM', 'PutUserPolicy', {
      UserName: 'ana',
      PolicyName: 'own',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['cloudformation:*', 'sns:*'], Resource: '*' }, statement],
      }),
    });
    return credentialsActor(`arn:aws-cn:iam::${testAccount}:user/ana`, 'AKIAANAANAANAANAANAA');
  };

  describe('by a parameter of an SSM type', () => {
    const typed = (type: string, value = '!Ref P', name = '/shop/name'): string => `
Parameters: { P: { Type: '${type}', Default: ${name} } }
Resources: { News: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: ${value} } } }`;
    const text = typed('AWS::SSM::Parameter::Value<String>');

    it('are looked up when the stack is made, and shown beside the name', () => {
      test.create(text);
      expect(displayName()).to.equal('Shop');
      expect(test.stack().Parameters).to.deep.equal([
        { ParameterKey: 'P', ParameterValue: '/shop/name', ResolvedValue: 'Shop' },
      ]);
    });

    it('are looked up again by every update, also one that changes nothing else', () => {
      test.create(text);
      const again = {
        UsePreviousTemplate: true,
        Parameters: [{ ParameterKey: 'P', UsePreviousValue: true }],
      };
      expect(test.errorOf('CloudFormation', 'UpdateStack', { StackName: 'shop', ...again }).message).to.equal(
        'No updates are to be performed.',
      );
      put('/shop/name', 'Store');
      expect(displayName()).to.equal('Shop');
      test.cfn('UpdateStack', again);
      test.advance(600);
      expect(displayName()).to.equal('Store');
    });

    it('are those of the change set when it is executed', () => {
      test.create(text);
      put('/shop/name', 'Store');
      test.cfn('CreateChangeSet', { ChangeSetName: 'plan', UsePreviousTemplate: true });
      test.advance(30);
      const set = test.cfn('DescribeChangeSet', {
        ChangeSetName: 'plan',
      }) as unknown as DescribeChangeSetCommandOutput;
      expect(set.Parameters).to.deep.equal([
        { ParameterKey: 'P', ParameterValue: '/shop/name', ResolvedValue: 'Store' },
      ]);
      expect(set.Changes![0]!.ResourceChange!.Details![0]).to.deep.include({
        ChangeSource: 'ParameterReference',
        CausingEntity: 'P',
      });
      put('/shop/name', 'Bazaar');
      test.cfn('ExecuteChangeSet', { ChangeSetName: 'plan' });
      test.advance(600);
      expect(displayName()).to.equal('Store');
    });

    it('go back with a rollback', () => {
      test.create(text);
      put('/shop/name', 'Store');
      const broken = `${text.trimEnd().slice(0, -1)}, Bad: { Type: 'AWS::SQS::Queue', DependsOn: News, Properties: { DelaySeconds: 99999 } } }`;
      test.update(broken);
      expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
      expect(displayName()).to.equal('Shop');
      expect(test.stack().Parameters![0]!.ResolvedValue).to.equal('Shop');
    });

    for (const type of ['List<String>', 'CommaDelimitedList', 'List<AWS::EC2::Subnet::Id>']) {
      it(`are lists where the type is ${type}`, () => {
        put('/shop/names', 'a, b,c', 'StringList');
        test.create(typed(`AWS::SSM::Parameter::Value<${type}>`, '!Select [1, !Ref P]', '/shop/names'));
        expect(displayName()).to.equal('b');
      });
    }

    it('can be ids of what there is in the account', () => {
      put('/shop/name', 'ami-1');
      test.create(typed('AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>'));
      expect(displayName()).to.equal('ami-1');
    });

    it('are not looked up for a parameter that is only a name, which must exist', () => {
      test.create(typed('AWS::SSM::Parameter::Name'));
      expect(displayName()).to.equal('/shop/name');
      test.remove();
      expectError(
        refused(typed('AWS::SSM::Parameter::Name', '!Ref P', '/shop/none')),
        'ValidationError',
        'Unable to fetch parameters [/shop/none] from parameter store for this account.',
      );
    });

    it('fail the call where there is none, or a secret', () => {
      expectError(
        refused(typed('AWS::SSM::Parameter::Value<String>', '!Ref P', '/shop/none')),
        'ValidationError',
        'Unable to fetch parameters [/shop/none] from parameter store for this account.',
      );
      put('/shop/secret', 'hunter2', 'SecureString');
      expectError(
        refused(typed('AWS::SSM::Parameter::Value<String>', '!Ref P', '/shop/secret')),
        'ValidationError',
        'Parameters [/shop/secret] referenced by template have types not supported by CloudFormation.',
      );
      expect(test.inventory('AWS::CloudFormation::Stack')).to.have.length(0);
    });

    it('are read with the permissions of who deploys', () => {
      const own = { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' };
      expectError(
        refused(text, ana(own)),
        'AccessDeniedException',
        /not authorized to perform: ssm:GetParameters on resource: .*parameter\/shop\/name/,
        'authorisation',
      );
    });

    it('keep what NoEcho covers', () => {
      test.create(text.replace("Type: 'AWS::SSM", "NoEcho: true, Type: 'AWS::SSM"));
      expect(test.stack().Parameters).to.deep.equal([
        { ParameterKey: 'P', ParameterValue: '****', ResolvedValue: '****' },
      ]);
    });
  });

  describe('by a dynamic reference', () => {
    const referring = (value: string): string => `
Parameters: { Stage: { Type: String, Default: shop } }
Resources: { News: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: ${value} } } }
Outputs: { Said: { Value: 'the {{resolve:ssm:/shop/name}}' } }`;

    it('stand where they are referred to: the latest, or a version', () => {
      put('/shop/name', 'Store');
      test.create(referring("'{{resolve:ssm:/shop/name}}, once {{resolve:ssm:/shop/name:1}}'"));
      expect(displayName()).to.equal('Store, once Shop');
      expect(test.stack().Outputs![0]!.OutputValue).to.equal('the Store');
    });

    it('can be put together by functions', () => {
      test.create(referring("!Sub '{{resolve:ssm:/${Stage}/name}}'"));
      expect(displayName()).to.equal('Shop');
    });

    it('are the present ones at an update', () => {
      const text = referring("'{{resolve:ssm:/shop/name}}'");
      test.create(text);
      put('/shop/name', 'Store');
      test.update(text, { Tags: [{ Key: 'a', Value: 'b' }] });
      expect(displayName()).to.equal('Store');
    });

    it('fail the call where there is none, or a secret', () => {
      expectError(
        refused(referring("'{{resolve:ssm:/shop/none:3}}'")),
        'ValidationError',
        'Parameters: [ssm:/shop/none:3] cannot be found.',
      );
      put('/shop/secret', 'hunter2', 'SecureString');
      expectError(
        refused(referring("'{{resolve:ssm:/shop/secret}}'")),
        'ValidationError',
        'Non-secure ssm prefix was used for secure parameter: [/shop/secret]',
      );
    });

    it('fail the resource where a name that is put together says nothing', () => {
      test.create(referring("!Sub '{{resolve:ssm:/${Stage}/none}}'"));
      expect(test.stack().StackStatus).to.equal('ROLLBACK_COMPLETE');
      expect(test.story()).to.include('News CREATE_FAILED Parameters: [ssm:/shop/none] cannot be found.');
    });

    it('stop the resource of one who may not read them, and the journal hears of it', () => {
      const text = referring("!Sub '{{resolve:ssm:/${Stage}/other}}'");
      put('/shop/other', 'Other');
      const as = ana({ Effect: 'Allow', Action: 'ssm:GetParameters', Resource: '*' });
      test.call('IAM', 'PutUserPolicy', {
        UserName: 'ana',
        PolicyName: 'narrow',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Deny', Action: 'ssm:*', Resource: 'arn:aws-cn:ssm:*:*:parameter/shop/other' },
          ],
        }),
      });
      const input = { StackName: 'shop', TemplateBody: text };
      const { stops } = test.preview('CloudFormation', 'CreateStack', input, { as });
      expect(stops.map(({ action, origin }) => [action, origin])).to.deep.equal([
        ['ssm:GetParameters', 'authorisation'],
      ]);
    });

    it('to secrets stay text where AWS takes them, and are refused elsewhere', () => {
      expectError(
        refused(referring("'{{resolve:ssm-secure:/shop/secret:1}}'")),
        'ValidationError',
        'SSM Secure reference is not supported in: [AWS::SNS::Topic/Properties/DisplayName]',
      );
      put('/shop/secret', 'hunter2', 'SecureString');
      test.create(`
Resources:
  Orders:
    Type: AWS::RDS::DBInstance
    Properties:
      DBInstanceClass: db.t4g.micro
      Engine: postgres
      AllocatedStorage: '20'
      MasterUsername: orders
      MasterUserPassword: '{{resolve:ssm-secure:/shop/secret}}'`);
      expect(test.stack().StackStatus).to.equal('CREATE_COMPLETE');
      expect(JSON.stringify(test.inventory())).not.to.contain('hunter2');
    });
  });
});
