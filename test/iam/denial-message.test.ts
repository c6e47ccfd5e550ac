import { expect } from 'chai';
import { accessDenied, denialMessage } from '../../harness/iam/denial-message.js';
import type { PolicyKind } from '../../harness/iam/policy-kind.js';
import { userPrincipal } from '../../harness/iam/principal.js';

const john = userPrincipal('arn:aws:iam::123456789012:user/John');
const groups = 'arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:*';

describe('the message of a denial', () => {
  const list = { principal: john, action: 'codedeploy:ListDeployments', resource: groups };
  const start = `User: ${john.arn} is not authorized to perform: codedeploy:ListDeployments on resource: ${groups} `;
  const table: [by: PolicyKind, explicit: string, implicit: string][] = [
    ['identity', 'an identity-based policy', 'identity-based policy'],
    ['boundary', 'a permissions boundary', 'permissions boundary'],
    ['session', 'a session policy', 'session policy'],
    ['scp', 'a service control policy', 'service control policy'],
    ['rcp', 'a resource control policy', 'resource control policy'],
    ['resource', 'a resource-based policy', 'resource-based policy'],
    ['key', 'a resource-based policy', 'resource-based policy'],
    ['trust', 'the role trust policy', 'role trust policy'],
  ];
  for (const [by, explicit, implicit] of table) {
    it(`names the kind of policy: ${by}`, () => {
      expect(denialMessage(list, { explicit: true, by })).to.equal(
        `${start}with an explicit deny in ${explicit}`,
      );
      expect(denialMessage(list, { explicit: false, by })).to.equal(
        `${start}because no ${implicit} allows the codedeploy:ListDeployments action`,
      );
    });
  }

  it('leaves the resource out where there is none', () => {
    const repositories = { principal: john, action: 'codecommit:ListRepositories', resource: '*' };
    expect(denialMessage(repositories, { explicit: false, by: 'identity' })).to.equal(
      `User: ${john.arn} is not authorized to perform: codecommit:ListRepositories` +
        ' because no identity-based policy allows the codecommit:ListRepositories action',
    );
  });

  it('comes under the code and status of the protocol', () => {
    const answer = (protocol: Parameters<typeof accessDenied>[0]): unknown[] => {
      const { code, status, origin } = accessDenied(protocol, 'no').error;
      return [code, status, origin];
    };
    expect(answer('ec2Query')).to.deep.equal(['UnauthorizedOperation', 403, 'authorisation']);
    expect(answer('awsQuery')).to.deep.equal(['AccessDenied', 403, 'authorisation']);
    expect(answer('restXml')).to.deep.equal(['AccessDenied', 403, 'authorisation']);
    expect(answer('restJson1')).to.deep.equal(['AccessDeniedException', 403, 'authorisation']);
    expect(answer('awsJson1_0')).to.deep.equal(['AccessDeniedException', 400, 'authorisation']);
    expect(accessDenied('ec2Query', 'no').error.message).to.equal(
      'You are not authorized to perform this operation. no',
    );
  });
});
