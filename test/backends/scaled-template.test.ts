import { expect } from 'chai';
import { scaledTemplate } from '../../harness/backends/scaled-template.js';
import type { JsonObject } from '../../harness/contract/json.js';

const text = `
Resources:
  Table: {Type: 'AWS::DynamoDB::Table'}
  Database: {Type: 'AWS::RDS::DBInstance', Properties: {DBSubnetGroupName: !Ref Subnets}}
  Subnets: {Type: 'AWS::RDS::DBSubnetGroup'}
  Reader:
    Type: AWS::Lambda::Function
    DependsOn: [Database, Table]
    Properties:
      Environment:
        Variables:
          DATABASE: !Ref Database
          ADDRESS: !GetAtt Database.Endpoint.Address
          URL: !Sub 'postgres://\${Database.Endpoint.Address}:\${Database.Endpoint.Port}/\${AWS::StackName}-\${!Stage}'
          NAMED: !Sub ['\${name} of \${Database} and \${Table}', {name: !Ref Database}]
          TABLE: !Ref Table
  Alone: {Type: 'AWS::SNS::Topic', DependsOn: Database}
Outputs:
  Address: {Value: !GetAtt [Database, Endpoint.Address]}
`;

const left = new Map([
  [
    'AWS::RDS::DBInstance',
    {
      type: 'AWS::RDS::DBInstance',
      reason: 'there is none',
      values: { Ref: 'insights', 'Endpoint.Port': '5432' },
    },
  ],
  ['AWS::RDS::DBSubnetGroup', { type: 'AWS::RDS::DBSubnetGroup', reason: 'there is none' }],
]);

describe('a template for a backend that lacks some types', () => {
  const scaled = JSON.parse(scaledTemplate(text, left, 'read')) as {
    readonly Resources: Readonly<Record<string, JsonObject>>;
    readonly Outputs: JsonObject;
  };

  it('has no resources of theirs, and all others', () => {
    expect(Object.keys(scaled.Resources)).to.deep.equal(['Table', 'Reader', 'Alone']);
  });

  it('depends on none of them', () => {
    expect(scaled.Resources['Reader']?.['DependsOn']).to.deep.equal(['Table']);
    expect(scaled.Resources['Alone']).to.not.have.property('DependsOn');
  });

  it('has text where it referred to them, the rule’s or the reference’s own, and leaves other references alone', () => {
    expect(scaled.Resources['Reader'])
      .to.have.nested.property('Properties.Environment.Variables')
      .deep.equal({
        DATABASE: 'insights',
        ADDRESS: 'Database.Endpoint.Address',
        URL: { 'Fn::Sub': 'postgres://Database.Endpoint.Address:5432/${AWS::StackName}-${!Stage}' },
        NAMED: { 'Fn::Sub': ['${name} of insights and ${Table}', { name: 'insights' }] },
        TABLE: { Ref: 'Table' },
      });
    expect(scaled.Outputs).to.deep.equal({ Address: { Value: 'Database.Endpoint.Address' } });
  });

  it('gives keys a policy as text where a backend reads no other', () => {
    const key =
      'Resources: {Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: []}, Enabled: true}}}';
    expect(scaledTemplate(key, new Map(), 'read')).to.equal(key);
    expect(JSON.parse(scaledTemplate(key, new Map(), 'text-only')))
      .to.have.nested.property('Resources.Key.Properties.KeyPolicy')
      .that.is.a('string');
  });

  it('stays as it was written where nothing of it is left out', () => {
    expect(scaledTemplate(text, new Map(), 'read')).to.equal(text);
    expect(scaledTemplate('Resources: {Table: {Type: AWS::DynamoDB::Table}}', left, 'read')).to.match(
      /^Resources/,
    );
  });
});
