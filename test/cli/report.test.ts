/** `blastpit report`: a kept run told again from its journal, byte for byte; and journals that were cut off or edited. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { RunResult } from '../../harness/contract/result.js';
import { resultSchema } from '../../harness/journal/result-schema.js';
import { type, type Ended } from './fake-terminal.js';

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

describe('blastpit report', () => {
  let place: string;
  /** Runs kept once for all tests, which change copies of them only. */
  let kept: string;
  let breached: Ended;
  let contained: Ended;

  before(async () => {
    place = mkdtempSync(join(tmpdir(), 'blastpit-report-'));
    kept = join(place, 'kept');
    const run = (set: string): Promise<Ended> =>
      type(['run', 'kiro', '--entrance', 'typed', '--guardrails', set, '--out', kept]);
    breached = await run('none');
    contained = await run('repaired');
  });
  after(() => {
    rmSync(place, { recursive: true });
  });

  const fileOf = (set: string, name: string): string => join(kept, `kiro.${set}`, name);
  const read = (set: string, name: string): string => readFileSync(fileOf(set, name), 'utf8');

  let copies = 0;
  /** A copy of a kept run in a folder of its own. */
  function copyOf(set: string): string {
    copies += 1;
    const folder = join(place, `copy-${copies}`);
    cpSync(join(kept, `kiro.${set}`), folder, { recursive: true });
    return folder;
  }

  /** A file with this content and nothing beside it. */
  function alone(content: string | Buffer): string {
    const folder = join(place, 'alone');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'attack.jsonl');
    writeFileSync(path, content);
    return path;
  }

  async function resultOf(...words: readonly string[]): Promise<RunResult & { readonly status: number }> {
    const { status, out, err } = await type(['report', ...words, '--json']);
    expect(err).to.equal('');
    return { ...(resultSchema.parse(JSON.parse(out)) as RunResult), status };
  }

  describe('of a whole journal', () => {
    it('prints byte for byte what the run printed, and ends with its status', async () => {
      for (const [set, ran] of [
        ['none', breached],
        ['repaired', contained],
      ] as const) {
        expect(await type(['report', fileOf(set, 'attack.jsonl')])).to.deep.equal(ran);
        expect(ran.out).to.equal(read(set, 'report.txt'));
      }
    });

    for (const [words, options] of [
      ['--json', {}],
      ['--quiet', {}],
      ['--report summary', {}],
      ['--report svg', {}],
      ['', { columns: 72 }],
      ['', { outColour: true }],
    ] as const) {
      it(`prints the same as the run with ${words} ${JSON.stringify(options)}`, async () => {
        const asked = words.split(' ').filter((word) => word !== '');
        const run = ['run', 'kiro', '--entrance', 'typed', '--guardrails', 'repaired', '--out', kept];
        const ran = await type([...run, ...asked], options);
        const told = await type(['report', join(kept, 'kiro.repaired'), ...asked], options);
        expect(told).to.deep.equal(ran);
      });
    }

    it('ends with 1 where the run did', async () => {
      const out = join(place, 'unexpected');
      const ran = await type(
        `run kiro --entrance typed -g repaired --approvers absent --quiet --out ${out}`.split(' '),
      );
      const told = await type(['report', join(out, 'kiro.repaired.absent'), '--quiet']);
      expect(told).to.deep.equal(ran);
      expect(told.status).to.equal(1);
    });

    it('puts several beside each other, as the run does', async () => {
      const ran = await type(`run kiro --entrance typed -g none -g repaired --out ${kept}`.split(' '));
      const told = await type(['report', join(kept, 'kiro.none'), join(kept, 'kiro.repaired')]);
      expect(told).to.deep.equal(ran);
    });

    it('needs nothing beside the journal', async () => {
      const path = alone(read('none', 'attack.jsonl'));
      const { status, out } = await type(['report', path]);
      expect(status).to.equal(0);
      const unpathed = (text: string): string => flat(text).replace(/ journal \S+ sha256/, ' sha256');
      expect(unpathed(out)).to.equal(unpathed(breached.out));
      expect(flat(out)).to.contain(` journal ${path} `);
    });

    it('compares it with the result that is named', async () => {
      const path = alone(read('none', 'attack.jsonl'));
      const right = await resultOf(path, '--result', fileOf('none', 'result.json'));
      expect([right.verdict, right.status]).to.deep.equal(['breached', 0]);
      const wrong = await resultOf(path, '--result', fileOf('repaired', 'result.json'));
      expect([wrong.verdict, wrong.status]).to.deep.equal(['invalid', 3]);
    });

    it("passes over another program's result.json", async () => {
      const path = alone(read('none', 'attack.jsonl'));
      const other = join(path, '..', 'result.json');
      writeFileSync(other, '{"tests": 3}');
      expect((await resultOf(path)).verdict).to.equal('breached');
      rmSync(other);
    });
  });

  describe('of a journal that was cut off is invalid, names the byte, and ends with 3', () => {
    /** @param length how many of the journal's bytes are left. */
    async function expectInvalid(bytes: Buffer, length: number): Promise<void> {
      const path = alone(bytes.subarray(0, length));
      const { status, verdict, because, asExpected, harms, journalSha256 } = await resultOf(path);
      expect([status, verdict, asExpected], `cut at ${length}`).to.deep.equal([3, 'invalid', false]);
      expect(harms, 'nothing is measured').to.deep.equal([]);
      const left = bytes.subarray(0, length).toString('latin1');
      const line = left.split('\n').length;
      const start = left.lastIndexOf('\n') + 1;
      const where =
        start === length ? 'it ends without its close' : `it ends at byte ${length}, its last line cut off`;
      expect(because).to.equal(`${path}: ${where} (line ${line}, byte ${start})`);
      expect(journalSha256).to.equal(sha256(bytes.subarray(0, length)));
    }

    it('at every border of its records', async () => {
      const bytes = Buffer.from(read('repaired', 'attack.jsonl'));
      let borders = 0;
      for (let at = 0; at < bytes.length; at = bytes.indexOf('\n', at) + 1) {
        await expectInvalid(bytes, at);
        borders += 1;
      }
      expect(borders).to.equal(bytes.toString().trimEnd().split('\n').length);
    });

    it('at 200 random bytes', async () => {
      const bytes = Buffer.from(read('repaired', 'attack.jsonl'));
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), (length) => expectInvalid(bytes, length)),
        { seed: 20251215, numRuns: 200 },
      );
    }).timeout(60_000);

    it('after the harm too: what is left of it vouches for nothing', async () => {
      const bytes = Buffer.from(read('none', 'attack.jsonl'));
      const deletion = bytes.indexOf('"operation":"DeleteStack"');
      await expectInvalid(bytes, bytes.indexOf('\n', bytes.indexOf('"record":"transition"', deletion)) + 1);
      await expectInvalid(bytes, bytes.length - 1);
    });

    it('tells what can still be read, and says nothing of harms and twins', async () => {
      const text = read('none', 'attack.jsonl');
      const lines = text.split('\n').slice(0, 12).join('\n');
      const { status, out } = await type(['report', alone(`${lines}\n`)]);
      expect(status).to.equal(3);
      expect(out).to.match(/^━━ INVALID ━+ kiro under none ━━$/m);
      expect(flat(out)).to.contain(
        `it ends without its close (line 13, byte ${Buffer.byteLength(lines) + 1})`,
      );
      expect(out)
        .to.match(/expected +the run cannot tell$/m)
        .and.to.match(/^TIMELINE/m);
      expect(out).not.to.match(/^(IMPACT|BENIGN TWINS|WAY BACK)/m);
    });

    for (const kind of ['text', 'summary', 'brief', 'svg']) {
      it(`says so as ${kind}, even where nothing of it can be read`, async () => {
        const { status, out } = await type(['report', alone('{"agent":"scr'), '--report', kind]);
        expect(status).to.equal(3);
        expect(out).to.match(/invalid/i);
        if (kind === 'text' || kind === 'summary') expect(flat(out)).to.contain('(line 1, byte 0)');
      });
    }
  });

  describe('of a journal that was edited', () => {
    it('names the line and the byte of its close, whose hash does not fit', async () => {
      const text = read('none', 'attack.jsonl').replaceAll('li.wei', 'li.wie');
      const lines = text.trimEnd().split('\n');
      const byte = Buffer.byteLength(`${lines.slice(0, -1).join('\n')}\n`);
      const { status, verdict, because } = await resultOf(alone(text));
      expect([status, verdict]).to.deep.equal([3, 'invalid']);
      expect(because).to.match(
        new RegExp(`the lines before its close were edited: .* \\(line ${lines.length}, byte ${byte}\\)$`),
      );
    });

    it('names the record that the schema does not know any more', async () => {
      const text = read('none', 'attack.jsonl');
      const edited = text.replace('"readOnly":true', '"readOnly":"no"');
      const line = edited.slice(0, edited.indexOf('"readOnly":"no"')).split('\n').length;
      const { because } = await resultOf(alone(edited));
      expect(because).to.match(new RegExp(`: call: readOnly: .*\\(line ${line}, byte \\d+\\)$`));
    });

    /** The journal with its close made anew, as somebody does who knows how. */
    function closedAnew(text: string): string {
      const lines = text.trimEnd().split('\n');
      const before = `${lines.slice(0, -1).join('\n')}\n`;
      const close = JSON.parse(lines.at(-1) ?? '') as object;
      return `${before}${JSON.stringify({ ...close, sha256: sha256(before) })}\n`;
    }

    it("finds an edit that fits the journal's own hash by the result beside it, and names both hashes", async () => {
      const folder = copyOf('none');
      const path = join(folder, 'attack.jsonl');
      const edited = closedAnew(read('none', 'attack.jsonl').replaceAll('li.wei', 'li.wie'));
      writeFileSync(path, edited);
      const { status, verdict, because } = await resultOf(path);
      expect([status, verdict]).to.deep.equal([3, 'invalid']);
      expect(because).to.contain(sha256(edited));
      expect(because).to.contain(sha256(read('none', 'attack.jsonl')));
      const { out } = await type(['report', folder]);
      expect(out).to.match(/^━━ INVALID ━/);
      const checked = await type(['check', path]);
      expect(checked.status).to.equal(1);
      expect(flat(checked.out)).to.contain(`its SHA-256 is ${sha256(edited)}`);
    });

    it("finds a twin's journal that was edited by the hash in the attack's", async () => {
      const folder = copyOf('none');
      const twin = join(folder, 'twin-recreate-development.jsonl');
      const text = readFileSync(twin, 'utf8');
      const edited = closedAnew(text.replaceAll('li.wei', 'li.wie'));
      writeFileSync(twin, edited);
      for (const { verdict, because } of [await resultOf(folder)]) {
        expect(verdict).to.equal('invalid');
        expect(because).to.contain(sha256(text)).and.to.contain(sha256(edited));
      }
      const checked = await type(['check', twin]);
      expect(checked.status).to.equal(1);
      expect(flat(checked.out)).to.contain(`wrote one with ${sha256(text)}`);
      rmSync(twin);
      expect((await resultOf(folder)).verdict, 'without it').to.equal('breached');
    });

    it('is invalid where its records fit the schema and make no sense together', async () => {
      const text = read('none', 'attack.jsonl').replace('"detect":"detect"', '"detect":"detekt"');
      const { status, verdict, because } = await resultOf(alone(closedAnew(text)));
      expect([status, verdict]).to.deep.equal([3, 'invalid']);
      expect(because).to.contain('it contradicts itself: ').and.to.contain('detekt');
    });
  });

  describe('refuses with status 2', () => {
    async function refused(...words: readonly string[]): Promise<string> {
      const { status, out, err } = await type(['report', ...words]);
      expect([status, out]).to.deep.equal([2, '']);
      return flat(err);
    }

    it('the journal of a twin, and names the one to give', async () => {
      const told = await refused(fileOf('none', 'twin-recreate-development.jsonl'));
      expect(told).to.contain('is the journal of twin recreate-development, which is not a run of its own');
      expect(told).to.contain('attack.jsonl');
    });

    it('a folder that holds runs and is none, and names them', async () => {
      const told = await refused(kept);
      expect(told).to.contain('is a folder without attack.jsonl').and.to.contain('kiro.none');
    });

    it('a file that is not there', async () => {
      expect(await refused(join(place, 'absent.jsonl'))).to.contain('cannot be read (ENOENT)');
    });

    it('a result that is none', async () => {
      const journal = fileOf('none', 'attack.jsonl');
      expect(await refused(journal, '--result', journal)).to.contain('it is not JSON');
      const manifest = fileOf('none', 'manifest.json');
      expect(await refused(journal, '--result', manifest)).to.contain('it has no journalSha256');
      const folder = copyOf('none');
      renameSync(join(folder, 'report.txt'), join(folder, 'result.json'));
      expect(await refused(folder)).to.contain('is no result of a run: it is not JSON');
    });

    it('one result for several journals, two kinds of report, and no journal', async () => {
      const journal = fileOf('none', 'attack.jsonl');
      expect(await refused(journal, journal, '--result', 'x')).to.contain('--result is of one run');
      expect(await refused(journal, '--json', '--quiet')).to.contain('exclude each other');
      expect(await refused()).to.contain("missing required argument 'journal'");
    });
  });
});
