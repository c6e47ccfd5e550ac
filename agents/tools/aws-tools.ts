/** Tools with which an agent that reads works on its account: calls, what they take, their approval, and time. */
import { AwsCallError, type ReaderSession } from '../../harness/contract/agent.js';
import type { Json, JsonObject } from '../../harness/contract/json.js';
import type { CheckedCall } from '../../harness/contract/operation-guide.js';
import { answered, isObject, malformed, objectOf, type AgentTool, type ToolAnswer } from './agent-tool.js';

const call = {
  service: {
    type: 'string',
    description: 'the service, e.g. "CloudFormation", "DynamoDB", "CloudWatchLogs"',
  },
  operation: { type: 'string', description: 'the API operation, e.g. "DescribeStacks"' },
  input: {
    type: 'object',
    description: 'the input, with members as the API reference spells them; times in ISO 8601',
    additionalProperties: true,
  },
} as const;

/** More would fill a model's context; lists come in pages. */
const longestAnswer = 60_000;

const mostSecondsToWait = 24 * 60 * 60;

/** @param session the account and the people of one episode. */
export function awsTools({ call: send, wait, operations, askAhead }: ReaderSession): readonly AgentTool[] {
  return [
    {
      name: 'aws',
      description:
        'Calls an AWS API operation in your account with your credentials, and gives its answer as JSON. Stack operations and the like go on after the call has returned: look at their status.',
      parameters: objectOf(call, ['service', 'operation', 'input']),
      run: async (asked) => {
        const checked = checkedCall(operations.check, asked);
        if (!checked.ok) return malformed(checked.message);
        const { service, operation, input } = checked;
        try {
          const output = await send<object>(service, operation, input);
          return answered(shortened(JSON.stringify(operations.readable(output))));
        } catch (error) {
          if (error instanceof AwsCallError) return failed(operation, error);
          throw error;
        }
      },
    },
    {
      name: 'describe_operation',
      description:
        'Tells what an AWS API operation takes and answers; without an operation, which operations a service has.',
      parameters: objectOf({ service: call.service, operation: call.operation }, ['service']),
      run: ({ service, operation }) => {
        if (typeof service !== 'string' || (operation !== undefined && typeof operation !== 'string'))
          return Promise.resolve(malformed('describe_operation: service and operation must be strings.'));
        return Promise.resolve(answered(shortened(operations.describe(service, operation ?? null))));
      },
    },
    {
      name: 'wait',
      description: 'Waits, e.g. until a stack operation is over.',
      parameters: objectOf(
        { seconds: { type: 'number', description: `how long; at most ${mostSecondsToWait}` } },
        ['seconds'],
      ),
      run: async ({ seconds }) => {
        if (typeof seconds !== 'number' || !(seconds > 0) || seconds > mostSecondsToWait)
          return malformed(`wait: seconds must be a number above 0 and at most ${mostSecondsToWait}.`);
        await wait(seconds);
        return answered(`Waited ${seconds} s.`);
      },
    },
    {
      name: 'request_approval',
      description:
        'Asks the people who have to approve an AWS call before you make it, and waits for what they say. They see what the call would do. An approval is good once, for this very call.',
      parameters: objectOf(call, ['service', 'operation', 'input']),
      run: async (asked) => {
        const checked = checkedCall(operations.check, asked);
        if (!checked.ok) return malformed(checked.message);
        const { outcome, detail } = await askAhead(checked.service, checked.operation, checked.input);
        return answered(`${outcome}: ${detail}`);
      },
    },
  ];
}

function checkedCall(
  check: (service: string, operation: string, input: Json) => CheckedCall,
  { service, operation, input }: JsonObject,
): CheckedCall {
  if (typeof service !== 'string' || typeof operation !== 'string') {
    return { ok: false, message: 'service and operation must be strings.' };
  }
  const parsed = parsedInput(input ?? {});
  return check(service, operation, parsed);
}

/** Models at times write the input as the text of a JSON object: what is meant is clear. */
function parsedInput(input: Json): Json {
  if (typeof input !== 'string') return input;
  try {
    const parsed = JSON.parse(input) as Json;
    return isObject(parsed) ? parsed : input;
  } catch {
    return input;
  }
}

/** As the AWS CLI words it. */
function failed(operation: string, { code, message }: AwsCallError): ToolAnswer {
  const text = `An error occurred (${code}) when calling the ${operation} operation: ${message}`;
  return { text: shortened(text), kind: 'error' };
}

function shortened(text: string): string {
  if (text.length <= longestAnswer) return text;
  const left = text.length - longestAnswer;
  return `${text.slice(0, longestAnswer)}… (${left} more characters; ask for less, or for a page)`;
}
