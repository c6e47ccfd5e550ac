/** Resource policies of tables. */
import type {
  DeleteResourcePolicyCommandInput,
  DeleteResourcePolicyCommandOutput,
  GetResourcePolicyCommandInput,
  GetResourcePolicyCommandOutput,
  PutResourcePolicyCommandInput,
  PutResourcePolicyCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { constraint } from '../../../contract/aws-error.js';
import { validatePolicy } from '../../../iam/policy.js';
import type { CallContext } from '../../call-context.js';
import { refuse, required } from '../../input-check.js';
import { operation } from '../../service.js';
import type { TableBody } from './table.js';
import { changeTable, tableNamed } from './table.js';

/** @throws AwsFailure ValidationException where the text is no policy. */
export function policyOf(text: string, context: CallContext): NonNullable<TableBody['policy']> {
  const document = validatePolicy(text, 'resource', 'ValidationException');
  return { text, document, revision: String(context.now) };
}

const put = operation<PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput>({
  readOnly: false,
  actions: (input) => [{ action: 'dynamodb:PutResourcePolicy', resources: [input.ResourceArn ?? '*'] }],
  run: (input, context) => {
    refuse('DynamoDB.PutResourcePolicy', input, ['ExpectedRevisionId']);
    const table = tableNamed(context, input.ResourceArn);
    const policy = policyOf(required(input.Policy, 'Policy'), context);
    changeTable(context, table, { policy });
    return { RevisionId: policy.revision };
  },
});

const get = operation<GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput>({
  readOnly: true,
  actions: (input) => [{ action: 'dynamodb:GetResourcePolicy', resources: [input.ResourceArn ?? '*'] }],
  run: (input, context) => {
    const { policy } = tableNamed(context, input.ResourceArn).body;
    if (policy === null) {
      throw constraint(
        'PolicyNotFoundException',
        `Resource-based policy not found for the provided ResourceArn: Requested policy not found`,
      );
    }
    return { Policy: policy.text, RevisionId: policy.revision };
  },
});

const remove = operation<DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput>({
  readOnly: false,
  actions: (input) => [{ action: 'dynamodb:DeleteResourcePolicy', resources: [input.ResourceArn ?? '*'] }],
  run: (input, context) => {
    refuse('DynamoDB.DeleteResourcePolicy', input, ['ExpectedRevisionId']);
    const table = tableNamed(context, input.ResourceArn);
    const revision = table.body.policy?.revision;
    if (table.body.policy !== null) changeTable(context, table, { policy: null });
    return { RevisionId: revision };
  },
});

export const resourcePolicyOperations = {
  DeleteResourcePolicy: remove,
  GetResourcePolicy: get,
  PutResourcePolicy: put,
};
