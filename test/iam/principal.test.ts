import { expect } from 'chai';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import {
  anonymous,
  federatedUserPrincipal,
  principalArn,
  principalContext,
  principalName,
  rolePrincipal,
  rootPrincipal,
  servicePrincipal,
  userPrincipal,
} from '../../harness/iam/principal.js';
import { joinContexts } from '../../harness/iam/request-context.js';
import { account, contextOf, roleArn, session, sessionArn, user } from './ask.js';

describe('a principal', () => {
  it('that is a role’s session has the role’s ARN as aws:PrincipalArn and its own in messages', () => {
    expect(principalArn(session)).to.equal(roleArn);
    expect(principalName(session)).to.equal(sessionArn);
    expect(session).to.include({ account, partition: 'aws', serviceLinked: false });
  });

  it('tells the condition keys that follow from it', () => {
    const keys = [
      'aws:principalarn',
      'aws:principalaccount',
      'aws:principaltype',
      'aws:username',
      'aws:principalisawsservice',
    ];
    const told = (principal: Parameters<typeof principalContext>[0]): unknown[] => {
      const context = principalContext(principal);
      return keys.map((key) => context.get(key));
    };
    expect(told(user)).to.deep.equal([user.arn, account, 'User', 'alice', false]);
    expect(told(session)).to.deep.equal([roleArn, account, 'AssumedRole', undefined, false]);
    const federated = `arn:aws:sts::${account}:federated-user/alice`;
    expect(told(federatedUserPrincipal(federated, user.arn))).to.deep.equal([
      federated,
      account,
      'FederatedUser',
      undefined,
      false,
    ]);
    const root = `arn:aws-cn:iam::${account}:root`;
    expect(told(rootPrincipal(account, 'aws-cn'))).to.deep.equal([
      root,
      account,
      'Account',
      undefined,
      false,
    ]);
    expect(told(anonymous)).to.deep.equal([undefined, 'anonymous', 'Anonymous', undefined, undefined]);
    expect(told(servicePrincipal('a.amazonaws.com'))).to.deep.equal([
      undefined,
      undefined,
      undefined,
      undefined,
      true,
    ]);
    const service = principalContext(servicePrincipal('a.amazonaws.com', 'a.cn-north-1.amazonaws.com'));
    expect(service.get('aws:principalservicename')).to.equal('a.amazonaws.com');
    expect(service.get('aws:principalservicenameslist')).to.have.length(2);
  });

  it('shares a context with other facts', () => {
    const context = joinContexts([
      principalContext(user),
      contextOf({ 'aws:PrincipalTag/team': 'a', 'aws:username': 'x' }),
    ]);
    expect(context.get('aws:principaltag/team')).to.equal('a');
    expect(context.get('aws:username')).to.equal('alice');
    expect(context.get('aws:sourceip')).to.equal(undefined);
  });

  it('must come with the ARN of its kind', () => {
    expect(() => userPrincipal(roleArn)).to.throw(BlastpitError, /is not arn:PARTITION:iam::ACCOUNT:user/);
    expect(() => rolePrincipal(roleArn, roleArn)).to.throw(BlastpitError, /assumed-role/);
    expect(() => rolePrincipal(sessionArn, sessionArn)).to.throw(BlastpitError, /the ARN of a role/);
    expect(() => federatedUserPrincipal('x', user.arn)).to.throw(BlastpitError);
  });
});
