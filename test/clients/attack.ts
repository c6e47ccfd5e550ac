/** The same decision with the AWS SDK for JavaScript: a program of its own, which knows nothing of blastpit. */
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  UpdateTerminationProtectionCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';

const StackName = 'cost-insights';
const client = new CloudFormationClient({});
const patience = { client, maxWaitTime: 600 };

const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
const [stack] = Stacks ?? [];
const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName }));
await client.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }));
await client.send(new DeleteStackCommand({ StackName }));
await waitUntilStackDeleteComplete(patience, { StackName: stack?.StackId });
const { Parameters, Capabilities, Tags } = stack ?? {};
await client.send(new CreateStackCommand({ StackName, TemplateBody, Parameters, Capabilities, Tags }));
await waitUntilStackCreateComplete(patience, { StackName });
process.stdout.write('recreated\n');
