/**
 * Statements of a function's policy. Each is a record too, since stacks make them one by one; the policy that IAM reads
 * lies on what it is about: the function, a version or an alias.
 */
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { allowsAnyone } from '../../policy-exposure.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourcePlace, ResourceRecord } from '../../world/state.js';
import type { AliasRecord } from './alias.js';
import type { FunctionRecord } from './function.js';
import type { VersionRecord } from './version.js';

export const permissionType = 'AWS::Lambda::Permission';

/** What carries a policy. */
export type PolicyHolder = FunctionRecord | VersionRecord | AliasRecord;

export type PermissionBody = {
  /** ARN of what the statement is about. */
  readonly holder: string;
  readonly statement: JsonObject;
};

export type PermissionRecord = ResourceRecord<PermissionBody>;

export function permissionPlace(scene: Scene): ResourcePlace {
  return { type: permissionType, account: scene.account, region: scene.region };
}

/** The physical id: the function's name, qualified where it is, and the statement's id. */
export function permissionId(holderArn: string, statementId: string): string {
  return `${holderArn.split(':').slice(6).join(':')}|${statementId}`;
}

/** Stores the holder with another policy; without one where no statement is left. */
export function putStatements(
  context: CallContext,
  holder: PolicyHolder,
  statements: readonly JsonObject[],
): void {
  const policy: JsonObject | null =
    statements.length === 0 ? null : { Version: '2012-10-17', Id: 'default', Statement: statements };
  const revision = context.transaction.uuid(`policy ${holder.arn} ${holder.body.revision}`);
  // The three kinds of holders keep policy and revision alike.
  const changed: ResourceRecord = { ...holder, body: { ...holder.body, policy, revision } };
  context.transaction.putResource(changed);
}

export function statementsOf({ body }: PolicyHolder): readonly JsonObject[] {
  const statements = body.policy?.['Statement'];
  return Array.isArray(statements) ? (statements as readonly JsonObject[]) : [];
}

/** A holder that goes takes its statements with it; a function takes those of its versions and aliases too. */
export function deletePermissions(context: CallContext, { arn }: PolicyHolder): void {
  for (const record of recordsAt<PermissionBody>(context.state, permissionPlace(context))) {
    const { holder } = record.body;
    if (holder === arn || holder.startsWith(`${arn}:`)) context.transaction.deleteResource(record);
  }
}

export const permissionKind: ResourceKind = {
  type: permissionType,
  observe: (record) => {
    const { holder, statement } = (record as PermissionRecord).body;
    return plainObservation({
      exposed: allowsAnyone({ Statement: [statement] }),
      grants: statement,
      configuration: { FunctionName: holder },
    });
  },
};
