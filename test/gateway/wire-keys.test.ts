/** Access key ids between wire and world: both ways, wherever they stand. */
import { expect } from 'chai';
import fc from 'fast-check';
import { credentialsActor } from '../../harness/contract/actor.js';
import { WireKeys } from '../../harness/gateway/wire-keys.js';

const seed = 20260117;
const known = 'ASIASEEDEDSEEDEDSEED';
const inactive = 'AKIAINACTIVEINACTIVE';
const example = 'AKIAIOSFODNN7EXAMPLE';

function wireKeys(): WireKeys {
  let minted = 0;
  const inventory = [{ resource: { type: 'AWS::IAM::AccessKey', id: inactive } }];
  const world = {
    actor: (id: string) =>
      id === known ? credentialsActor('arn:aws:iam::1:user/u', id) : ('unknown' as const),
    view: { all: () => inventory },
  } as unknown as ConstructorParameters<typeof WireKeys>[0];
  return new WireKeys(world, () => {
    minted += 1;
    return `WIREWIREWIRE${String(minted).padStart(4, '2').replaceAll(/[01]/g, '7')}`;
  });
}

describe('access key ids on the wire', () => {
  it('stand for the world’s wherever they are in a value, and nothing else is touched', () => {
    const keys = wireKeys();
    const wire = keys.wireIdOf(known);
    expect(wire)
      .to.match(/^ASIA[A-Z2-7]{16}$/)
      .and.not.equal(known);
    const blob = Buffer.from(known);
    const date = new Date(0);
    const inside = {
      Credentials: { AccessKeyId: known, SessionToken: 'x' },
      list: [known, 1, null, undefined, example],
      text: `{"accessKeyId":"${known}"} and ${example}, not X${known} nor ${known}Y`,
      [known]: 'a member of that name',
      blob,
      date,
    };
    const outside = keys.outward(inside);
    expect(outside).to.deep.equal({
      Credentials: { AccessKeyId: wire, SessionToken: 'x' },
      list: [wire, 1, null, undefined, example],
      text: `{"accessKeyId":"${wire}"} and ${example}, not X${known} nor ${known}Y`,
      [wire]: 'a member of that name',
      blob,
      date,
    });
    expect(outside.blob).to.equal(blob);
    expect(keys.inward(outside)).to.deep.equal(inside);
  });

  it('are given to keys that are switched off, too', () => {
    const keys = wireKeys();
    const shown = keys.outward({ AccessKeyId: inactive });
    expect(shown.AccessKeyId).to.match(/^AKIA/).and.not.equal(inactive);
    expect(keys.aliasOf(shown.AccessKeyId)).to.equal(inactive);
  });

  it('mean nothing where this world has handed out none', () => {
    const keys = wireKeys();
    expect(keys.aliasOf(known)).to.equal(undefined);
    expect(keys.inward({ AccessKeyId: example })).to.deep.equal({ AccessKeyId: example });
  });

  it('leave a value that holds none as it is, the same object', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 3 }), (value) => {
        expect(wireKeys().outward(value)).to.equal(value);
      }),
      { seed, numRuns: 200 },
    );
  });
});
