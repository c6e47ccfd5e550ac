/** `blastpit check` on files: journals and policies, right and wrong ones. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { JournalWriter } from '../../harness/journal/journal-writer.js';
import { episode } from '../journal/journal-builder.js';
import { type, type Ended } from './fake-terminal.js';

function journalText(): string {
  const writer = new JournalWriter();
  for (const record of episode()) writer.append(record);
  writer.close();
  return writer.text();
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

describe('blastpit check', () => {
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'blastpit-check-'));
  });
  afterEach(() => {
    rmSync(place, { recursive: true });
  });

  async function check(name: string, content: string): Promise<Ended> {
    const file = join(place, name);
    writeFileSync(file, content);
    return type(['check', file]);
  }

  it('says what a journal is of, and that it is whole', async () => {
    const { status, out } = await check('attack.jsonl', journalText());
    expect(out).to.match(
      /ok +journal of kiro under repaired, attack, seed 7: \d+ records, complete and\s+unedited/,
    );
    expect(status).to.equal(0);
  });

  it('finds a journal that was edited or cut off, with the line', async () => {
    const edited = await check('edited.jsonl', journalText().replace('li.wei', 'li.wie'));
    expect(edited.out.replaceAll(/\s+/g, ' ')).to.contain('were edited');
    expect(edited.status).to.equal(1);
    const cut = await check('cut.jsonl', journalText().split('\n').slice(0, 3).join('\n'));
    expect(cut.out.replaceAll(/\s+/g, ' ')).to.match(/wrong .*cut off \(line 3/);
    expect(cut.status).to.equal(1);
  });

  it('finds records that are not as the schema says', async () => {
    const writer = new JournalWriter();
    for (const record of episode()) {
      writer.append(record.record === 'head' ? { ...record, seed: 'seven' as unknown as number } : record);
    }
    writer.close();
    const { status, out } = await check('typed.jsonl', writer.text());
    expect(out.replaceAll(/\s+/g, ' ')).to.contain('head: seed: Invalid input');
    expect(status).to.equal(1);
  });

  it('says as what a policy can be evaluated', async () => {
    const denial = { Effect: 'Deny', Action: 'cloudformation:DeleteStack', Resource: '*' };
    const { status, out } = await check('scp.json', policy(denial));
    expect(out).to.match(/ok +policy, fit as identity, boundary, scp$/m);
    expect(status).to.equal(0);
    const trust = {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'lambda.amazonaws.com' },
    };
    expect((await check('trust.json', policy(trust))).out).to.match(/ok +policy, fit as trust$/m);
  });

  it('finds what no operator, key or action is, and what was meant', async () => {
    const operator = {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringLikee: { 'aws:PrincipalArn': 'x' } },
    };
    const wrong = await check('operator.json', policy(operator));
    expect(wrong.out.replaceAll(/\s+/g, ' ')).to.contain('StringLikee');
    expect(wrong.status).to.equal(1);
    const action = { Effect: 'Deny', Action: 'cloudformation:DeleteStak', Resource: '*' };
    const unknown = await check('action.json', policy(action));
    expect(unknown.out.replaceAll(/\s+/g, ' ')).to.contain(
      'no action is cloudformation:DeleteStak; did you mean "cloudformation:DeleteStack"?',
    );
    expect(unknown.status).to.equal(1);
  });

  it('says that a file is no JSON, no policy, nothing it knows, or not there', async () => {
    expect((await check('broken.json', '{')).out).to.contain('it is not JSON');
    expect((await check('other.json', '{"a": 1}')).out.replaceAll(/\s+/g, ' ')).to.contain(
      'it is JSON, and no policy',
    );
    expect((await check('notes.md', '')).out.replaceAll(/\s+/g, ' ')).to.contain(
      'nothing is known to check of such a file',
    );
    const absent = await type(['check', join(place, 'absent.json')]);
    expect(absent.out.replaceAll(/\s+/g, ' ')).to.contain('cannot be read (ENOENT)');
    expect(absent.status).to.equal(1);
  });
});
