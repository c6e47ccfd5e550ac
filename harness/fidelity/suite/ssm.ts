/** What is asked of Systems Manager about parameters: their life, versions, paths, secrets, tags and labels. */
import { defineSuite } from '../sequence.js';

export default defineSuite({
  name: 'ssm',
  service: 'SSM',
  sequences: [
    {
      name: "a parameter's life",
      steps: [
        { operation: 'GetParameter', input: { Name: '/shop/stage' }, fails: 'ParameterNotFound' },
        {
          operation: 'PutParameter',
          input: { Name: '/shop/stage', Type: 'String', Value: 'test', Description: 'where it runs' },
        },
        {
          operation: 'PutParameter',
          input: { Name: '/shop/stage', Type: 'String', Value: 'prod' },
          fails: 'ParameterAlreadyExists',
        },
        { operation: 'PutParameter', input: { Name: '/shop/stage', Value: 'prod', Overwrite: true } },
        { operation: 'GetParameter', input: { Name: '/shop/stage' } },
        { operation: 'GetParameter', input: { Name: '/shop/stage:1' } },
        { operation: 'GetParameter', input: { Name: '/shop/stage:9' }, fails: 'ParameterVersionNotFound' },
        { operation: 'GetParameterHistory', input: { Name: '/shop/stage' } },
        { operation: 'DescribeParameters' },
        { operation: 'DeleteParameter', input: { Name: '/shop/stage' } },
        { operation: 'DeleteParameter', input: { Name: '/shop/stage' }, fails: 'ParameterNotFound' },
        { operation: 'GetParameterHistory', input: { Name: '/shop/stage' }, fails: 'ParameterNotFound' },
        { operation: 'DescribeParameters' },
      ],
    },
    {
      name: 'what a parameter cannot be',
      steps: [
        {
          operation: 'PutParameter',
          input: { Name: 'typeless', Value: 'a' },
          fails: 'ValidationException',
        },
        {
          operation: 'PutParameter',
          input: { Name: '/aws/mine', Type: 'String', Value: 'a' },
          fails: 'AccessDeniedException',
        },
        {
          operation: 'PutParameter',
          input: { Name: 'a b', Type: 'String', Value: 'a' },
          fails: 'ValidationException',
        },
        {
          operation: 'PutParameter',
          input: { Name: 'digits', Type: 'String', Value: 'abc', AllowedPattern: '\\d+' },
          fails: 'ParameterPatternMismatchException',
        },
        {
          operation: 'PutParameter',
          input: { Name: 'long', Type: 'String', Value: 'v'.repeat(4097) },
          fails: 'ValidationException',
        },
        {
          operation: 'PutParameter',
          input: {
            Name: `/${Array.from({ length: 16 }, (_, level) => `l${level}`).join('/')}`,
            Type: 'String',
            Value: 'a',
          },
          fails: 'HierarchyLevelLimitExceededException',
        },
        { operation: 'PutParameter', input: { Name: 'one', Type: 'String', Value: 'a' } },
        {
          operation: 'PutParameter',
          input: { Name: 'one', Type: 'StringList', Value: 'a,b', Overwrite: true },
          fails: 'HierarchyTypeMismatchException',
        },
        { operation: 'GetParameter', input: { Name: 'one' } },
      ],
    },
    {
      name: 'paths and several at once',
      steps: [
        { operation: 'PutParameter', input: { Name: '/shop/a', Type: 'String', Value: '1' } },
        { operation: 'PutParameter', input: { Name: '/shop/b', Type: 'StringList', Value: '2,3' } },
        { operation: 'PutParameter', input: { Name: '/shop/deep/c', Type: 'String', Value: '4' } },
        { operation: 'PutParameter', input: { Name: '/other/d', Type: 'String', Value: '5' } },
        { operation: 'GetParametersByPath', input: { Path: '/shop' } },
        { operation: 'GetParametersByPath', input: { Path: '/shop', Recursive: true } },
        { operation: 'GetParametersByPath', input: { Path: '/nothing' } },
        { operation: 'GetParameters', input: { Names: ['/shop/a', '/never', '/other/d'] } },
        {
          operation: 'DescribeParameters',
          input: { ParameterFilters: [{ Key: 'Type', Values: ['StringList'] }] },
        },
        {
          operation: 'DescribeParameters',
          input: { ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/shop'] }] },
        },
        { operation: 'DeleteParameters', input: { Names: ['/shop/a', '/never'] } },
        { operation: 'GetParametersByPath', input: { Path: '/', Recursive: true } },
      ],
    },
    {
      name: 'secrets',
      steps: [
        { operation: 'PutParameter', input: { Name: 'secret', Type: 'SecureString', Value: 'hush' } },
        { operation: 'GetParameter', input: { Name: 'secret' }, ignore: ['Parameter.Value'] },
        { operation: 'GetParameter', input: { Name: 'secret', WithDecryption: true } },
        { operation: 'DescribeParameters' },
        {
          operation: 'PutParameter',
          input: {
            Name: 'other',
            Type: 'SecureString',
            Value: 'hush',
            KeyId: '0d3f2b6a-8c1e-4f57-9a60-b21c77e4d915',
          },
          fails: 'InvalidKeyId',
        },
        { operation: 'GetParameter', input: { Name: 'other' }, fails: 'ParameterNotFound' },
      ],
    },
    {
      name: 'tags',
      steps: [
        {
          operation: 'PutParameter',
          input: { Name: 'tagged', Type: 'String', Value: 'a', Tags: [{ Key: 'team', Value: 'a' }] },
        },
        {
          operation: 'AddTagsToResource',
          input: {
            ResourceType: 'Parameter',
            ResourceId: 'tagged',
            Tags: [
              { Key: 'team', Value: 'b' },
              { Key: 'stage', Value: 'test' },
            ],
          },
        },
        { operation: 'ListTagsForResource', input: { ResourceType: 'Parameter', ResourceId: 'tagged' } },
        {
          operation: 'RemoveTagsFromResource',
          input: { ResourceType: 'Parameter', ResourceId: 'tagged', TagKeys: ['team', 'never'] },
        },
        { operation: 'ListTagsForResource', input: { ResourceType: 'Parameter', ResourceId: 'tagged' } },
        {
          operation: 'AddTagsToResource',
          input: {
            ResourceType: 'Parameter',
            ResourceId: 'never',
            Tags: [{ Key: 'team', Value: 'b' }],
          },
          fails: 'InvalidResourceId',
        },
        {
          operation: 'ListTagsForResource',
          input: { ResourceType: 'Parameter', ResourceId: 'never' },
          fails: 'InvalidResourceId',
        },
      ],
    },
    {
      name: 'labels of versions',
      steps: [
        { operation: 'PutParameter', input: { Name: 'labelled', Type: 'String', Value: 'one' } },
        { operation: 'PutParameter', input: { Name: 'labelled', Value: 'two', Overwrite: true } },
        {
          operation: 'LabelParameterVersion',
          input: { Name: 'labelled', ParameterVersion: 1, Labels: ['stable'] },
        },
        { operation: 'GetParameter', input: { Name: 'labelled:stable' } },
        { operation: 'LabelParameterVersion', input: { Name: 'labelled', Labels: ['stable'] } },
        { operation: 'GetParameter', input: { Name: 'labelled:stable' } },
        { operation: 'GetParameterHistory', input: { Name: 'labelled' } },
        {
          operation: 'LabelParameterVersion',
          input: { Name: 'labelled', Labels: ['aws-mine', 'fine'] },
        },
        {
          operation: 'LabelParameterVersion',
          input: { Name: 'never', Labels: ['stable'] },
          fails: 'ParameterNotFound',
        },
        {
          operation: 'LabelParameterVersion',
          input: { Name: 'labelled', ParameterVersion: 9, Labels: ['stable'] },
          fails: 'ParameterVersionNotFound',
        },
        {
          operation: 'UnlabelParameterVersion',
          input: { Name: 'labelled', ParameterVersion: 2, Labels: ['stable', 'never'] },
        },
        { operation: 'GetParameter', input: { Name: 'labelled:stable' }, fails: 'ParameterVersionNotFound' },
      ],
    },
  ],
});
