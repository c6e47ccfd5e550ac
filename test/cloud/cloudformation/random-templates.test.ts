import { expect } from 'chai';
import fc from 'fast-check';
import { stackUnderTest, type StackUnderTest } from './stack-under-test.js';

/** One resource of a random template; it may refer to those before it. */
interface Node {
  readonly type: 'AWS::EC2::VPC' | 'AWS::SNS::Topic' | 'AWS::Logs::LogGroup';
  readonly value: number;
  readonly needs: readonly number[];
  readonly by: 'DependsOn' | 'GetAtt' | 'Ref';
  readonly policy: 'Delete' | 'Retain' | 'RetainExceptOnCreate';
  readonly present: boolean;
}

const node = fc.record<Node>({
  type: fc.constantFrom('AWS::EC2::VPC', 'AWS::SNS::Topic', 'AWS::Logs::LogGroup'),
  value: fc.nat(2),
  needs: fc.array(fc.nat(11), { maxLength: 3 }),
  by: fc.constantFrom('DependsOn', 'GetAtt', 'Ref'),
  policy: fc.constantFrom('Delete', 'Delete', 'Delete', 'Retain', 'RetainExceptOnCreate'),
  present: fc.boolean(),
});

/** A list of nodes gives any number of templates over the same logical ids and types. */
const nodes = fc.array(node, { minLength: 1, maxLength: 12 });

const idAttribute: Readonly<Record<Node['type'], string>> = {
  'AWS::EC2::VPC': 'VpcId',
  'AWS::SNS::Topic': 'TopicArn',
  'AWS::Logs::LogGroup': 'Arn',
};

/** Only earlier nodes are referred to, so there is no cycle. */
function needsOf(list: readonly Node[], place: number): number[] {
  return [...new Set(list[place]!.needs)].filter((needed) => needed < place);
}

function templateOf(list: readonly Node[], keepPolicies = true): string {
  const resources = list.map((each, place) => {
    const needs = needsOf(list, place);
    const references = needs.map((needed) =>
      each.by === 'Ref'
        ? { Ref: `R${needed}` }
        : { 'Fn::GetAtt': [`R${needed}`, idAttribute[list[needed]!.type]] },
    );
    const note = { 'Fn::Join': [' ', ['note', ...(each.by === 'DependsOn' ? [] : references)]] };
    const properties = {
      // A change of the address range replaces the network; the others change in place.
      'AWS::EC2::VPC': { CidrBlock: `10.${each.value}.0.0/16`, Tags: [{ Key: 'note', Value: note }] },
      'AWS::SNS::Topic': { DisplayName: note, KmsMasterKeyId: `k${each.value}` },
      'AWS::Logs::LogGroup': { RetentionInDays: [1, 3, 5][each.value], Tags: [{ Key: 'note', Value: note }] },
    };
    const entry: [string, object] = [
      `R${place}`,
      {
        Type: each.type,
        Properties: properties[each.type],
        ...(keepPolicies ? { DeletionPolicy: each.policy } : {}),
        ...(each.by === 'DependsOn' && needs.length > 0
          ? { DependsOn: needs.map((needed) => `R${needed}`) }
          : {}),
      },
    ];
    return entry;
  });
  return JSON.stringify({
    Resources: { ...Object.fromEntries(resources), Anchor: { Type: 'AWS::ECS::Cluster' } },
  });
}

/** Everything but the stack itself, with physical ids told by their logical ids. */
function settled(test: StackUnderTest): unknown {
  const members = test.members();
  let text = JSON.stringify(
    test
      .inventory()
      .filter(({ resource }) => resource.type !== 'AWS::CloudFormation::Stack')
      .map(({ resource, observed }) => [resource.stack?.logicalId ?? '', resource.type, observed] as const)
      .sort((left, right) => (left[0] < right[0] ? -1 : 1)),
  );
  for (const { PhysicalResourceId, LogicalResourceId } of members) {
    text = text.replaceAll(PhysicalResourceId ?? '', `<${LogicalResourceId}>`);
  }
  return JSON.parse(text.replaceAll(/[A-Z2-7]{12}/g, 'RANDOM')) as unknown;
}

