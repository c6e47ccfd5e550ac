import { expect } from 'chai';
import { parseTemplate } from '../../../harness/cloud/cloudformation/parse-template.js';
import { readTemplate } from '../../../harness/cloud/cloudformation/read-template.js';
import { assembled, failureOf } from './template-under-test.js';

const queue = 'Resources: { Q: { Type: "AWS::SQS::Queue" } }';

describe('reading a template', () => {
  it('says where YAML is malformed', () => {
    expect(failureOf(() => readTemplate('Resources:\n  A:\n    Type: [a\n  B: c\n'))).to.match(
      /^Template format error: YAML not well-formed\. \(line [34], column \d+\)$/,
    );
    expect(failureOf(() => readTemplate('Resources:\n  A:\n    Type: !Nope x\n'))).to.equal(
      'Template format error: YAML not well-formed. (line 3, column 17)',
    );
  });

  it('says where JSON is malformed', () => {
    expect(failureOf(() => readTemplate('{\n  "Resources": { x }\n}'))).to.equal(
      'Template format error: JSON not well-formed. (line 2, column 18)',
    );
    expect(failureOf(() => readTemplate('{ "Resources": {'))).to.match(
      /JSON not well-formed\. \(line 1, column 17\)/,
    );
  });

  it('keeps dates, versions and account numbers as text', () => {
    expect(
      parseTemplate('a: 2012-10-17\nb: 3.10\nc: 012345678901\nd: 1.5\ne: 42\nf: yes\ng: "no"\nh: ~\n'),
    ).to.deep.equal({
      a: '2012-10-17',
      b: '3.10',
      c: '012345678901',
      d: 1.5,
      e: 42,
      f: true,
      g: 'no',
      h: null,
    });
  });

  it('takes the last of keys that repeat, and refuses aliases', () => {
    expect(parseTemplate('a: 1\na: 2\n')).to.deep.equal({ a: 2 });
    expect(failureOf(() => parseTemplate('a: &x 1\nb: *x\n'))).to.equal(
      'Template error: YAML aliases are not allowed in CloudFormation templates',
    );
  });

  const errors: readonly (readonly [text: string, message: string])[] = [
    ['just text', 'Template format error: unsupported structure.'],
    ['Resources: {}', 'Template format error: At least one Resources member must be defined.'],
    [`${queue}\nColour: blue`, 'Invalid template property or properties [Colour]'],
    [
      'Resources: { my-q: { Type: "AWS::SQS::Queue" } }',
      'Template format error: Resource name my-q is non alphanumeric.',
    ],
    [
      'Resources: { Q: { Properties: {} } }',
      'Template format error: [/Resources/Q] Every Resources object must contain a Type member.',
    ],
    [
      'Resources: { Q: { Type: "AWS::SQS::Queue", Propertes: {} } }',
      "Invalid template resource property 'Propertes'",
    ],
    [
      'Resources: { Q: { Type: "AWS::SQS::Queue", Properties: { A: ~ } } }',
      "Template format error: [/Resources/Q/Properties/A] 'null' values are not allowed in templates",
    ],
    [
      'Resources: { Q: { Type: "AWS::SQS::Que" }, R: { Type: "My::Own::Type" } }',
      'Template format error: Unrecognized resource types: [AWS::SQS::Que, My::Own::Type]',
    ],
    [
      'Resources: { Q: { Type: "AWS::SQS::Queue", DependsOn: Nobody } }',
      'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
    ],
    [
      `${queue}\nOutputs: { O: { Value: !Ref Nobody } }`,
      'Template format error: Unresolved resource dependencies [Nobody] in the Outputs block of the template',
    ],
    [
      `${queue}\nConditions: { C: !Equals [!Ref Q, a] }`,
      'Template format error: Unresolved dependencies [Q]. Cannot reference resources in the Conditions block of the template',
    ],
    [
      `${queue}\nConditions: { C: !Equals [a] }`,
      'Template error: every Fn::Equals object requires a list of 2 string parameters.',
    ],
    [
      `${queue}\nConditions: { C: !Not [a, b] }`,
      'Template error: every Fn::Not object requires one boolean parameter.',
    ],
    [
      `${queue}\nParameters: { P: { Type: Text } }`,
      'Template format error: Unrecognized parameter type: Text',
    ],
    [
      `${queue}\nParameters: { P: { Type: "AWS::SSM::Parameter::Value<Number>" } }`,
      'Template format error: Unrecognized parameter type: AWS::SSM::Parameter::Value<Number>',
    ],
    [
      'Resources: { Q: { Type: "Custom::Thing" } }',
      'not implemented: CloudFormation resource type Custom::Thing',
    ],
    [
      'Resources: { Q: { Type: "AWS::CloudFormation::StackSet" } }',
      'not implemented: CloudFormation resource type AWS::CloudFormation::StackSet',
    ],
    [
      'Transform: AWS::Serverless-2016-10-31\nResources: { Q: { Type: "AWS::SQS::Queue" } }',
      'not implemented: CloudFormation transform AWS::Serverless-2016-10-31',
    ],
  ];
  for (const [text, message] of errors) {
    it(`answers as CloudFormation does: ${message}`, () => {
      expect(failureOf(() => readTemplate(text))).to.equal(message);
    });
  }

  it('names the resources of a cycle, and only them', () => {
    const text = `
Resources:
  First: { Type: 'AWS::SNS::Topic' }
  A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: !Ref B } }
  B: { Type: 'AWS::SQS::Queue', DependsOn: [C, First] }
  C: { Type: 'AWS::SQS::Queue', Properties: { QueueName: !Sub '\${A.QueueName}' } }
  Last: { Type: 'AWS::SNS::Topic', DependsOn: C }
`;
    expect(failureOf(() => assembled(text))).to.equal('Circular dependency between resources: [A, B, C]');
  });

  it('follows only the branch of a condition that is taken', () => {
    const text = (name: string): string => `
Parameters: { Name: { Type: String, Default: ${name} } }
Conditions: { Big: !Equals [!Ref Name, big] }
Resources:
  Only: { Type: 'AWS::SNS::Topic', Condition: Big }
  Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: !If [Big, !Ref Only, plain] }, DependsOn: Only }
`;
    expect(assembled(text('big')).resources.get('Q')?.dependencies).to.deep.equal(['Only']);
    const small = assembled(text('small'));
    expect([...small.resources.keys()]).to.deep.equal(['Q']);
    expect(small.resources.get('Q')?.dependencies).to.deep.equal([]);
  });

  it('refuses a reference to a resource whose condition does not hold', () => {
    const text = `
Conditions: { Never: !Equals [a, b] }
Resources:
  Only: { Type: 'AWS::SNS::Topic', Condition: Never }
  Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: !Ref Only } }
`;
    expect(failureOf(() => assembled(text))).to.equal(
      'Template format error: Unresolved resource dependencies [Only] in the Resources block of the template',
    );
  });

  it('holds parameters to their rules', () => {
    const text = `
Parameters: { Stage: { Type: String }, Copies: { Type: Number, Default: 1 } }
Rules:
  Enough:
    RuleCondition: !Equals [!Ref Stage, production]
    Assertions:
      - { Assert: !Contains [['2', '3'], !Ref Copies], AssertDescription: production needs copies }
${queue}
`;
    expect(failureOf(() => assembled(text, { parameters: { Stage: 'production' } }))).to.contain(
      'production needs copies',
    );
    expect(assembled(text, { parameters: { Stage: 'production', Copies: '2' } }).resources.size).to.equal(1);
    expect(assembled(text, { parameters: { Stage: 'test' } }).resources.size).to.equal(1);
  });

  const parameters: readonly (readonly [declaration: string, value: string | undefined, message: string])[] =
    [
      ['{ Type: String }', undefined, 'Parameters: [P] must have values'],
      ['{ Type: String, AllowedValues: [a, b] }', 'c', "Parameter 'P' must be one of AllowedValues"],
      ['{ Type: String, AllowedPattern: "[a-z]+" }', 'A1', "Parameter 'P' must match pattern [a-z]+"],
      [
        '{ Type: String, AllowedPattern: "[a-z]+", ConstraintDescription: lower case only }',
        'A1',
        'Parameter P failed to satisfy constraint: lower case only',
      ],
      ['{ Type: String, MinLength: 3 }', 'ab', "Parameter 'P' must contain at least 3 characters"],
      ['{ Type: String, MaxLength: 3 }', 'abcd', "Parameter 'P' must contain at most 3 characters"],
      ['{ Type: Number }', 'many', "Parameter 'P' must be a number."],
      ['{ Type: Number, MinValue: 2 }', '1', "Parameter 'P' must be a number not less than 2"],
      ['{ Type: Number, MaxValue: 2 }', '3', "Parameter 'P' must be a number not greater than 2"],
      ['{ Type: List<Number>, MaxValue: 2 }', '1,3', "Parameter 'P' must be a number not greater than 2"],
      [
        '{ Type: CommaDelimitedList, AllowedValues: [a, b] }',
        'a,c',
        "Parameter 'P' must be one of AllowedValues",
      ],
    ];
  for (const [declaration, given, message] of parameters) {
    it(`refuses ${given ?? 'no value'} for a parameter ${declaration}`, () => {
      const text = `Parameters: { P: ${declaration} }\n${queue}`;
      expect(
        failureOf(() => assembled(text, { parameters: given === undefined ? {} : { P: given } })),
      ).to.equal(message);
    });
  }

  it('refuses parameters that the template does not have', () => {
    expect(failureOf(() => assembled(queue, { parameters: { X: '1' } }))).to.equal(
      'Parameters: [X] do not exist in the template',
    );
  });
});
