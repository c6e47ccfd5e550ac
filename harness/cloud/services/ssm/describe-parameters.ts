/** DescribeParameters: what is told of parameters without their values. */
import type {
  DescribeParametersCommandInput,
  DescribeParametersCommandOutput,
  ParameterStringFilter,
} from '@aws-sdk/client-ssm';
import { refuse } from '../../input-check.js';
import { pageOf } from '../../page.js';
import { operation } from '../../service.js';
import { badToken, invalid } from './failures.js';
import { latest, parametersAt } from './parameter.js';
import { readFilters } from './parameter-filter.js';
import { described } from './read-parameters.js';

const largestPage = 50;
const keys: ReadonlySet<string> = new Set([
  'DataType',
  'KeyId',
  'Label',
  'Name',
  'Path',
  'Tier',
  'Type',
  'tag:',
]);

export const describeParametersOperations = {
  DescribeParameters: operation<DescribeParametersCommandInput, DescribeParametersCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'ssm:DescribeParameters', resources: ['*'] }],
    run: (input, context) => {
      refuse('SSM.DescribeParameters', input, ['Shared']);
      const { Filters = [], ParameterFilters = [] } = input;
      if (Filters.length > 0 && ParameterFilters.length > 0) {
        throw invalid('You can use either Filters or ParameterFilters in a single request.');
      }
      // The older form begins with the value where it filters names.
      const older = Filters.map(({ Key, Values }): ParameterStringFilter => ({
        Key,
        Values,
        Option: Key === 'Name' ? 'BeginsWith' : 'Equals',
      }));
      const filter = readFilters([...older, ...ParameterFilters], keys);
      const page = pageOf(
        [...parametersAt(context)].filter((record) => filter(record)),
        {
          keyOf: ({ id }) => id,
          limit: Math.min(input.MaxResults ?? largestPage, largestPage),
          token: input.NextToken,
          badToken,
        },
      );
      return {
        Parameters: page.items.map((record) => ({
          Name: record.id,
          ARN: record.arn,
          ...described(latest(record)),
          Policies: [],
        })),
        ...(page.next === undefined ? {} : { NextToken: page.next }),
      };
    },
  }),
};
