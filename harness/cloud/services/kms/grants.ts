/** Making, listing and taking back grants: uses of a key that its owner hands on without changing its policy. */
import type {
  CreateGrantCommandInput,
  CreateGrantCommandOutput,
  ListGrantsCommandInput,
  ListGrantsCommandOutput,
  ListRetirableGrantsCommandInput,
  ListRetirableGrantsCommandOutput,
  RetireGrantCommandInput,
  RetireGrantCommandOutput,
  RevokeGrantCommandInput,
  RevokeGrantCommandOutput,
} from '@aws-sdk/client-kms';
import { constraint } from '../../../contract/aws-error.js';
import { sameJson, type JsonObject } from '../../../contract/json.js';
import type { Actor } from '../../../contract/actor.js';
import { findPolicyProblems } from '../../../iam/policy.js';
import type { CallContext } from '../../call-context.js';
import { refuse, required } from '../../input-check.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { toStored } from '../../stored-shape.js';
import { describeGrant, grantStatements, withEncryptionContext, type KeyGrant } from './grant.js';
import {
  changeKey,
  findKey,
  keyById,
  keyPlace,
  keyRequest,
  notFound,
  requireEnabled,
  type KeyBody,
  type KeyRecord,
} from './key.js';
import { requireNotDry } from './dry-run.js';
import { listPage } from './list-page.js';

/** Operations that a grant on a symmetric key can permit (Developer Guide, "Grants in AWS KMS"). */
const grantable = new Set([...withEncryptionContext, 'CreateGrant', 'DescribeKey', 'RetireGrant']);

/** None of the modeled services makes grants for its callers, so a grant never is for one of AWS's resources. */
const forNoResource = { 'kms:GrantIsForAWSResource': 'false' };

/** @throws AwsFailure InvalidArnException where IAM knows no such principal. */
function requirePrincipals(grant: KeyGrant): void {
  const check = (grantee: string): boolean => {
    const Statement = grantStatements({ ...grant, grantee, operations: ['DescribeKey'] });
    return findPolicyProblems({ Version: '2012-10-17', Statement }, 'key').length === 0;
  };
  for (const principal of [grant.grantee, grant.retiring]) {
    if (principal !== null && (principal === '*' || !check(principal))) {
      throw constraint('InvalidArnException', `Invalid ARN: ${principal}`);
    }
  }
}

const createGrant = operation<CreateGrantCommandInput, CreateGrantCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [keyRequest('kms:CreateGrant', input.KeyId, scene, forNoResource)],
  run: (input, context) => {
    refuse('KMS.CreateGrant', input, ['GranteeServicePrincipal', 'RetiringServicePrincipal']);
    const key = keyById(context, input.KeyId);
    requireEnabled(key);
    const operations = required(input.Operations, 'Operations');
    const wrong = operations.find((name) => !grantable.has(name));
    if (operations.length === 0 || wrong !== undefined) {
      throw constraint(
        'ValidationException',
        wrong === undefined
          ? "1 validation error detected: Value '[]' at 'operations' failed to satisfy constraint: Member must have length greater than or equal to 1"
          : `Grant operation ${wrong} is not supported for KeySpec SYMMETRIC_DEFAULT.`,
      );
    }
    const label = `grant ${key.id}`;
    const constraints = input.Constraints;
    if (constraints !== undefined) refuse('KMS.CreateGrant', constraints, ['SourceArn']);
    const grant: KeyGrant = {
      id: context.transaction.hex(label, 64),
      name: input.Name ?? null,
      token: Buffer.from(context.transaction.hex(`${label} token`, 64)).toString('base64'),
      createdAt: context.now,
      grantee: required(input.GranteePrincipal, 'GranteePrincipal'),
      retiring: input.RetiringPrincipal ?? null,
      issuer: context.account,
      operations: toStored([...new Set(operations)]),
      constraints: constraints === undefined ? null : toStored(constraints),
    };
    requirePrincipals(grant);
    requireNotDry(input);
    // The same grant under the same name is made once (API reference, "CreateGrant": Name).
    const same = key.body.grants.find((other) => grant.name !== null && sameJson(asked(grant), asked(other)));
    if (same === undefined) changeKey(context, key, { grants: [...key.body.grants, grant] });
    const { id, token } = same ?? grant;
    return { GrantId: id, GrantToken: token };
  },
});

/** What of a grant its maker asked for. */
function asked({ constraints, grantee, name, operations, retiring }: KeyGrant): JsonObject {
  return { constraints, grantee, name, operations, retiring };
}

