/** Adding, removing and showing what a function's policy permits (Lambda API Reference, "AddPermission"). */
import type {
  AddPermissionCommandInput,
  AddPermissionCommandOutput,
  GetPolicyCommandInput,
  GetPolicyCommandOutput,
  RemovePermissionCommandInput,
  RemovePermissionCommandOutput,
} from '@aws-sdk/client-lambda';
import { constraint } from '../../../contract/aws-error.js';
import type { Json, JsonObject } from '../../../contract/json.js';
import { validatePolicy } from '../../../iam/policy.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { checkRevision, conflict, invalidParameter, notFound, validationError } from './failures.js';
import { askedArn, readFunctionName } from './function-name.js';
import {
  permissionId,
  permissionPlace,
  putStatements,
  statementsOf,
  type PermissionBody,
} from './permission.js';
import { qualified } from './qualified.js';

const mostPolicyBytes = 20_480;

/** Who is meant by what the caller writes: everyone, a service, an account, or a principal's ARN. */
function principalOf(given: string, scene: Scene): Json {
  if (given === '*') return '*';
  if (/^\d{12}$/.test(given)) return { AWS: `arn:${scene.partition}:iam::${given}:root` };
  if (given.startsWith('arn:')) return { AWS: given };
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(given)) return { Service: given };
  throw invalidParameter('The provided principal was invalid. Please check the principal and try again.');
}

function conditionOf(input: AddPermissionCommandInput): JsonObject | undefined {
  const equals: Record<string, string> = {};
  if (input.SourceAccount !== undefined) equals['AWS:SourceAccount'] = input.SourceAccount;
  if (input.EventSourceToken !== undefined) equals['lambda:EventSourceToken'] = input.EventSourceToken;
  if (input.PrincipalOrgID !== undefined) equals['aws:PrincipalOrgID'] = input.PrincipalOrgID;
  if (input.FunctionUrlAuthType !== undefined)
    equals['lambda:FunctionUrlAuthType'] = input.FunctionUrlAuthType;
  const condition: Record<string, Json> = {};
  if (Object.keys(equals).length > 0) condition['StringEquals'] = equals;
  if (input.SourceArn !== undefined) condition['ArnLike'] = { 'AWS:SourceArn': input.SourceArn };
  if (input.InvokedViaFunctionUrl !== undefined) {
    condition['Bool'] = { 'lambda:InvokedViaFunctionUrl': String(input.InvokedViaFunctionUrl) };
  }
  return Object.keys(condition).length === 0 ? undefined : condition;
}

const addPermission = operation<AddPermissionCommandInput, AddPermissionCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    {
      action: 'lambda:AddPermission',
      resources: [askedArn(input.FunctionName, scene, input.Qualifier)],
      context: {
        'lambda:Principal': input.Principal ?? '',
        ...(input.FunctionUrlAuthType === undefined
          ? {}
          : { 'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType }),
      },
    },
  ],
  run: (input, context) => {
    const Sid = required(input.StatementId, 'StatementId');
    const action = required(input.Action, 'Action');
    const given = required(input.Principal, 'Principal');
    if (!/^[a-zA-Z0-9-_]{1,100}$/.test(Sid)) {
      const rule = 'Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)';
      throw validationError(Sid, 'statementId', rule);
    }
    if (!/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/.test(action)) {
      const rule = 'Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])';
      throw validationError(action, 'action', rule);
    }
    const name = readFunctionName(input.FunctionName, context, input.Qualifier);
    const { holder } = qualified(context, name);
    checkRevision(input.RevisionId, holder.body.revision);
    const statements = statementsOf(holder);
    if (statements.some((statement) => statement['Sid'] === Sid)) {
      throw conflict(
        `The statement id (${Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const Condition = conditionOf(input);
    const statement: JsonObject = {
      Sid,
      Effect: 'Allow',
      Principal: principalOf(given, context),
      Action: action,
      Resource: holder.arn,
      ...(Condition === undefined ? {} : { Condition }),
    };
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [...statements, statement] });
    if (Buffer.byteLength(text) > mostPolicyBytes) {
      throw constraint(
        'PolicyLengthExceededException',
        `The final policy size (${Buffer.byteLength(text)}) is bigger than the limit (${mostPolicyBytes}).`,
      );
    }
    validatePolicy(text, 'resource', 'InvalidParameterValueException');
    putStatements(context, holder, [...statements, statement]);
    const id = permissionId(holder.arn, Sid);
    // Without an ARN of its own, it is not found under its holder's.
    const permission = context.born<PermissionBody>(
      permissionPlace(context),
      { id, arn: '' },
      { holder: holder.arn, statement },
    );
    context.transaction.putResource(permission);
    return { Statement: JSON.stringify(statement) };
  },
});

const removePermission = operation<RemovePermissionCommandInput, RemovePermissionCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    {
      action: 'lambda:RemovePermission',
      resources: [askedArn(input.FunctionName, scene, input.Qualifier)],
    },
  ],
  run: (input, context) => {
    const name = readFunctionName(input.FunctionName, context, input.Qualifier);
    const { holder } = qualified(context, name);
    const statements = statementsOf(holder);
    if (statements.length === 0) throw notFound('No policy is associated with the given resource.');
    checkRevision(input.RevisionId, holder.body.revision);
    const kept = statements.filter((statement) => statement['Sid'] !== input.StatementId);
    if (kept.length === statements.length) {
      throw notFound(`Statement ${input.StatementId ?? ''} is not found in resource policy.`);
    }
    putStatements(context, holder, kept);
    const id = permissionId(holder.arn, input.StatementId ?? '');
    const permission = context.transaction.resource(permissionPlace(context), id);
    if (permission !== undefined) context.transaction.deleteResource(permission);
    return {};
  },
});

const getPolicy = operation<GetPolicyCommandInput, GetPolicyCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 'lambda:GetPolicy', resources: [askedArn(input.FunctionName, scene, input.Qualifier)] },
  ],
  run: (input, context) => {
    const name = readFunctionName(input.FunctionName, context, input.Qualifier);
    const { holder } = qualified(context, name);
    const { policy, revision } = holder.body;
    if (policy === null) throw notFound('The resource you requested does not exist.');
    return { Policy: JSON.stringify(policy), RevisionId: revision };
  },
});

export const permissionOperations = {
  AddPermission: addPermission,
  GetPolicy: getPolicy,
  RemovePermission: removePermission,
};
