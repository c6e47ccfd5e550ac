import { expect } from 'chai';
import type { Json } from '../../../harness/contract/json.js';
import { failureOf, properties, type Given } from './template-under-test.js';

const around = `
Parameters:
  Name: { Type: String, Default: blue }
  Count: { Type: Number, Default: 3 }
  Zones: { Type: CommaDelimitedList, Default: 'a, b,c' }
  Ports: { Type: List<Number>, Default: '80,443' }
Mappings:
  Sizes:
    cn-north-1: { small: t3.nano, list: [x, y] }
Conditions:
  Blue: !Equals [!Ref Name, blue]
  Red: !Not [!Condition Blue]
  Both: !And [!Condition Blue, !Not [!Condition Red]]
  Either: !Or [!Condition Red, !Equals [!Ref Count, '3']]
Resources:
  Other: { Type: 'AWS::SQS::Queue' }
  Zone: { Type: 'AWS::Route53::HostedZone', Properties: { Name: example.com } }
`;

function subject(text: string): string {
  return `${around}  Subject:\n    Type: AWS::SQS::Queue\n    Properties:\n      V: ${text}\n`;
}

function value(text: string, given: Given = {}): Json | undefined {
  const all = properties(subject(text), given) as Record<string, Json>;
  return all['V'];
}

