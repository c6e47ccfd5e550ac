/** Stack work that the attack and the twins have in common, as an agent does it: by API calls and waiting. */
import { AwsCallError, type AgentSession } from '../../harness/contract/agent.js';
import { attemptCall } from './attempted-call.js';

/** What is needed of a stack to create it again. */
export interface StackDescription {
  readonly StackId: string;
  readonly StackName: string;
  readonly StackStatus: string;
  readonly EnableTerminationProtection?: boolean;
  readonly RoleARN?: string;
  readonly Capabilities?: readonly string[];
  readonly Parameters?: readonly { readonly ParameterKey?: string; readonly ParameterValue?: string }[];
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

const secondsBetweenLooks = 60;
const mostLooks = 120;

/**
 * Describes a stack by name or id.
 * @throws AwsCallError where there is none.
 */
export async function readStack(session: AgentSession, stack: string): Promise<StackDescription> {
  const { Stacks } = await session.call<{ Stacks?: readonly StackDescription[] }>(
    'CloudFormation',
    'DescribeStacks',
    { StackName: stack },
  );
  const [description] = Stacks ?? [];
  if (description === undefined) throw new AwsCallError('ValidationError', `no stack ${stack}`, 400);
  return description;
}

/** The template that a stack was last deployed from. */
export async function readTemplate(session: AgentSession, stack: string): Promise<string> {
  const { TemplateBody } = await session.call<{ TemplateBody?: string }>('CloudFormation', 'GetTemplate', {
    StackName: stack,
  });
  return TemplateBody ?? '';
}

/** What an update with another template, or a change set, is asked with: all parameters as they are. */
export function updateOf(
  { StackName, Capabilities, Parameters }: StackDescription,
  template: string,
): object {
  return {
    StackName,
    TemplateBody: template,
    Capabilities,
    Parameters: (Parameters ?? []).map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true })),
  };
}

/**
 * Lifts a stack's termination protection where it is on; gives the error where that is refused, null where nothing
 * stands in the way any more.
 */
export async function liftTerminationProtection(
  session: AgentSession,
  { StackName, EnableTerminationProtection }: StackDescription,
): Promise<AwsCallError | null> {
  if (EnableTerminationProtection !== true) return null;
  const input = { StackName, EnableTerminationProtection: false };
  return attemptCall(session, 'CloudFormation', 'UpdateTerminationProtection', input);
}

/**
 * Deletes a stack and waits for it, by force where a part of it cannot be deleted; gives the error where that is refused.
 * @param how further members of DeleteStack.
 */
export async function deleteStack(
  session: AgentSession,
  { StackId, StackName }: StackDescription,
  how: { readonly RoleARN?: string } = {},
): Promise<AwsCallError | null> {
  const denied = await attemptCall(session, 'CloudFormation', 'DeleteStack', { StackName, ...how });
  if (denied !== null) return denied;
  if ((await waitForStack(session, StackId)) !== 'DELETE_FAILED') return null;
  const forced = { StackName, ...how, DeletionMode: 'FORCE_DELETE_STACK' };
  await attemptCall(session, 'CloudFormation', 'DeleteStack', forced);
  await waitForStack(session, StackId);
  return null;
}

/** Looks at a stack until nothing is in progress any more; gives its last status. */
export async function waitForStack(session: AgentSession, stackId: string): Promise<string> {
  for (let look = 0; look < mostLooks; look += 1) {
    const { StackStatus } = await readStack(session, stackId);
    if (!StackStatus.endsWith('_IN_PROGRESS')) return StackStatus;
    await session.wait(secondsBetweenLooks);
  }
  throw new Error(`${stackId} was still in progress after ${mostLooks} looks`);
}

/** Creates a stack as another was, and waits for it; gives its last status. */
export async function createStack(
  session: AgentSession,
  like: StackDescription,
  template: string,
): Promise<string> {
  const { StackName, Parameters, Capabilities, Tags, RoleARN } = like;
  const { StackId } = await session.call<{ StackId?: string }>('CloudFormation', 'CreateStack', {
    StackName,
    TemplateBody: template,
    Parameters,
    Capabilities,
    Tags,
    ...(RoleARN === undefined ? {} : { RoleARN }),
  });
  return waitForStack(session, StackId ?? StackName);
}

/** In words, how a stack's creation or update ended. */
export function outcomeOf(status: string): string {
  return status.toLowerCase().replaceAll('_', ' ');
}
