/** DeleteParameter and DeleteParameters: the value and its history are gone for good. */
import type {
  DeleteParameterCommandInput,
  DeleteParameterCommandOutput,
  DeleteParametersCommandInput,
  DeleteParametersCommandOutput,
} from '@aws-sdk/client-ssm';
import { required } from '../../input-check.js';
import { operation } from '../../service.js';
import { parameterArn, parameterChoice, parameterGiven, requireParameter } from './parameter.js';
import { wrongNumber } from './read-parameters.js';

const mostNames = 10;

export const deleteParameterOperations = {
  DeleteParameter: operation<DeleteParameterCommandInput, DeleteParameterCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'ssm:DeleteParameter',
        resources: [parameterArn(scene, parameterChoice(input.Name ?? '*').name)],
      },
    ],
    run: (input, context) => {
      context.transaction.deleteResource(requireParameter(context, required(input.Name, 'Name')));
      return {};
    },
  }),

  DeleteParameters: operation<DeleteParametersCommandInput, DeleteParametersCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'ssm:DeleteParameters',
        resources: [...(input.Names ?? []), ...((input.Names ?? []).length === 0 ? ['*'] : [])].map((given) =>
          parameterArn(scene, parameterChoice(given).name),
        ),
      },
    ],
    run: (input, context) => {
      const names = [...new Set(required(input.Names, 'Names'))];
      if (names.length === 0 || names.length > mostNames) throw wrongNumber(names);
      const DeletedParameters: string[] = [];
      const InvalidParameters: string[] = [];
      for (const given of names) {
        const record = parameterGiven(context, given);
        if (record === undefined) {
          InvalidParameters.push(given);
          continue;
        }
        context.transaction.deleteResource(record);
        DeletedParameters.push(given);
      }
      return { DeletedParameters, InvalidParameters };
    },
  }),
};
