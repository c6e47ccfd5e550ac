/** PutParameter: creates a parameter, or gives it another version. */
import type { ParameterType, PutParameterCommandInput, PutParameterCommandOutput } from '@aws-sdk/client-ssm';
import { constraint, unsupported } from '../../../contract/aws-error.js';
import { refuse, required } from '../../input-check.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { invalid } from './failures.js';
import {
  latest,
  managedKey,
  parameterArn,
  parameterNamed,
  parameterPlace,
  type ParameterBody,
  type ParameterRecord,
  type ParameterVersion,
} from './parameter.js';
import { requireName } from './parameter-name.js';
import { storedValue } from './parameter-value.js';

const longestStandard = 4096;
const longestAdvanced = 8192;
const mostVersions = 100;
const mostTags = 50;
const types: ReadonlySet<string> = new Set(['SecureString', 'String', 'StringList']);

export const putParameterOperations = {
  PutParameter: operation<PutParameterCommandInput, PutParameterCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'ssm:PutParameter',
        resources: [parameterArn(scene, input.Name ?? '*')],
        context: { 'ssm:Overwrite': String(input.Overwrite === true), ...requestTags(tagsIn(input.Tags)) },
      },
    ],
    run: (input, context) => {
      const name = required(input.Name, 'Name');
      const value = required(input.Value, 'Value');
      refuse('SSM.PutParameter', input, ['Policies']);
      if (input.DataType !== undefined && input.DataType !== 'text') {
        throw unsupported(`SSM.PutParameter with DataType ${input.DataType}`);
      }
      requireName(name);
      if (value === '') throw invalid('Parameter value must not be empty.');
      const before = parameterNamed(context, name);
      const tags = tagsIn(input.Tags);
      if (before !== undefined) requireOverwrite(input);
      if (Object.keys(tags).length > mostTags) {
        throw constraint('TooManyTagsError', `A parameter can have at most ${mostTags} tags.`);
      }
      const type = typeOf(input, before);
      const previous = before === undefined ? undefined : latest(before);
      const keyId = keyOf(input, type, previous);
      const allowedPattern = input.AllowedPattern ?? previous?.allowedPattern ?? null;
      if (allowedPattern !== null) requirePattern(allowedPattern, value);
      const version: ParameterVersion = {
        version: (previous?.version ?? 0) + 1,
        type,
        value: storedValue(context, value, keyId),
        keyId,
        description: input.Description ?? previous?.description ?? null,
        allowedPattern,
        tier: tierOf(input, value, previous),
        modifiedAt: context.now,
        modifiedBy: context.actor.principal,
        labels: [],
      };
      const body: ParameterBody = { versions: [...kept(before), version] };
      const record =
        before === undefined
          ? context.born(parameterPlace(context), { id: name, arn: parameterArn(context, name), tags }, body)
          : { ...before, body };
      context.transaction.putResource(record);
      return { Version: version.version, Tier: version.tier };
    },
  }),
};

function requireOverwrite({ Overwrite, Tags }: PutParameterCommandInput): void {
  if (Overwrite !== true) {
    throw constraint(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  if ((Tags ?? []).length > 0) {
    throw invalid(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  }
}

function typeOf({ Type }: PutParameterCommandInput, before: ParameterRecord | undefined): ParameterType {
  if (Type !== undefined && !types.has(Type)) {
    throw constraint('UnsupportedParameterType', `The parameter type ${Type} is not supported.`);
  }
  if (before === undefined) {
    if (Type === undefined) throw invalid('A parameter type is required when you create a parameter.');
    return Type;
  }
  const { type } = latest(before);
  if (Type === undefined || Type === type) return type;
  throw constraint(
    'HierarchyTypeMismatchException',
    "Parameter Store does not support changing a parameter type in a hierarchy. For example, you can't change a parameter from a String type to a SecureString type. You must create a new, unique parameter.",
  );
}

function keyOf(
  { KeyId }: PutParameterCommandInput,
  type: ParameterType,
  previous: ParameterVersion | undefined,
): string | null {
  if (type === 'SecureString') return KeyId ?? previous?.keyId ?? managedKey;
  if (KeyId === undefined) return null;
  throw invalid('KeyId is required for SecureString type parameter only.');
}

function requirePattern(pattern: string, value: string): void {
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${pattern})$`);
  } catch {
    throw constraint('InvalidAllowedPatternException', `The pattern ${pattern} is not a regular expression.`);
  }
  if (expression.test(value)) return;
  throw constraint(
    'ParameterPatternMismatchException',
    `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
  );
}

function tierOf(
  { Tier }: PutParameterCommandInput,
  value: string,
  previous: ParameterVersion | undefined,
): ParameterVersion['tier'] {
  const bytes = Buffer.byteLength(value);
  if (bytes > longestAdvanced) {
    throw invalid(
      `Advanced tier parameters support a maximum parameter value of ${longestAdvanced} characters.`,
    );
  }
  // An advanced parameter stays one: AWS goes back to standard only by deleting it.
  if (previous?.tier === 'Advanced' && Tier === 'Standard') {
    throw invalid(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
    );
  }
  if (previous?.tier === 'Advanced' || Tier === 'Advanced') return 'Advanced';
  if (bytes <= longestStandard) return 'Standard';
  if (Tier === 'Intelligent-Tiering') return 'Advanced';
  throw invalid(
    `Standard tier parameters support a maximum parameter value of ${longestStandard} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
  );
}

/** The versions that stay: a hundredth makes room by letting the oldest go, unless that has a label. */
function kept(record: ParameterRecord | undefined): readonly ParameterVersion[] {
  const versions = record?.body.versions ?? [];
  if (versions.length < mostVersions) return versions;
  const [oldest, ...rest] = versions;
  if (record === undefined || oldest === undefined || oldest.labels.length === 0) return rest;
  throw constraint(
    'ParameterMaxVersionLimitExceeded',
    `You attempted to create a new version of ${record.id} by calling the PutParameter API with the overwrite flag. Version ${oldest.version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
  );
}
