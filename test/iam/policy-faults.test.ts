import { expect } from 'chai';
import { findPolicyProblems } from '../../harness/iam/policy.js';
import type { PolicyKind } from '../../harness/iam/policy-kind.js';
import { documentOf, type Members } from './ask.js';

const principal = { Principal: '*' };

/** What is wrong with a document of one statement: `path: message` for each problem. */
function complaints(kind: PolicyKind, ...statements: readonly Members[]): string[] {
  return findPolicyProblems(documentOf(kind, statements), kind).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

describe('a policy with a fault', () => {
  describe('names the member at fault and what was probably meant', () => {
    const table: [what: string, kind: PolicyKind, statement: Members, path: string, hint: RegExp][] = [
      ['a misspelt member', 'identity', { Actoin: 's3:*' }, 'Statement[0].Actoin', /did you mean "Action"/],
      [
        'a misspelt effect',
        'identity',
        { Effect: 'allow' },
        'Statement[0].Effect',
        /"allow" is not an effect/,
      ],
      [
        'a misspelt operator',
        'identity',
        { Condition: { StringLikee: { 'aws:username': 'a' } } },
        'Statement[0].Condition.StringLikee',
        /did you mean "StringLike"/,
      ],
      [
        'a misspelt operator with a qualifier',
        'identity',
        { Condition: { 'ForAnyValue:StringEqual': { 'aws:TagKeys': 'a' } } },
        'Statement[0].Condition.ForAnyValue:StringEqual',
        /did you mean "ForAnyValue:StringEquals"/,
      ],
      [
        'a misspelt key',
        'identity',
        { Condition: { StringLike: { 'aws:PrincipleArn': 'a' } } },
        'Statement[0].Condition.StringLike.aws:PrincipleArn',
        /did you mean "aws:PrincipalArn"/,
      ],
      [
        'a key that blastpit has no facts for',
        'identity',
        { Condition: { StringEquals: { 'ec2:InstanceType': 't3.micro' } } },
        'Statement[0].Condition.StringEquals.ec2:InstanceType',
        /not supported.*supported: .*aws:PrincipalArn/,
      ],
      [
        'a key without a service',
        'identity',
        { Condition: { StringEquals: { username: 'a' } } },
        'Statement[0].Condition.StringEquals.username',
        /names no service/,
      ],
      [
        'a key twice',
        'identity',
        { Condition: { StringEquals: { 'aws:username': 'a', 'aws:UserName': 'b' } } },
        'Statement[0].Condition.StringEquals.aws:UserName',
        /stands twice/,
      ],
      [
        'a key of several values without a qualifier',
        'identity',
        { Condition: { StringEquals: { 'aws:TagKeys': 'a' } } },
        'Statement[0].Condition.StringEquals.aws:TagKeys',
        /ForAllValues or ForAnyValue/,
      ],
      [
        'NullIfExists',
        'identity',
        { Condition: { NullIfExists: { 'aws:username': 'true' } } },
        'Statement[0].Condition.NullIfExists',
        /neither IfExists/,
      ],
      [
        'a number that is none',
        'identity',
        { Condition: { NumericLessThan: { 's3:max-keys': 'ten' } } },
        'Statement[0].Condition.NumericLessThan.s3:max-keys',
        /"ten" is not a number/,
      ],
      [
        'a variable where none is allowed',
        'identity',
        { Condition: { NumericLessThan: { 's3:max-keys': '${aws:username}' } } },
        'Statement[0].Condition.NumericLessThan.s3:max-keys',
        /is not a number/,
      ],
      [
        'a date that is none',
        'identity',
        { Condition: { DateLessThan: { 'aws:CurrentTime': 'yesterday' } } },
        'Statement[0].Condition.DateLessThan.aws:CurrentTime',
        /is not a date/,
      ],
      [
        'a boolean that is none',
        'identity',
        { Condition: { Bool: { 'aws:SecureTransport': 'yes' } } },
        'Statement[0].Condition.Bool.aws:SecureTransport',
        /"yes" is not/,
      ],
      [
        'an address that is none',
        'identity',
        { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/33' } } },
        'Statement[0].Condition.IpAddress.aws:SourceIp',
        /is not an address/,
      ],
      [
        'an ARN that is none',
        'identity',
        { Condition: { ArnLike: { 'aws:PrincipalArn': '*' } } },
        'Statement[0].Condition.ArnLike.aws:PrincipalArn',
        /is not an ARN/,
      ],
      [
        'a value that is an object',
        'identity',
        { Condition: { StringEquals: { 'aws:username': {} } } },
        'Statement[0].Condition.StringEquals.aws:username',
        /must be a string/,
      ],
      [
        'a condition that is a list',
        'identity',
        { Condition: [] },
        'Statement[0].Condition',
        /must be an object/,
      ],
      [
        'an action without a service',
        'identity',
        { Action: 'GetObject' },
        'Statement[0].Action',
        /is not an action/,
      ],
      ['no actions', 'identity', { Action: [] }, 'Statement[0].Action', /is empty/],
      ['an action that is a number', 'identity', { Action: 5 }, 'Statement[0].Action', /must be a string/],
      [
        'both Action and NotAction',
        'identity',
        { Action: 's3:*', NotAction: 'iam:*' },
        'Statement[0].NotAction',
        /stands beside Action/,
      ],
      [
        'a resource that is no ARN',
        'identity',
        { Resource: 'ledger' },
        'Statement[0].Resource',
        /is not an ARN/,
      ],
      [
        'an unknown partition',
        'identity',
        { Resource: 'arn:aw:s3:::a' },
        'Statement[0].Resource',
        /not a partition/,
      ],
      [
        'a wildcard service',
        'identity',
        { Resource: 'arn:aws:*:::a' },
        'Statement[0].Resource',
        /written out/,
      ],
      [
        'a short ARN in a session policy',
        'session',
        { Resource: 'arn:aws:sqs' },
        'Statement[0].Resource',
        /too few parts/,
      ],
      [
        'a short ARN whose inner star could cover several parts',
        'identity',
        { Resource: 'arn:aws:dynamodb:*:table/t' },
        'Statement[0].Resource',
        /leaves open/,
      ],
      ['a short ARN in an SCP', 'scp', { Resource: 'arn:aws:sqs' }, 'Statement[0].Resource', /too few parts/],
      [
        'a variable in the account of an ARN',
        'identity',
        { Resource: 'arn:aws:sqs:*:${aws:PrincipalAccount}:q' },
        'Statement[0].Resource',
        /before its fifth colon/,
      ],
      [
        'an unknown variable',
        'identity',
        { Resource: 'arn:aws:s3:::${aws:user}' },
        'Statement[0].Resource',
        /variable "aws:user" is not supported/,
      ],
      [
        'a variable of several values',
        'identity',
        { Resource: 'arn:aws:s3:::${aws:TagKeys}' },
        'Statement[0].Resource',
        /cannot be a variable/,
      ],
      [
        'an open variable',
        'identity',
        { Resource: 'arn:aws:s3:::${aws:username' },
        'Statement[0].Resource',
        /brace/,
      ],
      [
        'an empty variable',
        'identity',
        { Resource: 'arn:aws:s3:::${}' },
        'Statement[0].Resource',
        /not a variable/,
      ],
      ['a Sid with a blank', 'identity', { Sid: 'a b' }, 'Statement[0].Sid', /letters and digits/],
      ['a principal in an identity policy', 'identity', principal, 'Statement[0].Principal', /not allowed/],
      [
        'a principal in an SCP',
        'scp',
        principal,
        'Statement[0].Principal',
        /not allowed in a policy of kind scp/,
      ],
      [
        'NotPrincipal in a trust policy',
        'trust',
        { NotPrincipal: '*' },
        'Statement[0].NotPrincipal',
        /not allowed/,
      ],
      ['no principal in a resource policy', 'resource', {}, 'Statement[0].Principal', /is missing/],
      [
        'NotPrincipal with Allow',
        'resource',
        { NotPrincipal: { AWS: '111122223333' } },
        'Statement[0].NotPrincipal',
        /with Deny only/,
      ],
      [
        'NotPrincipal without the account',
        'resource',
        { Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:user/bob' } },
        'Statement[0].NotPrincipal',
        /without its account/,
      ],
      [
        'a misspelt kind of principal',
        'trust',
        { Principal: { Servce: 'lambda.amazonaws.com' } },
        'Statement[0].Principal.Servce',
        /did you mean "Service"/,
      ],
      [
        'a canonical user',
        'resource',
        { Principal: { CanonicalUser: '79a5' } },
        'Statement[0].Principal.CanonicalUser',
        /not supported/,
      ],
      [
        'a wildcard within a principal',
        'resource',
        { Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } },
        'Statement[0].Principal.AWS',
        /wildcard stands only alone/,
      ],
      [
        'the unique id of a principal',
        'trust',
        { Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' } },
        'Statement[0].Principal.AWS',
        /unique id/,
      ],
      [
        'a resource in a trust policy',
        'trust',
        { ...principal, Resource: '*' },
        'Statement[0].Resource',
        /not allowed/,
      ],
      [
        'another service’s action in a trust policy',
        'trust',
        { ...principal, Action: 's3:GetObject' },
        'Statement[0].Action',
        /not an action of STS/,
      ],
      ['an RCP that allows', 'rcp', { ...principal, Action: 's3:*' }, 'Statement[0].Effect', /can only deny/],
      [
        'an RCP over all services',
        'rcp',
        { Effect: 'Deny', ...principal },
        'Statement[0].Action',
        /must name the service/,
      ],
      [
        'an RCP for one principal',
        'rcp',
        { Effect: 'Deny', Action: 's3:*', Principal: { AWS: '111122223333' } },
        'Statement[0].Principal',
        /must be "\*"/,
      ],
      [
        'NotAction in an RCP',
        'rcp',
        { Effect: 'Deny', ...principal, NotAction: 's3:*' },
        'Statement[0].NotAction',
        /not allowed/,
      ],
    ];
    for (const [what, kind, statement, path, hint] of table) {
      it(`${what} (${kind})`, () => {
        const [first, ...others] = complaints(kind, statement);
        expect(others, 'only one complaint').to.deep.equal([]);
        expect(first)
          .to.match(hint)
          .and.satisfy((text: string) => text.startsWith(`${path}: `));
      });
    }

    it('the same Sid twice', () => {
      expect(complaints('identity', { Sid: 'a' }, { Sid: 'a' })).to.deep.equal([
        'Statement[1].Sid: "a" stands twice',
      ]);
    });

    it('several faults at once', () => {
      const found = complaints('identity', { Effect: 'Permit' }, { Resource: 'x', Action: 'y' });
      expect(found.map((line) => line.split(':')[0])).to.deep.equal([
        'Statement[0].Effect',
        'Statement[1].Action',
        'Statement[1].Resource',
      ]);
    });

    it('faults of the document itself', () => {
      const complain = (document: unknown, kind: PolicyKind = 'identity'): string[] =>
        findPolicyProblems(document, kind).map((problem) => problem.path);
      const Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
      expect(complain(null)).to.deep.equal(['']);
      expect(complain([])).to.deep.equal(['']);
      expect(complain({})).to.deep.equal(['Statement']);
      expect(complain({ Statement: [] })).to.deep.equal(['Statement']);
      expect(complain({ Statement: 'all' })).to.deep.equal(['Statement']);
      expect(complain({ Version: '2012-10-18', Statement })).to.deep.equal(['Version']);
      expect(complain({ Statement }, 'scp')).to.deep.equal(['Version']);
      expect(complain({ Version: '2008-10-17', Statement }, 'scp')).to.deep.equal(['Version']);
      expect(complain({ Id: 'x', Statement })).to.deep.equal(['Id']);
      expect(complain({ Statment: Statement })).to.deep.equal(['Statment', 'Statement']);
    });
  });
});