/** Every function in its short form and in full, with what it gives. */
const table: readonly (readonly [short: string, full: string, gives: Json | undefined])[] = [
  ['!Ref Name', '{ Ref: Name }', 'blue'],
  ['!Ref Count', '{ Ref: Count }', '3'],
  ['!Ref Zones', '{ Ref: Zones }', ['a', 'b', 'c']],
  ['!Ref Ports', '{ Ref: Ports }', ['80', '443']],
  ['!Ref Other', '{ Ref: Other }', 'ref:Other'],
  ['!Ref AWS::NoValue', '{ Ref: "AWS::NoValue" }', undefined],
  ['!Ref AWS::Region', '{ Ref: "AWS::Region" }', 'cn-north-1'],
  ['!Ref AWS::Partition', '{ Ref: "AWS::Partition" }', 'aws-cn'],
  ['!Ref AWS::URLSuffix', '{ Ref: "AWS::URLSuffix" }', 'amazonaws.com.cn'],
  ['!Ref AWS::AccountId', '{ Ref: "AWS::AccountId" }', '123456789012'],
  ['!Ref AWS::StackName', '{ Ref: "AWS::StackName" }', 'shop'],
  ['!Ref AWS::NotificationARNs', '{ Ref: "AWS::NotificationARNs" }', []],
  ['!GetAtt Other.Arn', '{ "Fn::GetAtt": [Other, Arn] }', 'att:Other.Arn'],
  ['!GetAtt [Other, Arn]', '{ "Fn::GetAtt": Other.Arn }', 'att:Other.Arn'],
  ['!Sub "x-${Name}-${Other}"', '{ "Fn::Sub": "x-${Name}-${Other}" }', 'x-blue-ref:Other'],
  ['!Sub "${Other.Arn}/${!Name}"', '{ "Fn::Sub": "${Other.Arn}/${!Name}" }', 'att:Other.Arn/${Name}'],
  [
    '!Sub ["${A}${AWS::Region}", { A: !Ref Name }]',
    '{ "Fn::Sub": ["${A}${AWS::Region}", { A: { Ref: Name } }] }',
    'bluecn-north-1',
  ],
  ['!Join ["-", [a, !Ref Name]]', '{ "Fn::Join": ["-", [a, { Ref: Name }]] }', 'a-blue'],
  ['!Join ["", !Ref Zones]', '{ "Fn::Join": ["", { Ref: Zones }] }', 'abc'],
  ['!Select [1, [a, b]]', '{ "Fn::Select": ["1", [a, b]] }', 'b'],
  ['!Select [!Ref Count, [a, b, c, d]]', '{ "Fn::Select": [{ Ref: Count }, [a, b, c, d]] }', 'd'],
  [
    '!Select [0, !GetAtt Zone.NameServers]',
    '{ "Fn::Select": [0, { "Fn::GetAtt": [Zone, NameServers] }] }',
    'ns1',
  ],
  ['!Split [".", "a.b"]', '{ "Fn::Split": [".", "a.b"] }', ['a', 'b']],
  [
    '!FindInMap [Sizes, !Ref "AWS::Region", small]',
    '{ "Fn::FindInMap": [Sizes, { Ref: "AWS::Region" }, small] }',
    't3.nano',
  ],
  ['!FindInMap [Sizes, cn-north-1, list]', '{ "Fn::FindInMap": [Sizes, cn-north-1, list] }', ['x', 'y']],
  ['!If [Blue, a, b]', '{ "Fn::If": [Blue, a, b] }', 'a'],
  ['!If [Red, a, !Ref AWS::NoValue]', '{ "Fn::If": [Red, a, { Ref: "AWS::NoValue" }] }', undefined],
  [
    '[1, !If [Red, 2, !Ref AWS::NoValue], 3]',
    '[1, { "Fn::If": [Red, 2, { Ref: "AWS::NoValue" }] }, 3]',
    [1, 3],
  ],
  ['!If [Both, a, b]', '{ "Fn::If": [Both, a, b] }', 'a'],
  ['!If [Either, a, b]', '{ "Fn::If": [Either, a, b] }', 'a'],
  ['!ImportValue network', '{ "Fn::ImportValue": network }', 'import:network'],
  [
    '!ImportValue { "Fn::Sub": "${Name}-vpc" }',
    '{ "Fn::ImportValue": { "Fn::Sub": "${Name}-vpc" } }',
    'import:blue-vpc',
  ],
  ['!Base64 hi', '{ "Fn::Base64": hi }', 'aGk='],
  ['!GetAZs ""', '{ "Fn::GetAZs": { Ref: "AWS::Region" } }', ['cn-north-1a', 'cn-north-1b', 'cn-north-1d']],
  ['!GetAZs eu-west-1', '{ "Fn::GetAZs": eu-west-1 }', ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  ['!Cidr [10.0.0.0/16, 2, 8]', '{ "Fn::Cidr": [10.0.0.0/16, 2, 8] }', ['10.0.0.0/24', '10.0.1.0/24']],
  [
    '!Cidr ["2001:db8::/56", 2, 64]',
    '{ "Fn::Cidr": ["2001:db8::/56", "2", "64"] }',
    ['2001:db8::/64', '2001:db8:0:1::/64'],
  ],
];

describe('intrinsic functions', () => {
  for (const [short, full, gives] of table) {
    it(`${short} gives ${JSON.stringify(gives) ?? 'nothing'}, and so does its full form`, () => {
      expect(value(short)).to.deep.equal(gives);
      expect(value(full)).to.deep.equal(gives);
    });
  }

  it('give the same from JSON as from YAML', () => {
    const json = JSON.stringify({
      Resources: {
        Subject: {
          Type: 'AWS::SQS::Queue',
          Properties: { V: { 'Fn::Join': [':', ['a', { Ref: 'AWS::Region' }]] } },
        },
      },
    });
    expect(properties(json)).to.deep.equal({ V: 'a:cn-north-1' });
  });

  it('outside China the partition and the domain are the usual ones', () => {
    expect(value('!Sub "${AWS::Partition} ${AWS::URLSuffix}"', { region: 'eu-west-1' })).to.equal(
      'aws amazonaws.com',
    );
  });

  it('leave the Condition of a policy alone', () => {
    expect(value('{ Condition: { StringEquals: { a: b } } }')).to.deep.equal({
      Condition: { StringEquals: { a: 'b' } },
    });
  });

  it('Length and ToJsonString need the transform AWS::LanguageExtensions', () => {
    expect(failureOf(() => value('{ "Fn::Length": [a, b] }'))).to.contain('Fn::Length');
    const extended = (text: string): Json | undefined =>
      (properties(`Transform: AWS::LanguageExtensions\n${subject(text)}`) as Record<string, Json>)['V'];
    expect(extended('{ "Fn::Length": !Ref Zones }')).to.equal(3);
    expect(extended('{ "Fn::ToJsonString": { b: !Ref Name, a: 1 } }')).to.equal('{"a":1,"b":"blue"}');
    expect(extended('{ "Fn::FindInMap": [Sizes, mars, small, { DefaultValue: none }] }')).to.equal('none');
  });

  const errors: readonly (readonly [text: string, message: string])[] = [
    [
      '!Ref Nobody',
      'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
    ],
    [
      '!Sub "${Nobody}"',
      'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
    ],
    ['!GetAtt Nobody.Arn', 'Template error: instance of Fn::GetAtt references undefined resource Nobody'],
    ['!Sub "${Nobody.Arn}"', 'Template error: instance of Fn::Sub references undefined resource Nobody'],
    [
      '!GetAtt Other.Colour',
      'Template error: resource Other does not support attribute type Colour in Fn::GetAtt',
    ],
    [
      '!GetAtt Other',
      'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    ],
    ['!Select [9, [a]]', 'Template error: Fn::Select cannot select nonexistent value at index 9'],
    [
      '!Select [a]',
      'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
    ],
    [
      '!If [Maybe, a, b]',
      'Template format error: Unresolved condition dependency Maybe in the Resources block of the template',
    ],
    ['!If [Blue, a]', 'Template error: Fn::If requires a list argument with three elements'],
    [
      '!FindInMap [Colours, a, b]',
      "Template error: Mapping named 'Colours' is not present in the 'Mappings' section of template.",
    ],
    ['!FindInMap [Sizes, mars, small]', 'Template error: Unable to get mapping for Sizes::mars::small'],
    [
      '!Sub "${a b}"',
      'Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
    ],
    [
      '!Join [a]',
      'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
    ],
    [
      '!Split [a, [b]]',
      'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
    ],
    ['!Cidr [10.0.0.0/30, 8, 8]', 'Template error: Fn::Cidr cannot make 8 blocks of 8 bits in 10.0.0.0/30'],
    ['!Transform { Name: M }', 'not implemented: CloudFormation template with Fn::Transform'],
    ['{ "Fn::Colour": a }', 'Template format error: Unrecognized intrinsic function Fn::Colour'],
  ];
  for (const [text, message] of errors) {
    it(`${text} is answered as CloudFormation does`, () => {
      expect(failureOf(() => value(text))).to.equal(message);
    });
  }
});
