/** Inline policies of users, groups and roles: the same four operations for each (PutRolePolicy and its like). */
import type { CallContext } from '../../call-context.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import type { ResourceRecord } from '../../world/state.js';
import { limitExceeded, noSuchEntity } from './failures.js';
import { groups, roles, users, type Holder, type HolderBody } from './holder.js';
import { listed, type ListInput } from './listing.js';
import { holderRequest, namedHolder, type NamesHolder } from './named-holder.js';
import { checkedName } from './names.js';
import { checkedPolicy, encodedPolicy, policySize } from './policy-text.js';
import { refuseProtectedRole } from './protected-role.js';

/** What the inputs of the twelve operations have in common. */
type PolicyInput = ListInput &
  NamesHolder & {
    readonly PolicyName?: string;
    readonly PolicyDocument?: string;
  };

function inlinePolicyOperations(holder: Holder): Record<string, Operation> {
  const { noun, member, resource } = holder;
  const found = (input: PolicyInput, context: CallContext): ResourceRecord<HolderBody> =>
    namedHolder(context, holder, input);
  const named = (input: PolicyInput): string => checkedName(input.PolicyName, 'PolicyName', 128);
  const asked = (action: string) => (input: PolicyInput, scene: Scene) => [
    holderRequest(action, holder, input[member], scene),
  ];
  const missingPolicy = (name: string) =>
    noSuchEntity(`The ${resource} policy with name ${name} cannot be found.`);

  return {
    [`Put${noun}Policy`]: operation<PolicyInput, object>({
      readOnly: false,
      actions: asked(`iam:Put${noun}Policy`),
      run: (input, context) => {
        const name = named(input);
        const record = found(input, context);
        refuseProtectedRole(record);
        const text = checkedPolicy(input.PolicyDocument, 'identity');
        const inline = { ...record.body.inline, [name]: text };
        const size = Object.values(inline).reduce((sum, each) => sum + policySize(each), 0);
        if (size > holder.inlineLimit) {
          throw limitExceeded(
            `Maximum policy size of ${holder.inlineLimit} bytes exceeded for ${resource} ${record.id}`,
          );
        }
        context.transaction.putResource({ ...record, body: { ...record.body, inline } });
        return {};
      },
    }),

    [`Get${noun}Policy`]: operation<PolicyInput, object>({
      readOnly: true,
      actions: asked(`iam:Get${noun}Policy`),
      run: (input, context) => {
        const name = named(input);
        const { id, body } = found(input, context);
        const text = body.inline[name];
        if (text === undefined) throw missingPolicy(name);
        return { [member]: id, PolicyName: name, PolicyDocument: encodedPolicy(text) };
      },
    }),

    [`List${noun}Policies`]: operation<PolicyInput, object>({
      readOnly: true,
      actions: asked(`iam:List${noun}Policies`),
      run: (input, context) => {
        const names = Object.keys(found(input, context).body.inline).sort();
        const { items, paging } = listed(names, (name) => name, input);
        return { PolicyNames: items, ...paging };
      },
    }),

    [`Delete${noun}Policy`]: operation<PolicyInput, object>({
      readOnly: false,
      actions: asked(`iam:Delete${noun}Policy`),
      run: (input, context) => {
        const name = named(input);
        const record = found(input, context);
        refuseProtectedRole(record);
        const { [name]: removed, ...inline } = record.body.inline;
        if (removed === undefined) throw missingPolicy(name);
        context.transaction.putResource({ ...record, body: { ...record.body, inline } });
        return {};
      },
    }),
  };
}

export const inlineOperations: Readonly<Record<string, Operation>> = {
  ...inlinePolicyOperations(users),
  ...inlinePolicyOperations(groups),
  ...inlinePolicyOperations(roles),
};
