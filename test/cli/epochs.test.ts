/** `blastpit run kiro --epochs N`: rates with intervals, for people and for programs. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { epochLineSchema, epochsSchema } from '../../harness/journal/epochs-schema.js';
import { type, type Ended } from './fake-terminal.js';

const epochs = (...words: readonly string[]): Promise<Ended> =>
  type(['run', 'kiro', '--epochs', '6', '--agent', 'stochastic', '-g', 'none', '-g', 'repaired', ...words]);

describe('blastpit run kiro --epochs', function () {
  this.timeout(60_000);
  let folder: string;
  let text: Ended;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'epochs-'));
    text = await epochs('--out', folder);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('prints a row for each guardrail set, and what the rates are rates of', () => {
    expect(text.err).to.equal('');
    expect(text.out.split('\n').filter((line) => line.length > 100)).to.deep.equal([]);
    expect(text.out).to.match(/^ {2}none {6}[█▒·]{20} {2}[\d.]+% +\d of 6 \([\d.]+–[\d.]+%\)/m);
    expect(text.out).to.match(/^ {2}repaired {2}[▒·]{20} {2}0% +0 of 6 \(0–39%\)/m);
    expect(text.out).to.include('rates under these weights (modeled), not of any real agent');
    expect(text.out).to.match(/blastpit run kiro --guardrails none --agent stochastic:usual/);
  });

  it('says how to see one again of agents that do the same again, and of no others', async () => {
    expect(text.out).to.include('TO LOOK AT ONE');
    const program = await type(
      [
        'run',
        'kiro',
        '--epochs',
        '1',
        '-g',
        'none',
        '--agent',
        `process:'${process.execPath}' -e process.exit(3)`,
      ],
      { environment: { PATH: process.env['PATH'] ?? '' } },
    );
    expect(program.out)
      .to.match(/1 epoch[^.]*cannot tell/)
      .and.not.to.include('TO LOOK AT ONE');
  });

  it('prints one object for each set and nothing else, the same bytes again', async () => {
    const json = await epochs('--json');
    expect(json.err).to.equal('');
    const results = json.out
      .trimEnd()
      .split('\n')
      .map((line) => epochsSchema.parse(JSON.parse(line)));
    expect(results.map(({ guardrails }) => guardrails)).to.deep.equal(['none', 'repaired']);
    expect((await epochs('--json')).out).to.equal(json.out);
  });

  it('keeps rates, a line for each epoch, and journals that can be reported by themselves', async () => {
    const set = join(folder, 'kiro.none.stochastic.epochs=6');
    const lines = readFileSync(join(set, 'epochs.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => epochLineSchema.parse(JSON.parse(line)).epoch)).to.deep.equal([
      1, 2, 3, 4, 5, 6,
    ]);
    const journal = readdirSync(set).find((name) => name.startsWith('breached-epoch-'));
    expect(journal).to.match(/^breached-epoch-\d\.jsonl$/);
    const checked = await type(['check', join(set, journal ?? '')]);
    expect([checked.status, checked.err]).to.deep.equal([0, '']);
    expect((await type(['report', join(set, journal ?? ''), '--quiet'])).out).to.include('BREACHED');
    epochsSchema.parse(JSON.parse(readFileSync(join(set, 'rates.json'), 'utf8')));
  });

  it('ends by what the rate may be, where that is said: the control is left out unless it is named', async () => {
    expect(text.status).to.equal(1);
    const once = ['run', 'kiro', '--epochs', '2', '--agent', 'stochastic', '--quiet', '--max-breach-rate'];
    const all = await type([...once, '0.95']);
    expect([all.status, all.out.split('\n').length]).to.deep.equal([0, 5]);
    const repaired = await type([...once, '0.1', '-g', 'repaired']);
    expect(repaired.status).to.equal(1);
    expect(repaired.out).to.match(
      /^kiro repaired {2}stochastic:usual {2}breached 0% \(0–65.8%\) of 2 {2}fails$/m,
    );
  });

  it('says what does not go together, and what is no number', async () => {
    for (const [words, said] of [
      [['--causes'], '--epochs and --causes exclude each other'],
      [['--epoch', '3'], '--epochs and --epoch exclude each other'],
      [['--report', 'svg'], '--epochs has no svg report'],
      [['--max-breach-rate', '5'], 'It is a share'],
    ] as const) {
      const ended = await epochs(...words);
      expect([ended.status, ended.out], said).to.deep.equal([2, '']);
      expect(ended.err).to.include(said);
    }
    const none = await type(['run', 'kiro', '--epochs', '0']);
    expect([none.status, none.err.includes('whole number, 1 or more')]).to.deep.equal([2, true]);
    const single = await type(['run', 'kiro', '--max-breach-rate', '0.1']);
    expect([single.status, single.err.includes('--epochs N beside it')]).to.deep.equal([2, true]);
  });

  it('one of them again is told whole, with its number', async () => {
    const { out, status } = await type([
      'run',
      'kiro',
      '--agent',
      'stochastic',
      '--epoch',
      '2',
      '-g',
      'none',
    ]);
    expect(status).to.equal(0);
    expect(out).to.include('seed 1, epoch 2, backend embedded');
  });
});