const listGrants = operation<ListGrantsCommandInput, ListGrantsCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [keyRequest('kms:ListGrants', input.KeyId, scene, forNoResource)],
  run: (input, context) => {
    const key = keyById(context, input.KeyId);
    const all = key.body.grants
      .filter(({ id }) => input.GrantId === undefined || id === input.GrantId)
      .filter(({ grantee }) => input.GranteePrincipal === undefined || grantee === input.GranteePrincipal)
      .toSorted((left, right) => (left.id < right.id ? -1 : 1));
    const { items, ...rest } = listPage(all, (grant) => grant.id, input, 50);
    return { Grants: items.map((grant) => describeGrant(grant, key.arn)), ...rest };
  },
});

const listRetirableGrants = operation<ListRetirableGrantsCommandInput, ListRetirableGrantsCommandOutput>({
  readOnly: true,
  actions: () => [{ action: 'kms:ListRetirableGrants', resources: ['*'] }],
  run: (input, context) => {
    const retiring = required(input.RetiringPrincipal, 'RetiringPrincipal');
    const all: { readonly arn: string; readonly grant: KeyGrant }[] = [];
    for (const { arn, body } of recordsAt<KeyBody>(context.state, keyPlace(context))) {
      for (const grant of body.grants) if (grant.retiring === retiring) all.push({ arn, grant });
    }
    all.sort((left, right) => (left.grant.id < right.grant.id ? -1 : 1));
    const { items, ...rest } = listPage(all, ({ grant }) => grant.id, input, 50);
    return { Grants: items.map(({ arn, grant }) => describeGrant(grant, arn)), ...rest };
  },
});

/** The grant that RetireGrant names: by its token, or by its key and id. */
function grantToRetire(
  scene: Scene,
  input: RetireGrantCommandInput,
): { readonly key: KeyRecord; readonly grant: KeyGrant } | undefined {
  const { GrantId, GrantToken, KeyId } = input;
  const keys =
    KeyId === undefined
      ? [...recordsAt<KeyBody>(scene.state, keyPlace(scene))]
      : [findKey(scene, KeyId)].filter((key) => key !== undefined);
  for (const key of keys) {
    const grant = key.body.grants.find(({ id, token }) =>
      GrantToken === undefined ? id === GrantId : token === GrantToken,
    );
    if (grant !== undefined) return { key, grant };
  }
  return undefined;
}

/** A grant's retiring principal, and a grantee that may, retire it without asking anyone (API reference, "RetireGrant"). */
function mayRetire(grant: KeyGrant, { principal, session }: Actor): boolean {
  const names = session === null ? [principal] : [principal, session.roleArn];
  if (grant.retiring !== null && names.includes(grant.retiring)) return true;
  return grant.operations.includes('RetireGrant') && names.includes(grant.grantee);
}

const retireGrant = operation<RetireGrantCommandInput, RetireGrantCommandOutput>({
  readOnly: false,
  actions: (input, scene) => {
    const found = grantToRetire(scene, input);
    if (found !== undefined && mayRetire(found.grant, scene.actor)) return [];
    return [keyRequest('kms:RetireGrant', found?.key.arn ?? input.KeyId, scene)];
  },
  run: (input, context) => {
    if (input.GrantToken === undefined && (input.KeyId === undefined || input.GrantId === undefined)) {
      throw constraint('ValidationException', 'You must specify a grant token, or a key ID and a grant ID.');
    }
    const found = grantToRetire(context, input);
    if (found === undefined) {
      if (input.GrantToken !== undefined)
        throw constraint('InvalidGrantTokenException', 'Invalid grant token.');
      throw notFound(`Grant ID ${input.GrantId ?? ''} not found`);
    }
    requireNotDry(input);
    takeBack(context, found.key, found.grant.id);
    return {};
  },
});

const revokeGrant = operation<RevokeGrantCommandInput, RevokeGrantCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [keyRequest('kms:RevokeGrant', input.KeyId, scene, forNoResource)],
  run: (input, context) => {
    const key = keyById(context, input.KeyId);
    const grantId = required(input.GrantId, 'GrantId');
    if (!key.body.grants.some(({ id }) => id === grantId)) throw notFound(`Grant ID ${grantId} not found`);
    requireNotDry(input);
    takeBack(context, key, grantId);
    return {};
  },
});

function takeBack(context: CallContext, key: KeyRecord, grantId: string): void {
  changeKey(context, key, { grants: key.body.grants.filter(({ id }) => id !== grantId) });
}

export const grantOperations = {
  CreateGrant: createGrant,
  ListGrants: listGrants,
  ListRetirableGrants: listRetirableGrants,
  RetireGrant: retireGrant,
  RevokeGrant: revokeGrant,
};
