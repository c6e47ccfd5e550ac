/** Systems Manager, as far as Parameter Store goes. */
import { defineService } from '../../service.js';
import { deleteParameterOperations } from './delete-parameters.js';
import { describeParametersOperations } from './describe-parameters.js';
import { parameterKind } from './parameter.js';
import { parameterLabelOperations } from './parameter-labels.js';
import { parameterResource } from './parameter-resource.js';
import { parameterTagOperations } from './parameter-tags.js';
import { putParameterOperations } from './put-parameter.js';
import { readParameterOperations } from './read-parameters.js';

export default defineService({
  name: 'SSM',
  folder: 'ssm',
  principal: 'ssm',
  operations: {
    ...putParameterOperations,
    ...readParameterOperations,
    ...describeParametersOperations,
    ...deleteParameterOperations,
    ...parameterTagOperations,
    ...parameterLabelOperations,
  },
  kinds: [parameterKind],
  events: {},
  resources: [parameterResource],
});
