/** Guardrails that are policies: what joins the organization and whom a boundary is put on. */
import { expect } from 'chai';
import { build } from './build.js';

const document = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] };

describe('service-control-policy', () => {
  it('puts any SCP document on the account as it is, under its name', async () => {
    const { policies, enforcedAt, judge } = await build('service-control-policy', {
      policies: [
        { name: 'no-storage', document },
        { name: 'again', document: { ...document, Id: 'x' } },
      ],
    });
    expect(enforcedAt).to.equal('organization');
    expect(judge).to.equal(undefined);
    expect(policies).to.deep.equal({
      serviceControl: [
        { name: 'no-storage', document },
        { name: 'again', document: { ...document, Id: 'x' } },
      ],
    });
  });
});

describe('permissions-boundary', () => {
  it("is put on the agents' own principals, unless others are named", async () => {
    const boundary = await build('permissions-boundary', { document });
    expect(boundary.enforcedAt).to.equal('iam');
    expect(boundary.policies?.boundaries).to.deep.equal([
      { name: 'agent-boundary', principal: 'arn:aws-cn:iam::583619274051:role/kiro-agent*', document },
    ]);
    const principal = 'arn:aws-cn:iam::583619274051:role/service-operator';
    const named = await build('permissions-boundary', { name: 'operators', principal, document });
    expect(named.policies?.boundaries).to.deep.equal([{ name: 'operators', principal, document }]);
  });
});
