/** LabelParameterVersion and UnlabelParameterVersion: names for versions (User Guide, "Working with parameter labels"). */
import type {
  LabelParameterVersionCommandInput,
  LabelParameterVersionCommandOutput,
  UnlabelParameterVersionCommandInput,
  UnlabelParameterVersionCommandOutput,
} from '@aws-sdk/client-ssm';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { operation } from '../../service.js';
import {
  chosenVersion,
  latest,
  parameterArn,
  requireParameter,
  type ParameterRecord,
  type ParameterVersion,
} from './parameter.js';

const mostLabels = 10;

export const parameterLabelOperations = {
  LabelParameterVersion: operation<LabelParameterVersionCommandInput, LabelParameterVersionCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [
      { action: 'ssm:LabelParameterVersion', resources: [parameterArn(scene, input.Name ?? '*')] },
    ],
    run: (input, context) => {
      const record = requireParameter(context, required(input.Name, 'Name'));
      const { ParameterVersion: wanted } = input;
      const { version } = wanted === undefined ? latest(record) : chosenVersion(record, String(wanted));
      const labels = [...new Set(required(input.Labels, 'Labels'))];
      const valid = labels.filter((label) => isLabel(label));
      // A label is on one version at a time: it moves.
      const versions = record.body.versions.map((each) => {
        const others = each.labels.filter((label) => !valid.includes(label));
        return each.version === version
          ? { ...each, labels: [...others, ...valid] }
          : { ...each, labels: others };
      });
      const most = Math.max(...versions.map((each) => each.labels.length));
      if (most > mostLabels) {
        throw constraint(
          'ParameterVersionLabelLimitExceeded',
          `A parameter version can have a maximum of ${mostLabels} labels.`,
        );
      }
      store(context, record, versions);
      return { InvalidLabels: labels.filter((label) => !isLabel(label)), ParameterVersion: version };
    },
  }),

  UnlabelParameterVersion: operation<
    UnlabelParameterVersionCommandInput,
    UnlabelParameterVersionCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) => [
      { action: 'ssm:UnlabelParameterVersion', resources: [parameterArn(scene, input.Name ?? '*')] },
    ],
    run: (input, context) => {
      const record = requireParameter(context, required(input.Name, 'Name'));
      const wanted = required(input.ParameterVersion, 'ParameterVersion');
      const { version, labels } = chosenVersion(record, String(wanted));
      const given = [...new Set(required(input.Labels, 'Labels'))];
      const versions = record.body.versions.map((each) =>
        each.version === version
          ? { ...each, labels: each.labels.filter((label) => !given.includes(label)) }
          : each,
      );
      store(context, record, versions);
      return {
        RemovedLabels: given.filter((label) => labels.includes(label)),
        InvalidLabels: given.filter((label) => !labels.includes(label)),
      };
    },
  }),
};

function isLabel(text: string): boolean {
  return /^(?!aws|ssm)[a-zA-Z_.-][a-zA-Z0-9_.-]{0,99}$/i.test(text);
}

function store(context: CallContext, record: ParameterRecord, versions: readonly ParameterVersion[]): void {
  context.transaction.putResource({ ...record, body: { ...record.body, versions } });
}
