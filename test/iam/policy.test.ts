import { expect } from 'chai';
import { AwsFailure } from '../../harness/contract/aws-error.js';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import { findPolicyProblems, loadPolicy, policyOf, validatePolicy } from '../../harness/iam/policy.js';
import type { PolicyKind } from '../../harness/iam/policy-kind.js';
import { documentOf, type Members } from './ask.js';

const principal = { Principal: '*' };

/** What is wrong with a document of one statement: `path: message` for each problem. */
function complaints(kind: PolicyKind, ...statements: readonly Members[]): string[] {
  return findPolicyProblems(documentOf(kind, statements), kind).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

/** The message AWS gives a caller for a document of one statement. */
function refusal(kind: PolicyKind, ...statements: readonly Members[]): string {
  return failureOf(() => validatePolicy(JSON.stringify(documentOf(kind, statements)), kind)).error.message;
}

function failureOf(run: () => unknown): AwsFailure {
  try {
    run();
  } catch (error) {
    if (error instanceof AwsFailure) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('loading a policy', () => {
  it('takes one statement without a list, no Version, and the older one', () => {
    const Statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
    for (const document of [
      { Statement },
      { Version: '2008-10-17', Statement },
      { Version: '2012-10-17', Statement },
    ]) {
      expect(findPolicyProblems(document, 'identity')).to.deep.equal([]);
    }
  });

  it('takes what SCPs may say since 2025: conditions, resources and NotAction with Allow', () => {
    const allow = {
      NotAction: 'iam:*',
      NotResource: 'arn:aws:s3:::x',
      Condition: { Bool: { 'aws:ViaAWSService': false } },
    };
    expect(complaints('scp', allow)).to.deep.equal([]);
  });

  it('takes RCPFullAWSAccess', () => {
    expect(complaints('rcp', { Sid: 'RCPFullAWSAccess', ...principal })).to.deep.equal([]);
  });

  it('is refused with a stable code, the place and the alternatives', () => {
    const document = documentOf('identity', [{ Condition: { StringLikee: { 'aws:username': 'a' } } }]);
    const load = (): unknown => loadPolicy(document, { name: 'guardrail.json', kind: 'identity' });
    expect(load).to.throw(
      BlastpitError,
      'policy "guardrail.json": Statement[0].Condition.StringLikee: no condition operator',
    );
    try {
      load();
    } catch (error) {
      expect(error).to.include({ code: 'invalid-policy' });
      expect((error as BlastpitError).details.where).to.equal('Statement[0].Condition.StringLikee');
      expect((error as BlastpitError).details.alternatives).to.include('StringLike');
    }
  });

  it('is refused under another code where AWS would take it', () => {
    const document = documentOf('identity', [{ Condition: { StringLike: { 'ec2:InstanceType': 'a' } } }]);
    expect(() => loadPolicy(document, { name: 'x', kind: 'identity' }))
      .to.throw(BlastpitError)
      .that.includes({ code: 'unsupported-policy' });
  });

  it('is done once for each document', () => {
    const document = documentOf('identity', [{}]);
    const where = { name: 'a', kind: 'identity' } as const;
    expect(policyOf(document, where)).to.equal(policyOf(document, where));
    expect(policyOf(document, { name: 'b', kind: 'identity' })).to.not.equal(policyOf(document, where));
    expect(policyOf(document, { name: 'b', kind: 'identity' }).name).to.equal('b');
    expect(policyOf({ ...document }, where)).to.not.equal(policyOf(document, where));
  });
});

describe('a caller who hands in a policy', () => {
  it('gets MalformedPolicyDocument with AWS’s words', () => {
    expect(refusal('identity', principal)).to.equal('Policy document should not specify a principal.');
    expect(refusal('identity', { Action: [] })).to.equal('Policy statement must contain actions.');
    expect(refusal('identity', { Resource: [] })).to.equal('Policy statement must contain resources.');
    expect(refusal('identity', { Resource: 'x' })).to.equal('Resource x must be in ARN format or "*".');
    expect(refusal('identity', { Action: 'x' })).to.equal(
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    );
    expect(refusal('identity', { Sid: 'a' }, { Sid: 'a' })).to.equal(
      'Statement IDs (SID) in a single policy must be unique.',
    );
    expect(refusal('identity', { Effect: 'x' })).to.equal('Syntax errors in policy.');
    expect(refusal('trust', { ...principal, Resource: '*' })).to.equal('Has prohibited field Resource');
    expect(refusal('trust', { Principal: { AWS: 'bob' } })).to.equal(
      'Invalid principal in policy: "AWS":"bob"',
    );
    expect(refusal('trust', { ...principal, Action: 'iam:*' })).to.equal(
      'AssumeRole policy may only specify STS AssumeRole actions.',
    );
  });

  it('gets the service’s own code', () => {
    const text = JSON.stringify(documentOf('key', [{}]));
    const refused = failureOf(() => validatePolicy(text, 'key', 'MalformedPolicyDocumentException'));
    expect(refused.error).to.include({
      code: 'MalformedPolicyDocumentException',
      status: 400,
      origin: 'constraint',
    });
    expect(failureOf(() => validatePolicy('{', 'identity')).error).to.include({
      code: 'MalformedPolicyDocument',
    });
    for (const other of ['null', '[]', '"x"', '5']) {
      expect(failureOf(() => validatePolicy(other, 'identity')).error).to.include({
        code: 'MalformedPolicyDocument',
      });
    }
  });

  it('learns that a policy is not implemented where AWS would take it', () => {
    const text = JSON.stringify(
      documentOf('identity', [{ Condition: { StringLike: { 'ec2:InstanceType': 'a' } } }]),
    );
    expect(failureOf(() => validatePolicy(text, 'identity')).error).to.include({ origin: 'unsupported' });
  });

  it('gets the document back where all is well', () => {
    const document = documentOf('identity', [{}]);
    expect(validatePolicy(JSON.stringify(document), 'identity')).to.deep.equal(document);
  });
});
