import { expect } from 'chai';
import { loadPolicy } from '../../harness/iam/policy.js';
import { allows, documentOf, holds, policy } from './ask.js';

const bucket = 'arn:aws:s3:::ledger';
const reads = (resource: string, key: string, values: Record<string, string> = {}): boolean =>
  allows(
    { identity: [policy('identity', { Resource: resource })] },
    { resource: `${bucket}/${key}`, with: values },
  );

describe('policy variables', () => {
  it('stand for the request’s values in a resource', () => {
    const home = `${bucket}/\${aws:username}/*`;
    expect(reads(home, 'alice/notes', { 'aws:username': 'alice' })).to.equal(true);
    expect(reads(home, 'bob/notes', { 'aws:username': 'alice' })).to.equal(false);
    expect(reads(home, 'alice/notes')).to.equal(false);
  });

  it('have no case', () => {
    expect(reads(`${bucket}/\${AWS:UserName}`, 'alice', { 'aws:username': 'alice' })).to.equal(true);
  });

  it('fall back to their default', () => {
    const team = `${bucket}/\${aws:PrincipalTag/team, 'company-wide'}/*`;
    expect(reads(team, 'yellow/plan', { 'aws:PrincipalTag/team': 'yellow' })).to.equal(true);
    expect(reads(team, 'company-wide/plan', { 'aws:PrincipalTag/team': 'yellow' })).to.equal(false);
    expect(reads(team, 'company-wide/plan')).to.equal(true);
  });

  it('bring no wildcards in', () => {
    expect(reads(`${bucket}/\${aws:username}`, 'bob', { 'aws:username': '*' })).to.equal(false);
    expect(reads(`${bucket}/\${aws:username}`, '*', { 'aws:username': '*' })).to.equal(true);
  });

  it('escape the wildcards and the dollar sign', () => {
    expect(reads(`${bucket}/\${*}`, 'x')).to.equal(false);
    expect(reads(`${bucket}/\${*}`, '*')).to.equal(true);
    expect(reads(`${bucket}/\${?}-*`, '?-1')).to.equal(true);
    expect(reads(`${bucket}/\${?}-*`, 'a-1')).to.equal(false);
    expect(reads(`${bucket}/\${$}{aws:username}`, '${aws:username}')).to.equal(true);
  });

  it('are plain text in a policy of the older version or of none', () => {
    for (const Version of ['2008-10-17', undefined]) {
      const document = {
        ...(Version === undefined ? {} : { Version }),
        Statement: documentOf('identity', [{ Resource: `${bucket}/\${aws:username}` }])['Statement'],
      };
      const identity = [loadPolicy(document, { name: 'old', kind: 'identity' })];
      const values = { 'aws:username': 'alice' };
      expect(allows({ identity }, { resource: `${bucket}/alice`, with: values })).to.equal(false);
      expect(allows({ identity }, { resource: `${bucket}/\${aws:username}`, with: values })).to.equal(true);
    }
  });

  it('work in conditions on text and ARNs', () => {
    const prefix = { StringLike: { 's3:prefix': ['', 'home/', 'home/${aws:username}/*'] } };
    expect(holds(prefix, { 's3:prefix': 'home/alice/x', 'aws:username': 'alice' })).to.equal(true);
    expect(holds(prefix, { 's3:prefix': 'home/bob/x', 'aws:username': 'alice' })).to.equal(false);
    expect(holds(prefix, { 's3:prefix': 'home/' })).to.equal(true);
    const same = { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } };
    expect(holds(same, { 'aws:ResourceTag/team': 'a', 'aws:PrincipalTag/team': 'a' })).to.equal(true);
    expect(holds(same, { 'aws:ResourceTag/team': 'a', 'aws:PrincipalTag/team': 'b' })).to.equal(false);
    const source = { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:${aws:PrincipalAccount}:*' } };
    expect(
      holds(source, { 'aws:SourceArn': 'arn:aws:sns:r:1234:t', 'aws:PrincipalAccount': '1234' }),
    ).to.equal(true);
    expect(holds(source, { 'aws:SourceArn': 'arn:aws:sns:r:1234:t', 'aws:PrincipalAccount': '12' })).to.equal(
      false,
    );
    const whole = { ArnEquals: { 'aws:SourceArn': '${aws:PrincipalArn}' } };
    const arn = 'arn:aws:iam::1:role/a';
    expect(holds(whole, { 'aws:SourceArn': arn, 'aws:PrincipalArn': arn })).to.equal(true);
  });

  it('make no statement apply while they have no value', () => {
    const differs = { StringNotEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } };
    expect(holds(differs, { 'aws:ResourceOrgID': 'o-1', 'aws:PrincipalOrgID': 'o-2' })).to.equal(true);
    expect(holds(differs, { 'aws:ResourceOrgID': 'o-1' })).to.equal(false);
    expect(holds(differs, {})).to.equal(false);
    const unlessOwn = policy('identity', { NotResource: `${bucket}/\${aws:username}/*` });
    expect(allows({ identity: [unlessOwn] }, { with: { 'aws:username': 'alice' } })).to.equal(true);
    expect(allows({ identity: [unlessOwn] })).to.equal(false);
  });

  it('show times the way AWS writes them', () => {
    const values = {
      'aws:CurrentTime': Date.parse('2025-12-01T08:00:00Z'),
      's3:prefix': '2025-12-01T08:00:00Z',
    };
    expect(holds({ StringEquals: { 's3:prefix': '${aws:CurrentTime}' } }, values)).to.equal(true);
    expect(
      holds({ StringEquals: { 's3:prefix': '${aws:EpochTime}' } }, { ...values, 's3:prefix': '1764576000' }),
    ).to.equal(true);
  });
});
