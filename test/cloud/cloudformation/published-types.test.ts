import { expect } from 'chai';
import {
  resourceType,
  resourceTypeNames,
  type PropertyKind,
} from '../../../harness/catalog/resource-types.js';
import { actionExists } from '../../../harness/catalog/iam-actions.js';
import { genericAction } from '../../../harness/cloud/cloudformation/generic-action.js';
import { genericAttributes } from '../../../harness/cloud/cloudformation/generic-identity.js';
import type { GenericBody } from '../../../harness/cloud/cloudformation/generic-record.js';
import { resourceAt, resourceKey } from '../../../harness/cloud/world/state.js';
import { testAccount, testRegion } from '../cloud-under-test.js';
import type { Json } from '../../../harness/contract/json.js';
import { stackUnderTest } from './stack-under-test.js';

const values: Readonly<Record<PropertyKind, Json>> = {
  string: 'something',
  integer: 1,
  number: 1.5,
  boolean: true,
  list: [],
  map: {},
  json: {},
  object: {},
};

/** What blastpit says plainly that it cannot do. */
const refused = /^AWS::(Serverless::.*|CloudFormation::(CustomResource|Macro|Stack|StackSet|WaitCondition))$/;

const batch = 100;

/** One resource of each type with what it requires; tagged where that changes it in place. */
function templateOf(names: readonly string[], tagged: boolean): string {
  const resources = names.map((name, place): [string, object] => {
    const { properties, tags } = resourceType(name)!;
    const required = [...properties].filter(([, property]) => property.required);
    const given: Record<string, Json> = Object.fromEntries(
      required.map(([key, { kind }]) => [key, values[kind]]),
    );
    const tag = tags?.form === 'map' ? { stage: 'test' } : [{ Key: 'stage', Value: 'test' }];
    const changes = tagged && tags !== undefined && properties.get(tags.property)?.replacement === 'no';
    const Properties = changes ? { ...given, [tags.property]: tag } : given;
    return [`R${place}`, { Type: name, Properties }];
  });
  return JSON.stringify({ Resources: Object.fromEntries(resources) });
}

describe('every published type without a service behind it', () => {
  it('can be created, read, updated and deleted by its property table', async function () {
    this.timeout(30_000);
    const test = await stackUnderTest();
    const names = resourceTypeNames().filter(
      (name) => !refused.test(name) && test.cloud.provider(name) === undefined,
    );
    expect(names.length).to.be.greaterThan(1700);
    let deployed = 0;
    for (let start = 0; start < names.length; start += batch) {
      const some = names.slice(start, start + batch);
      test.create(templateOf(some, false));
      expect(test.stack().StackStatus, test.story().join('\n')).to.equal('CREATE_COMPLETE');
      for (const { PhysicalResourceId, ResourceType } of test.members()) {
        const type = resourceType(ResourceType!)!;
        const place = { type: type.name, account: testAccount, region: testRegion };
        const record = resourceAt<GenericBody>(test.world.state, resourceKey(place, PhysicalResourceId!))!;
        expect(record.arn, type.name).to.match(/^arn:aws-cn:[a-z0-9-]+:[^$]*$/);
        expect(record.body.status, type.name).to.equal('ready');
        const attributes = genericAttributes(type, record);
        expect(Object.keys(attributes)).to.have.members([...type.attributes]);
        for (const [name, value] of Object.entries(attributes)) {
          expect(value, `${type.name} ${name}`).not.to.be.oneOf(['', null, undefined]);
        }
      }
      test.update(templateOf(some, true));
      expect(test.stack().StackStatus, test.story().join('\n')).to.equal('UPDATE_COMPLETE');
      test.remove();
      deployed += some.length;
    }
    expect(deployed).to.equal(names.length);
    // What is left are the snapshots that deletion takes of databases unless a template says otherwise.
    const left = test.inventory().map(({ resource }) => resource.type);
    expect(left.filter((type) => !type.endsWith('Snapshot'))).to.deep.equal([]);
  });

  it('is mostly authorised by an action that IAM publishes', () => {
    const missing = resourceTypeNames().filter((name) => {
      const type = resourceType(name)!;
      return (
        !refused.test(name) &&
        !(['create', 'delete'] as const).every((deed) => actionExists(genericAction(type, deed)))
      );
    });
    // Left are types of services whose API has other words, or is no longer published.
    expect(missing.length).to.be.lessThan(150);
  });
});
