/** Tags of functions and of event source mappings. */
import type {
  ListTagsCommandInput,
  ListTagsCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-lambda';
import { parseArn } from '../../../contract/arn.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { operation } from '../../service.js';
import { requestTags, withoutTags } from '../../tag-list.js';
import type { ResourceRecord } from '../../world/state.js';
import { mappingNamed } from './event-source-mapping.js';
import { invalidParameter } from './failures.js';
import { functionCalled } from './function.js';
import { readFunctionName } from './function-name.js';

/** @throws AwsFailure InvalidParameterValueException where what is named takes no tags, ResourceNotFoundException where it is not there. */
function tagged(context: CallContext, given: string | undefined): ResourceRecord {
  const arn = required(given, 'Resource');
  const [kind, id] = parseArn(arn)?.resource.split(':') ?? [];
  if (kind === 'event-source-mapping') return mappingNamed(context, id);
  const name = readFunctionName(arn, context);
  if (name.qualifier !== null) {
    throw invalidParameter(
      'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    );
  }
  return functionCalled(context, name);
}

const tagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  readOnly: false,
  actions: (input) => [
    {
      action: 'lambda:TagResource',
      resources: [input.Resource ?? '*'],
      context: requestTags(input.Tags ?? {}),
    },
  ],
  run: (input, context) => {
    const record = tagged(context, input.Resource);
    context.transaction.putResource({ ...record, tags: { ...record.tags, ...input.Tags } });
    return {};
  },
});

const untagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  readOnly: false,
  actions: (input) => [
    {
      action: 'lambda:UntagResource',
      resources: [input.Resource ?? '*'],
      context: { 'aws:TagKeys': input.TagKeys ?? [] },
    },
  ],
  run: (input, context) => {
    const record = tagged(context, input.Resource);
    context.transaction.putResource({ ...record, tags: withoutTags(record.tags, input.TagKeys ?? []) });
    return {};
  },
});

const listTags = operation<ListTagsCommandInput, ListTagsCommandOutput>({
  readOnly: true,
  actions: (input) => [{ action: 'lambda:ListTags', resources: [input.Resource ?? '*'] }],
  run: (input, context) => ({ Tags: { ...tagged(context, input.Resource).tags } }),
});

export const lambdaTagOperations = {
  ListTags: listTags,
  TagResource: tagResource,
  UntagResource: untagResource,
};
