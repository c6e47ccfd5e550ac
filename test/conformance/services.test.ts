/** One suite over every service in the folder: what it says of itself holds against the catalog and the references. */
import { expect } from 'chai';
import { actionExists } from '../../harness/catalog/iam-actions.js';
import { resourceType } from '../../harness/catalog/resource-types.js';
import { findOperation } from '../../harness/catalog/services.js';
import type { StructureShape } from '../../harness/catalog/shape.js';
import { loadServices } from '../../harness/cloud/services.js';
import { asResource, resourcePrefix } from '../../harness/cloud/world/state.js';
import { observe } from '../../harness/cloud/world/model.js';
import { AwsFailure } from '../../harness/contract/aws-error.js';
import { encodeResponse } from '../../harness/wire/encode-response.js';
import { cloudUnderTest, rootActor, testRegion, type CloudUnderTest } from '../cloud/cloud-under-test.js';
import { seededRandom, typedStructure } from '../wire/typed-value.js';

const services = await loadServices();

/** Inputs for one operation: nothing optional, and several with all that its shape knows. */
function inputsOf(shape: StructureShape, seed: number): object[] {
  const random = seededRandom(seed);
  const required = Object.fromEntries(
    Object.entries(typedStructure(shape, random)).filter(
      ([name]) => shape.members.find((member) => member.name === name)?.required === true,
    ),
  );
  return [required, ...Array.from({ length: 6 }, () => typedStructure(shape, random))];
}

/** Makes a call as it comes, and gives its output where it succeeds. Any error but AWS's own goes through. */
function outputOf(
  { backend }: CloudUnderTest,
  service: string,
  operation: string,
  input: object,
): object | null {
  try {
    const call = backend.understand(
      { service, operation, input, region: testRegion, actor: rootActor() },
      'c1',
    );
    backend.authorise(call);
    const outcome = call.readOnly ? backend.read(call) : backend.commit(backend.preview(call, true), null);
    return 'ok' in outcome && outcome.ok ? outcome.output : null;
  } catch (error) {
    if (error instanceof AwsFailure) return null;
    throw error;
  }
}

describe(`conformance: services (${services.map(({ name }) => name).join(', ')})`, () => {
  for (const service of services) {
    const operations = Object.entries(service.operations);
    describe(`${service.name}: ${operations.length} operations`, () => {
      let cloud: CloudUnderTest;
      beforeEach(async () => {
        cloud = await cloudUnderTest();
      });

      it('has only operations that AWS has', () => {
        for (const [name] of operations)
          expect(findOperation(service.name, name), name).to.not.equal(undefined);
      });

      it('asks IAM only for actions that the service authorization reference has', () => {
        for (const [name, operation] of operations) {
          const shape = findOperation(service.name, name);
          if (shape === undefined) continue;
          for (const input of inputsOf(shape.input, 1)) {
            const scene = {
              state: cloud.world.state,
              now: cloud.world.now,
              actor: rootActor(),
              account: rootActor().account,
              region: testRegion,
              partition: 'aws-cn',
            };
            const requests = attempt(() => operation.actions(input, scene)) ?? [];
            for (const { action, resources } of requests) {
              expect(actionExists(action), `${name}: ${action}`).to.equal(true);
              expect(resources, `${name}: ${action}`).to.not.have.length(0);
              // An ARN that the caller gave is asked about as it is, whatever it looks like.
              const given = textsIn(input);
              for (const resource of resources) {
                const known = resource === '*' || resource.startsWith('arn:aws-cn:') || given.has(resource);
                expect(known, `${name}: ${action} on ${resource}`).to.equal(true);
              }
            }
          }
        }
      });

      it('answers anything of the right shape, or fails as AWS does', () => {
        for (const [name] of operations) {
          const shape = findOperation(service.name, name);
          if (shape === undefined) continue;
          inputsOf(shape.input, 2).forEach((input, index) => {
            try {
              outputOf(cloud, service.name, name, input);
            } catch (error) {
              throw new Error(`${service.name}.${name} with input ${index}`, { cause: error });
            }
          });
        }
      });

      it('answers with members that the operation’s output has, and that encode', () => {
        for (const [name] of operations) {
          const shape = findOperation(service.name, name);
          if (shape === undefined) continue;
          const members = new Set(shape.output.members.map((member) => member.name));
          const [protocol] = shape.service.protocols;
          for (const input of inputsOf(shape.input, 3)) {
            const output = outputOf(cloud, service.name, name, input);
            if (output === null || protocol === undefined) continue;
            for (const member of Object.keys(output)) expect([...members], name).to.include(member);
            const target = { operation: shape, protocol, method: 'POST', requestId: 'test' };
            expect(encodeResponse(target, output as Record<string, unknown>).status).to.be.within(200, 206);
          }
        }
      });

      it('changes nothing by what it calls a read', () => {
        for (const [name, operation] of operations) {
          if (!operation.readOnly) continue;
          const shape = findOperation(service.name, name);
          if (shape === undefined) continue;
          for (const input of inputsOf(shape.input, 4)) {
            const { world } = cloud;
            const request = {
              service: service.name,
              operation: name,
              input,
              region: testRegion,
              actor: rootActor(),
            };
            const call = attempt(() => cloud.backend.understand(request, 'c1'));
            if (call === undefined) continue;
            const motive = { cause: 'read', callId: 'c1', checked: true };
            attempt(() =>
              world.propose(motive, (transaction) => {
                const before = transaction.state;
                cloud.cloud.run(call, transaction);
                expect(transaction.state, name).to.equal(before);
              }),
            );
          }
        }
      });

      it('observes and finds again whatever it stored', () => {
        for (const [name] of operations) {
          const shape = findOperation(service.name, name);
          if (shape === undefined) continue;
          for (const input of inputsOf(shape.input, 5)) outputOf(cloud, service.name, name, input);
        }
        for (const [, value] of cloud.world.state.withPrefix(resourcePrefix())) {
          const record = asResource(value);
          const observed = observe(cloud.cloud, record);
          expect(observed.protections, record.type).to.deep.equal([...observed.protections].sort());
          expect(JSON.parse(JSON.stringify(observed)), record.type).to.deep.equal(observed);
          expect(JSON.parse(JSON.stringify(record)), record.type).to.deep.equal(record);
        }
      });

      it('provides only types that CloudFormation publishes', () => {
        for (const { type } of service.resources) expect(resourceType(type), type).to.not.equal(undefined);
      });

      it('names its events after its folder', () => {
        for (const name of Object.keys(service.events))
          expect(name).to.match(new RegExp(`^${service.folder}\\.`));
      });
    });
  }
});

/** Every text in a value, however deep. */
function textsIn(value: unknown, texts = new Set<string>()): Set<string> {
  if (typeof value === 'string') texts.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) textsIn(member, texts);
  return texts;
}

/** The result, or undefined where AWS would answer with an error. */
function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof AwsFailure) return undefined;
    throw error;
  }
}
