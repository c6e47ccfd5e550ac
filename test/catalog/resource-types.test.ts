import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { expect } from 'chai';
import { resourceType, resourceTypeNames } from '../../harness/catalog/resource-types.js';
import { statefulTypes } from '../../harness/catalog/stateful-types.js';

describe('the catalog of CloudFormation resource types', () => {
  it('has every published type with its properties and attributes', () => {
    const published = [...loadAwsServiceSpecSync().all('resource')];
    expect(resourceTypeNames()).to.have.length(published.length);
    expect(published.length).to.be.at.least(1828);
    for (const resource of published) {
      const type = resourceType(resource.cloudFormationType)!;
      expect([...type.properties.keys()], type.name).to.deep.equal(Object.keys(resource.properties));
      expect(type.attributes, type.name).to.deep.equal(Object.keys(resource.attributes));
      for (const [name, property] of Object.entries(resource.properties)) {
        const ours = type.properties.get(name)!;
        expect(ours.required, `${type.name} ${name}`).to.equal(property.required === true);
        expect(ours.replacement, `${type.name} ${name}`).to.equal(property.causesReplacement ?? 'no');
      }
    }
  });

  it('says what changing a property does to the resource', () => {
    const database = resourceType('AWS::RDS::DBInstance')!;
    expect(database.properties.get('DBInstanceIdentifier')?.replacement).to.equal('yes');
    expect(database.properties.get('AllocatedStorage')?.replacement).to.equal('no');
    expect(resourceType('AWS::Lambda::Function')!.properties.get('Role')).to.deep.equal({
      kind: 'string',
      required: true,
      replacement: 'no',
    });
  });

  it('knows identifiers, attributes and tags', () => {
    const queue = resourceType('AWS::SQS::Queue')!;
    expect(queue.primaryIdentifier).to.deep.equal(['QueueUrl']);
    expect(queue.attributes).to.include('Arn');
    expect(queue.tags).to.deep.equal({ property: 'Tags', form: 'list' });
    expect(resourceType('AWS::SSM::Parameter')!.tags).to.deep.equal({ property: 'Tags', form: 'map' });
  });

  it('knows which types hold what no template brings back, and every such type is published', () => {
    expect([...statefulTypes.keys()].filter((name) => resourceType(name) === undefined)).to.deep.equal([]);
    for (const resource of loadAwsServiceSpecSync().all('resource')) {
      if (resource.isStateful === true) {
        expect(statefulTypes.has(resource.cloudFormationType), resource.cloudFormationType).to.equal(true);
      }
    }
    expect(resourceType('AWS::DynamoDB::Table')!.statefulBecause).to.equal('items');
    expect(resourceType('AWS::IAM::Role')!.statefulBecause).to.equal(undefined);
  });

  it('has nothing for custom resources and unknown types', () => {
    expect(resourceType('Custom::Thing')).to.equal(undefined);
    expect(resourceType('AWS::S3::Buckets')).to.equal(undefined);
  });
});
