/** What a caller must acknowledge before a template is deployed. */
import { constraint } from '../../contract/aws-error.js';
import type { Template } from './template.js';

/** Types that change who may do what, with the property that names them. */
const identityTypes: ReadonlyMap<string, string | null> = new Map([
  ['AWS::IAM::AccessKey', null],
  ['AWS::IAM::Group', 'GroupName'],
  ['AWS::IAM::GroupPolicy', null],
  ['AWS::IAM::InstanceProfile', 'InstanceProfileName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::Policy', null],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::IAM::RolePolicy', null],
  ['AWS::IAM::User', 'UserName'],
  ['AWS::IAM::UserPolicy', null],
  ['AWS::IAM::UserToGroupAddition', null],
]);

export interface RequiredCapabilities {
  readonly capabilities: readonly string[];
  readonly reason: string | undefined;
}

/** What GetTemplateSummary says that a template needs. */
export function requiredCapabilities(template: Template): RequiredCapabilities {
  const present = new Set<string>();
  let named = false;
  for (const { type, properties } of template.resources.values()) {
    const property = identityTypes.get(type);
    if (property === undefined) continue;
    present.add(type);
    if (property !== null && properties[property] !== undefined) named = true;
  }
  const capabilities: string[] = [];
  if (present.size > 0) capabilities.push(named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM');
  if (template.transforms.length > 0) capabilities.push('CAPABILITY_AUTO_EXPAND');
  const reason =
    present.size === 0
      ? undefined
      : `The following resource(s) require capabilities: [${[...present].join(', ')}]`;
  return { capabilities, reason };
}

/** @throws AwsFailure `InsufficientCapabilitiesException`. */
export function requireCapabilities(template: Template, given: readonly string[]): void {
  const missing = requiredCapabilities(template).capabilities.filter(
    (needed) =>
      !given.includes(needed) && !(needed === 'CAPABILITY_IAM' && given.includes('CAPABILITY_NAMED_IAM')),
  );
  if (missing.length === 0) return;
  throw constraint('InsufficientCapabilitiesException', `Requires capabilities : [${missing.join(', ')}]`);
}
