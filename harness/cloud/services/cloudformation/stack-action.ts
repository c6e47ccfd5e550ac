/** What IAM is asked for operations on stacks (Service Authorization Reference, "AWS CloudFormation"). */
import type { ActionRequest } from '../../../contract/call.js';
import type { Scene } from '../../scene.js';
import { requestTags, resourceTags, tagsIn } from '../../tag-list.js';
import { describedStack } from './find-stack.js';

type Context = Readonly<Record<string, string | readonly string[]>>;

/** An action on a stack, by its name or id. */
export function stackAction(
  scene: Scene,
  action: string,
  nameOrId: string | undefined,
  further: Context = {},
): ActionRequest {
  if (nameOrId === undefined) return { action: `cloudformation:${action}`, resources: ['*'] };
  const record = describedStack(scene, nameOrId);
  const { partition, region, account } = scene;
  const arn = nameOrId.startsWith('arn:')
    ? nameOrId
    : `arn:${partition}:cloudformation:${region}:${account}:stack/${nameOrId}/*`;
  return {
    action: `cloudformation:${action}`,
    resources: [record?.id ?? arn],
    context: { ...resourceTags(record?.tags), ...further },
  };
}

/** The same for operations that take a role and tags: passing the role is asked for too. */
export function deployingActions(
  scene: Scene,
  action: string,
  input: {
    readonly StackName?: string | undefined;
    readonly RoleARN?: string | undefined;
    readonly TemplateURL?: string | undefined;
    readonly StackPolicyURL?: string | undefined;
    readonly Tags?:
      readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;
  },
): readonly ActionRequest[] {
  const { StackName, RoleARN, Tags, TemplateURL, StackPolicyURL } = input;
  const asked = stackAction(scene, action, StackName, {
    ...requestTags(tagsIn(Tags)),
    ...(RoleARN === undefined ? {} : { 'cloudformation:RoleArn': RoleARN }),
    ...(TemplateURL === undefined ? {} : { 'cloudformation:TemplateUrl': TemplateURL }),
    ...(StackPolicyURL === undefined ? {} : { 'cloudformation:StackPolicyUrl': StackPolicyURL }),
  });
  if (RoleARN === undefined) return [asked];
  const passing: ActionRequest = {
    action: 'iam:PassRole',
    resources: [RoleARN],
    context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
  };
  return [asked, passing];
}