const runs = { seed: 20251215, numRuns: 60 };

describe('random templates', () => {
  it('created and deleted leave nothing but what is to be retained', async () => {
    await fc.assert(
      fc.asyncProperty(nodes, async (list) => {
        const test = await stackUnderTest();
        const id = test.create(templateOf(list));
        expect(test.stack().StackStatus).to.equal('CREATE_COMPLETE');
        const story = test.story();
        expect(test.inventory()).to.have.length(list.length + 2);
        test.remove();
        expect(test.stack(id).StackStatus).to.equal('DELETE_COMPLETE');
        const kept = list.filter(({ policy }) => policy !== 'Delete').map(({ type }) => type);
        expect(test.inventory().map(({ resource }) => resource.type)).to.have.members(kept);
        const undone = test.story(id);
        for (const [place] of list.entries()) {
          for (const needed of needsOf(list, place)) {
            expect(story.indexOf(`R${needed} CREATE_COMPLETE`)).to.be.lessThan(
              story.indexOf(`R${place} CREATE_IN_PROGRESS`),
            );
            const gone = undone.findIndex(
              (line) => line === `R${place} DELETE_COMPLETE` || line === `R${place} DELETE_SKIPPED`,
            );
            const begun = undone.findIndex(
              (line) => line === `R${needed} DELETE_IN_PROGRESS` || line === `R${needed} DELETE_SKIPPED`,
            );
            expect(gone).to.be.lessThan(begun);
          }
        }
      }),
      runs,
    );
  });

  /** The same logical ids with the same types, some of them left out and the values turned. */
  const changed = (list: readonly Node[], turn: number): Node[] =>
    list.map((each) => ({
      ...each,
      value: (each.value + (each.present ? turn : 0)) % 3,
      by: each.present ? 'Ref' : each.by,
    }));

  it('updated from one to another are as the other deployed alone', async () => {
    await fc.assert(
      fc.asyncProperty(nodes, fc.nat(2), fc.nat(12), async (list, turn, size) => {
        const test = await stackUnderTest();
        test.create(templateOf(list.slice(0, size), false));
        const after = templateOf(changed(list, turn), false);
        const same = templateOf(list.slice(0, size), false) === after;
        if (!same) {
          const outcome = test.preview('CloudFormation', 'UpdateStack', {
            StackName: 'shop',
            TemplateBody: after,
          }).outcome;
          if (outcome.ok) test.update(after);
          else expect(outcome.error.message).to.equal('No updates are to be performed.');
        }
        expect(test.stack().StackStatus).to.match(/^(CREATE|UPDATE)_COMPLETE$/);
        const alone = await stackUnderTest();
        alone.create(after);
        expect(settled(test)).to.deep.equal(settled(alone));
        test.remove();
        expect(test.inventory()).to.deep.equal([]);
      }),
      runs,
    );
  });

  it('whose update fails are as before', async () => {
    await fc.assert(
      fc.asyncProperty(
        nodes,
        fc.nat(2),
        fc.nat(12),
        fc.array(fc.nat(11)),
        async (list, turn, size, needs) => {
          const test = await stackUnderTest();
          test.create(templateOf(list.slice(0, size)));
          const everything = (): unknown =>
            test
              .inventory()
              .filter(({ resource }) => resource.type !== 'AWS::CloudFormation::Stack')
              .map(({ resource, observed }) => [resource, observed]);
          const before = everything();
          const members = test
            .members()
            .map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]);
          const next = JSON.parse(
            templateOf(changed(list, turn).map((each) => ({ ...each, policy: 'Delete' as const }))),
          ) as {
            Resources: Record<string, object>;
          };
          next.Resources['Bad'] = {
            Type: 'AWS::SNS::Topic',
            Properties: { Colour: 'blue' },
            DependsOn: [...new Set(needs)].filter((each) => each < list.length).map((each) => `R${each}`),
          };
          test.update(JSON.stringify(next));
          expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
          expect(everything()).to.deep.equal(before);
          expect(
            test
              .members()
              .map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
          ).to.deep.equal(members);
        },
      ),
      runs,
    );
  });
});
