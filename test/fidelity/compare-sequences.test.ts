import { expect } from 'chai';
import { compareSequences } from '../../harness/fidelity/compare-sequences.js';
import {
  playSequence,
  type FidelityAnswer,
  type FidelitySide,
} from '../../harness/fidelity/play-sequence.js';
import type { FidelitySequence, FidelityStep, FidelitySuite } from '../../harness/fidelity/sequence.js';

/** A side that gives its answers one after the other, and remembers what it was asked. */
function side(
  ...answers: readonly FidelityAnswer[]
): FidelitySide & { readonly asked: object[]; looks: number } {
  const asked: object[] = [];
  const scripted = {
    asked,
    looks: 0,
    given: { account: '123456789012', region: 'us-east-1', run: 'r1' },
    call: (_service: string, _operation: string, input: object) => {
      asked.push(input);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      return answer === undefined ? Promise.reject(new Error('no answer')) : Promise.resolve(answer);
    },
    pause: (look: number) => {
      scripted.looks = look;
      return Promise.resolve(look < 5);
    },
  };
  return scripted;
}

function success(output: object, status = 200): FidelityAnswer {
  return { ok: true, status, output };
}

function failure(code: string, status = 400, lacking = false): FidelityAnswer {
  return { ok: false, status, code, message: `${code} it is`, lacking };
}

async function compare(own: FidelitySide, theirs: FidelitySide, ...steps: readonly FidelityStep[]) {
  const sequence: FidelitySequence = { name: 'once', steps };
  const suite: FidelitySuite = {
    name: 'things',
    service: 'Things',
    opaque: ['Token'],
    sequences: [sequence],
  };
  return compareSequences(
    suite,
    sequence,
    await playSequence(suite, sequence, own),
    await playSequence(suite, sequence, theirs),
  );
}

/** What is found in one answer to one read. */
async function findingsOf(own: FidelityAnswer, theirs: FidelityAnswer, step: Partial<FidelityStep> = {}) {
  const [compared] = await compare(side(own), side(theirs), { operation: 'DescribeThing', ...step });
  return compared!.findings.map(({ kind, path, own: mine, theirs: other }) => [kind, path, mine, other]);
}

describe('two clouds that were asked the same', () => {
  it('are the same where they answer the same', async () => {
    const answer = { Name: 'a', Size: 3, Flags: [true], When: new Date(0), Body: new Uint8Array([1]) };
    expect(await findingsOf(success(answer), success(structuredClone(answer)))).to.deep.equal([]);
    expect(await findingsOf(failure('Gone', 404), failure('Gone', 404))).to.deep.equal([]);
  });

  it('differ where one succeeds and the other does not', async () => {
    expect(await findingsOf(success({}), failure('Gone', 404))).to.deep.equal([
      ['status', '', 'success (200)', 'Gone (404)'],
    ]);
  });

  it('differ in the code of an error, and in HTTP status alone', async () => {
    expect(await findingsOf(failure('Gone'), failure('Lost'))).to.deep.equal([
      ['code', '', 'Gone (400)', 'Lost (400)'],
    ]);
    expect(await findingsOf(failure('Gone'), failure('Gone', 404))).to.deep.equal([
      ['status', '', 'Gone (400)', 'Gone (404)'],
    ]);
    expect(await findingsOf(success({}), success({}, 204))).to.deep.equal([
      ['status', '', 'success (200)', 'success (204)'],
    ]);
  });

  it('differ in which members an answer has, and of which type', async () => {
    const own = { Thing: { Name: 'a', Size: 3, Parts: [{ Id: 'x' }, { Id: 'y', Colour: 'red' }] } };
    const theirs = { Thing: { Name: 'a', Size: '3', Parts: [{ Id: 'x' }], Extra: true } };
    expect(await findingsOf(success(own), success(theirs))).to.deep.equal([
      ['shape', 'Thing.Extra', null, 'boolean'],
      ['shape', 'Thing.Parts[].Colour', 'text', null],
      ['shape', 'Thing.Size', 'number', 'text'],
      ['state', 'Thing.Parts[]', '{"Colour":"red","Id":"y"}', null],
    ]);
  });

  it('do not differ where one leaves out what is empty in the other', async () => {
    const own = { Name: 'a', Tags: [], Note: '', Settings: { Names: [] } };
    expect(await findingsOf(success(own), success({ Name: 'a' }))).to.deep.equal([]);
    expect(await findingsOf(success({ Names: [] }), success({}))).to.deep.equal([]);
    expect(await findingsOf(success({}), success({ Name: 'a' }))).to.deep.equal([
      ['shape', 'Name', null, 'text'],
    ]);
  });

  it('differ where one has a list empty that is not in the other', async () => {
    expect(await findingsOf(success({ Tags: [] }), success({ Tags: ['a'] }))).to.deep.equal([
      ['state', 'Tags[]', null, '"a"'],
    ]);
  });

  it('differ in what a read shows and in what a write answers, which are told apart', async () => {
    const [own, theirs] = [success({ Status: 'ACTIVE' }), success({ Status: 'CREATING' })];
    expect(await findingsOf(own, theirs)).to.deep.equal([['state', 'Status', '"ACTIVE"', '"CREATING"']]);
    expect(await findingsOf(own, theirs, { operation: 'CreateThing' })).to.deep.equal([
      ['value', 'Status', '"ACTIVE"', '"CREATING"'],
    ]);
  });

  it('do not differ in ids, times, tokens, the order of lists and the layout of policies', async () => {
    const own = {
      Id: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
      When: new Date(0),
      Token: 'abc',
      Names: ['a', 'b'],
      Policy: '{"Version": "2012-10-17", "Id": "x"}',
    };
    const theirs = {
      Id: '11111111-7dec-11d0-a765-00a0c91e6bf6',
      When: new Date(9),
      Token: 'xyz',
      Names: ['b', 'a'],
      Policy: '{"Id":"x","Version":"2012-10-17"}',
    };
    expect(await findingsOf(success(own), success(theirs))).to.deep.equal([]);
    expect(await findingsOf(success(own), success(theirs), { ordered: true })).to.deep.equal([
      ['state', 'Names[]', '"a"', '"b"'],
    ]);
    const policy = { ...theirs, Policy: '{"Id":"y","Version":"2012-10-17"}' };
    expect((await findingsOf(success(own), success(policy))).map(([, path]) => path)).to.deep.equal([
      'Policy',
    ]);
  });

  it('do not differ in the values of what a step ignores, but in whether it is there', async () => {
    const ignore = ['Parts[].Reason'];
    const answer = (Reason: string | null) => success({ Parts: [{ Id: 'x', Reason }] });
    expect(await findingsOf(answer('so'), answer('thus'), { ignore })).to.deep.equal([]);
    expect(await findingsOf(answer('so'), answer(null), { ignore })).to.deep.equal([
      ['shape', 'Parts[].Reason', 'text', null],
    ]);
  });
});

