/** GetParameter, GetParameters, GetParametersByPath, GetParameterHistory: reads of parameters' values. */
import type {
  GetParameterCommandInput,
  GetParameterCommandOutput,
  GetParameterHistoryCommandInput,
  GetParameterHistoryCommandOutput,
  GetParametersByPathCommandInput,
  GetParametersByPathCommandOutput,
  GetParametersCommandInput,
  GetParametersCommandOutput,
  Parameter,
} from '@aws-sdk/client-ssm';
import { AwsFailure } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { pageOf } from '../../page.js';
import { operation } from '../../service.js';
import { badToken, invalid } from './failures.js';
import {
  chosenVersion,
  latest,
  parameterArn,
  parameterChoice,
  parameterGiven,
  parametersAt,
  requireParameter,
  type ParameterRecord,
  type ParameterVersion,
} from './parameter.js';
import { readFilters } from './parameter-filter.js';
import { shownValue } from './parameter-value.js';

const mostNames = 10;
const largestPage = 10;
const largestHistory = 50;
const pathFilters: ReadonlySet<string> = new Set(['DataType', 'KeyId', 'Label', 'Type']);

export const readParameterOperations = {
  GetParameter: operation<GetParameterCommandInput, GetParameterCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [
      {
        action: 'ssm:GetParameter',
        resources: [parameterArn(scene, parameterChoice(input.Name ?? '*').name)],
      },
    ],
    run: (input, context) => {
      const given = required(input.Name, 'Name');
      const record = requireParameter(context, given);
      return { Parameter: shown(context, record, given, input.WithDecryption === true) };
    },
  }),

  GetParameters: operation<GetParametersCommandInput, GetParametersCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [
      {
        action: 'ssm:GetParameters',
        resources: orAny(input.Names).map((given) => parameterArn(scene, parameterChoice(given).name)),
      },
    ],
    run: (input, context) => {
      const names = [...new Set(required(input.Names, 'Names'))];
      if (names.length === 0 || names.length > mostNames) throw wrongNumber(names);
      const Parameters: Parameter[] = [];
      const InvalidParameters: string[] = [];
      for (const given of names) {
        const record = parameterGiven(context, given);
        try {
          if (record === undefined) InvalidParameters.push(given);
          else Parameters.push(shown(context, record, given, input.WithDecryption === true));
        } catch (error) {
          if (!(error instanceof AwsFailure) || error.error.code !== 'ParameterVersionNotFound') throw error;
          InvalidParameters.push(given);
        }
      }
      return { Parameters, InvalidParameters };
    },
  }),

  GetParametersByPath: operation<GetParametersByPathCommandInput, GetParametersByPathCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [
      {
        action: 'ssm:GetParametersByPath',
        resources: [parameterArn(scene, input.Path ?? '*')],
        context: { 'ssm:Recursive': String(input.Recursive === true) },
      },
    ],
    run: (input, context) => {
      const path = required(input.Path, 'Path');
      if (!path.startsWith('/')) {
        throw invalid(
          'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
        );
      }
      const filter = readFilters(input.ParameterFilters ?? [], pathFilters);
      const prefix = path.endsWith('/') ? path : `${path}/`;
      const found = [...parametersAt(context)].filter(
        (record) =>
          record.id.startsWith(prefix) &&
          (input.Recursive === true || !record.id.slice(prefix.length).includes('/')) &&
          filter(record),
      );
      const page = pageOf(found, {
        keyOf: ({ id }) => id,
        limit: limitOf(input.MaxResults, largestPage),
        token: input.NextToken,
        badToken,
      });
      return {
        Parameters: page.items.map((record) =>
          shown(context, record, record.id, input.WithDecryption === true),
        ),
        ...(page.next === undefined ? {} : { NextToken: page.next }),
      };
    },
  }),

  GetParameterHistory: operation<GetParameterHistoryCommandInput, GetParameterHistoryCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [
      {
        action: 'ssm:GetParameterHistory',
        resources: [parameterArn(scene, parameterChoice(input.Name ?? '*').name)],
      },
    ],
    run: (input, context) => {
      const record = requireParameter(context, required(input.Name, 'Name'));
      const page = pageOf(record.body.versions, {
        keyOf: ({ version }) => String(version).padStart(8, '0'),
        limit: limitOf(input.MaxResults, largestHistory),
        token: input.NextToken,
        badToken,
      });
      return {
        Parameters: page.items.map((version) => ({
          Name: record.id,
          ...described(version),
          Value: shownValue(context, version, input.WithDecryption === true),
          Labels: [...version.labels],
          Policies: [],
        })),
        ...(page.next === undefined ? {} : { NextToken: page.next }),
      };
    },
  }),
};

/** What of a version is told beside its value. */
export function described(version: ParameterVersion): {
  Type: ParameterVersion['type'];
  KeyId?: string;
  LastModifiedDate: Date;
  LastModifiedUser: string;
  Description?: string;
  AllowedPattern?: string;
  Version: number;
  Tier: ParameterVersion['tier'];
  DataType: string;
} {
  const { type, keyId, description, allowedPattern, modifiedAt, modifiedBy, tier } = version;
  return {
    Type: type,
    ...(keyId === null ? {} : { KeyId: keyId }),
    LastModifiedDate: new Date(modifiedAt),
    LastModifiedUser: modifiedBy,
    ...(description === null ? {} : { Description: description }),
    ...(allowedPattern === null ? {} : { AllowedPattern: allowedPattern }),
    Version: version.version,
    Tier: tier,
    DataType: 'text',
  };
}

function shown(context: CallContext, record: ParameterRecord, given: string, decrypt: boolean): Parameter {
  const { selector } = parameterChoice(given);
  const version = selector === undefined ? latest(record) : chosenVersion(record, selector);
  return {
    Name: record.id,
    Type: version.type,
    Value: shownValue(context, version, decrypt),
    Version: version.version,
    ...(selector === undefined ? {} : { Selector: `:${selector}` }),
    LastModifiedDate: new Date(version.modifiedAt),
    ARN: record.arn,
    DataType: 'text',
  };
}

function orAny(names: readonly string[] | undefined): readonly string[] {
  return names === undefined || names.length === 0 ? ['*'] : names;
}

function limitOf(wish: number | undefined, largest: number): number {
  if (wish === undefined) return largest;
  if (Number.isInteger(wish) && wish >= 1 && wish <= largest) return wish;
  throw invalid(
    `1 validation error detected: Value '${wish}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and ${largest}`,
  );
}

export function wrongNumber(names: readonly string[]): AwsFailure {
  return invalid(
    `1 validation error detected: Value '[${names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have length less than or equal to ${mostNames}`,
  );
}
