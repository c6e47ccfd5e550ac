/** Permissions boundaries of users and roles: set with the principal, put on later, taken away. */
import type { AttachedPermissionsBoundary } from '@aws-sdk/client-iam';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { operation, type Operation } from '../../service.js';
import { missing, noSuchEntity } from './failures.js';
import { existing, findHolder, holderArn, roles, users, type Holder, type HolderBody } from './holder.js';
import { isAttachable } from './managed-policy.js';
import { holderRequest } from './named-holder.js';
import { checkedName } from './names.js';
import { refuseProtectedRole } from './protected-role.js';

/** The boundary that a request names, checked; null where it names none. */
export function boundaryIn(context: CallContext, arn: string | undefined): string | null {
  if (arn === undefined) return null;
  if (isAttachable(context, arn)) return arn;
  throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
}

/** The member of IAM's answers that shows a boundary; empty where there is none. */
export function boundaryOf({ boundary }: HolderBody): { PermissionsBoundary?: AttachedPermissionsBoundary } {
  if (boundary === null) return {};
  return {
    PermissionsBoundary: {
      // "This data type can only have a value of Policy" (API Reference, AttachedPermissionsBoundary); the SDK's type has
      // the name of IAM's own enumeration.
      PermissionsBoundaryType: 'Policy' as unknown as 'PermissionsBoundaryPolicy',
      PermissionsBoundaryArn: boundary,
    },
  };
}

type BoundaryInput = {
  readonly UserName?: string;
  readonly RoleName?: string;
  readonly PermissionsBoundary?: string;
};

function boundaryOperations(
  holder: Holder & { readonly member: 'UserName' | 'RoleName' },
): Record<string, Operation> {
  const { noun, member } = holder;
  const change = (input: BoundaryInput, context: CallContext, boundary: string | null): object => {
    const name = checkedName(input[member], member, holder.longestName);
    const record = existing(findHolder(context, holder, name), holder, name);
    refuseProtectedRole(record);
    context.transaction.putResource({ ...record, body: { ...record.body, boundary } });
    return {};
  };
  return {
    [`Put${noun}PermissionsBoundary`]: operation<BoundaryInput, object>({
      readOnly: false,
      actions: (input, scene) => [
        {
          action: `iam:Put${noun}PermissionsBoundary`,
          resources: [holderArn(scene, holder, input[member])],
          context: { 'iam:PermissionsBoundary': input.PermissionsBoundary ?? '' },
        },
      ],
      run: (input, context) => {
        const arn = required(input.PermissionsBoundary, 'PermissionsBoundary', missing);
        return change(input, context, boundaryIn(context, arn));
      },
    }),
    [`Delete${noun}PermissionsBoundary`]: operation<BoundaryInput, object>({
      readOnly: false,
      actions: (input, scene) => [
        holderRequest(`iam:Delete${noun}PermissionsBoundary`, holder, input[member], scene),
      ],
      run: (input, context) => change(input, context, null),
    }),
  };
}

export const permissionsBoundaryOperations: Readonly<Record<string, Operation>> = {
  ...boundaryOperations({ ...users, member: 'UserName' }),
  ...boundaryOperations({ ...roles, member: 'RoleName' }),
};
