/** Reads what a call says of a stack to be: template, parameters, tags, role. */
import { createHash } from 'node:crypto';
import { parameterTexts } from '../../cloudformation/parameters.js';
import { readTemplate } from '../../cloudformation/read-template.js';
import { requireCapabilities } from '../../cloudformation/capabilities.js';
import { requireReferences } from '../../cloudformation/dynamic-references.js';
import { storedValues } from '../../cloudformation/stored-parameters.js';
import { invalidRole } from '../../cloudformation/service-role.js';
import { templateKey, type StackTarget } from '../../cloudformation/stack-record.js';
import type { Template } from '../../cloudformation/template.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import type { CallContext } from '../../call-context.js';
import { tagsIn } from '../../tag-list.js';
import { trustsService } from '../sts/trusts-service.js';
import { templateAtUrl } from './template-url.js';

const longestBody = 51_200;
const mostTags = 50;

export interface TargetInput {
  readonly Parameters?: readonly GivenInput[] | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly Tags?:
    readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;
  readonly NotificationARNs?: readonly string[] | undefined;
}

interface GivenInput {
  readonly ParameterKey?: string | undefined;
  readonly ParameterValue?: string | undefined;
  readonly UsePreviousValue?: boolean | undefined;
  readonly ResolvedValue?: string | undefined;
}

/** Where a call has its template: exactly one of the two is given. */
export interface TemplateSource {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
}

/**
 * The template's text that a call gives, in itself or as the address of an object in S3, which is read as the caller.
 * @throws AwsFailure `ValidationError` where it gives none or both, one that is too long, or one that cannot be read.
 */
export function templateText(context: CallContext, { TemplateBody, TemplateURL }: TemplateSource): string {
  const body = TemplateBody ?? '';
  const url = TemplateURL ?? '';
  if (body !== '' && url !== '') {
    throw validationFailure('You cannot specify both Template URL and Template Body');
  }
  if (url !== '') return templateAtUrl(context, url);
  if (body === '') throw validationFailure('Either Template URL or Template Body must be specified.');
  if (Buffer.byteLength(body) > longestBody) {
    throw validationFailure(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${longestBody}`,
    );
  }
  return body;
}

/**
 * What the stack is to be; the template's text is stored.
 * @param previous what the stack is, for values that are used again.
 */
export function readTarget(
  context: CallContext,
  text: string,
  input: TargetInput,
  previous: StackTarget | null,
): StackTarget {
  const template = readTemplate(text);
  const given = (input.Parameters ?? []).map((parameter) => ({
    name: parameter.ParameterKey ?? '',
    value: parameter.ParameterValue,
    usePrevious: parameter.UsePreviousValue === true,
  }));
  const parameters = parameterTexts(template, given, previous?.parameters ?? {});
  requireCapabilities(template, input.Capabilities ?? []);
  const resolved = storedValues(context, template, parameters);
  requireReferences(context, template);
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  context.transaction.put(templateKey(digest), text);
  return {
    template: digest,
    parameters,
    ...(Object.keys(resolved).length === 0 ? {} : { resolved }),
    secretParameters: secretParameters(template),
    tags: input.Tags === undefined ? (previous?.tags ?? {}) : readTags(input),
    capabilities: [...(input.Capabilities ?? [])],
    notificationArns: [...(input.NotificationARNs ?? previous?.notificationArns ?? [])],
  };
}

function secretParameters(template: Template): readonly string[] {
  return [...template.parameters.values()].filter(({ noEcho }) => noEcho).map(({ name }) => name);
}

function readTags({ Tags }: TargetInput): Readonly<Record<string, string>> {
  const tags = tagsIn(Tags);
  if (Object.keys(tags).length > mostTags)
    throw validationFailure(`Number of tags exceeds the limit of ${mostTags}.`);
  if (Object.keys(tags).some((key) => key.toLowerCase().startsWith('aws:'))) {
    throw validationFailure('aws: prefixed tag key names are not allowed for external use.');
  }
  return tags;
}

/**
 * Checks that CloudFormation can take on a role: it is there, and its trust policy lets CloudFormation assume it.
 * @throws AwsFailure `Role ... is invalid or cannot be assumed`.
 */
export function requireRole(context: CallContext, roleArn: string): void {
  if (!trustsService(context.state, roleArn, 'cloudformation.amazonaws.com')) throw invalidRole(roleArn);
}