describe('a sequence', () => {
  it('is asked with what each side saved, and what was saved stands for the same', async () => {
    const own = side(success({ Arn: 'arn:one' }), success({ Name: 'of arn:one' }));
    const theirs = side(success({ Arn: 'arn:two' }), success({ Name: 'of arn:two' }));
    const compared = await compare(
      own,
      theirs,
      { operation: 'CreateThing', input: { Name: 'in-{account}' }, save: { arn: 'Arn' } },
      { operation: 'DescribeThing', input: { Arn: '{arn}', Like: 'x {arn}' } },
    );
    expect(own.asked).to.deep.equal([{ Name: 'in-123456789012' }, { Arn: 'arn:one', Like: 'x arn:one' }]);
    expect(theirs.asked[1]).to.deep.equal({ Arn: 'arn:two', Like: 'x arn:two' });
    expect(compared.flatMap(({ findings }) => findings)).to.deep.equal([]);
  });

  it('does not ask for what was never saved, and tells so', async () => {
    const theirs = side(failure('Refused'));
    const compared = await compare(
      side(success({ Arn: 'arn:one' })),
      theirs,
      { operation: 'CreateThing', save: { arn: 'Arn' } },
      { operation: 'DescribeThing', input: { Arn: '{arn}' } },
    );
    expect(compared.map(({ outcome }) => outcome)).to.deep.equal(['compared', 'not-reached']);
    expect(theirs.asked).to.have.length(1);
  });

  it('asks again until what is under way is over, and not for ever', async () => {
    const pending = success({ Status: 'CREATING' });
    const theirs = side(pending, pending, success({ Status: 'ACTIVE' }));
    const step = { operation: 'DescribeThing', until: { path: 'Status', is: ['ACTIVE'] } };
    const [compared] = await compare(side(success({ Status: 'ACTIVE' })), theirs, step);
    expect(compared!.findings).to.deep.equal([]);
    expect(theirs.asked).to.have.length(3);
    const never = side(pending);
    const [late] = await compare(side(success({ Status: 'ACTIVE' })), never, step);
    expect(late!.findings.map(({ kind, theirs: other }) => [kind, other])).to.deep.equal([
      ['state', '"CREATING"'],
    ]);
    expect(never.looks).to.equal(5);
  });

  it('tells what the backend does not have', async () => {
    const lacking = failure('NotImplemented', 501, true);
    const [compared] = await compare(side(success({})), side(lacking), { operation: 'MoveThing' });
    expect(compared).to.include({ outcome: 'not-had', lack: 'NotImplemented: NotImplemented it is' });
    expect(compared!.findings).to.deep.equal([]);
    const [own] = await compare(side(lacking), side(success({})), { operation: 'MoveThing' });
    expect(own!.findings.map(({ kind }) => kind)).to.deep.equal(['status']);
  });
});
