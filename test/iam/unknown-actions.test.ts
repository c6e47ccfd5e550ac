import { expect } from 'chai';
import { findUnknownActions } from '../../harness/iam/unknown-actions.js';

describe('action names that no service has', () => {
  it('are found with their place and what was probably meant', () => {
    const document = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Deny', Action: ['cloudformation:DeleteStak', 's3:Delete*'], Resource: '*' },
        { Effect: 'Deny', NotAction: 'iamm:GetUser', Resource: '*' },
        { Effect: 'Allow', Action: 'dynamodb:Destroy*', Resource: '*' },
      ],
    };
    expect(findUnknownActions(document)).to.deep.equal([
      {
        path: 'Statement[0].Action',
        action: 'cloudformation:DeleteStak',
        near: 'cloudformation:DeleteStack',
      },
      { path: 'Statement[1].NotAction', action: 'iamm:GetUser', near: 'iam:GetUser' },
      { path: 'Statement[2].Action', action: 'dynamodb:Destroy*', near: undefined },
    ]);
  });

  it('are not those in another case, nor wildcards that match', () => {
    const Action = ['*', '*:*', 'S3:getobject', 'ec2:Describe*', 'kms:?ecrypt'];
    expect(findUnknownActions({ Statement: { Effect: 'Allow', Action, Resource: '*' } })).to.deep.equal([]);
  });
});
