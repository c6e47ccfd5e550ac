/** `blastpit check` on files: journals, policies and templates, right and wrong ones. */
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
    const broken = await check('broken.json', '{\n  "Version": "2012-10-17",\n  "Statement": [1, ]\n}');
    expect(broken.out)
      .to.contain('it is not JSON')
      .and.match(/expected: +a value/);
    expect(broken.out.replaceAll(/\s+/g, ' ')).to.contain('broken.json:3:20');
    expect(plain(await check('other.json', '{"a": 1}'))).to.contain(
      'it is JSON, and no policy and no template',
    );
    expect(plain(await check('notes.md', ''))).to.contain('nothing is known to check of such a file');
    const absent = await type(['check', join(place, 'absent.json')]);
    expect(absent.err.replaceAll(/\s+/g, ' ')).to.contain('cannot be read (ENOENT)');
    expect(absent.status).to.equal(2);
  });

  it('says in which line of a policy the wrong member is', async () => {
    const text = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
    {
      "Effect": "Deny",
      "Acton": "s3:DeleteObject",
      "Resource": "*"
    }
  ]
}`;
    const typo = await check('typo.json', text);
    expect(plain(typo)).to.match(/Statement\[1\].*typo\.json:[57]:\d+/);
    const action = await check(
      'action.json',
      text.replace('Acton', 'Action').replace('DeleteObject', 'DeleteObjct'),
    );
    expect(plain(action)).to.contain('did you mean "s3:DeleteObject"?').and.contain('action.json:7:7');
  });

  it('says what a template holds, and what has to be given', async () => {
    const { status, out } = await check('good.yaml', template());
    expect(out.replaceAll(/\s+/g, ' ')).to.contain('ok template of 2 resources; to be given: Stage (String)');
    expect(status).to.equal(0);
    const json = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };
    expect((await check('good.json', JSON.stringify(json))).out).to.match(/ok +template of 1 resource$/m);
  });

  for (const [what, from, to, said, at] of [
    ['a bad reference', '!Ref Stage', '!Ref Stag', 'did you mean "Stage"?', '8:23'],
    ['an attribute of nothing', '!GetAtt Queue.Arn', '!GetAtt Queu.Arn', 'did you mean "Queue"?', '12:31'],
    ['a type that nobody publishes', 'SQS::Queue', 'SQS::Queu', 'did you mean "AWS::SQS::Queue"?', '6:11'],
    ['a property that there is not', 'QueueName', 'QueueNam', 'did you mean "QueueName"?', '8:7'],
    ['malformed YAML', '      QueueName:', '   - QueueName:', 'YAML not well-formed', '7:16'],
    ['a section that there is not', 'Parameters:', 'Parameter:', 'Parameter', '2:1'],
    ['a type left out', 'Type: AWS::SQS::Queue', 'Typ: x', "'Typ'", '6:5'],
  ] as const) {
    it(`finds ${what} in a template, with line and column`, async () => {
      const { status, out } = await check('template.yaml', template().replace(from, to));
      expect(out.replaceAll(/\s+/g, ' ')).to.contain(said);
      expect(out.replaceAll(/\s+/g, '')).to.contain(`template.yaml:${at}`);
      expect(status).to.equal(1);
    });
  }

  it('finds resources that need each other', async () => {
    const text = template().replace('!Ref Stage', '!Ref Function');
    const { out } = await check('cycle.yaml', text);
    expect(out.replaceAll(/\s+/g, ' ')).to.contain('these resources need each other: Queue, Function');
    expect(out).to.contain('cycle.yaml:5:3');
  });

  it('finds what a template in JSON is not', async () => {
    const text = '{\n  "Resources": {\n    "Queue": { "Type": "AWS::SQS::Queue" },\n  }\n}';
    const { out } = await check('trailing.template', text);
    expect(out.replaceAll(/\s+/g, ' ')).to.contain('it is not JSON').and.contain('trailing.template:4:3');
  });
});

function plain({ out }: Ended): string {
  return out.replaceAll(/\s+/g, ' ');
}

/** Line 1 is the first. */
function template(): string {
  return `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Stage: { Type: String }
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Ref Stage
  Function:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Queue.Arn
      FunctionName: reports
`;
}
