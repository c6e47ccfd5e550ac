/** A command whose process is about to end, and whose backend is being closed: what is still heard of its runs. */
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { Backend } from '../../harness/contract/backend.js';
import { untilItEnds } from '../../harness/cli/until-it-ends.js';
import type { Elsewhere, OpenBackend } from '../../harness/runs/remote/elsewhere.js';
import { terminalOf } from '../../harness/cli/terminal.js';

describe('a command that is told to end while its backend is being closed', () => {
  let ending: boolean;
  let written: string;
  let opened: number;
  let fail: (error: Error) => void;
  let kept: ReturnType<typeof untilItEnds>;
  beforeEach(() => {
    ending = false;
    written = '';
    opened = 0;
    const answer = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const backend = {
      read: () => answer,
      commit: () => ({ ok: true, output: {} }),
      inventory: () => [],
    } as unknown as Backend;
    const place = {
      open: () => {
        opened += 1;
        return Promise.resolve({ backend } as OpenBackend);
      },
    } as unknown as Elsewhere;
    const stream = {
      write: (text: string) => {
        written += text;
      },
    };
    kept = untilItEnds(place, terminalOf(stream, stream, {}), () => ending);
  });

  const open = async (): Promise<Backend> => {
    const [shadow, where] = [{} as Backend, { account: '1', region: 'r', partition: 'aws' }];
    return (await kept.place.open(shadow, where, [], [])).backend;
  };

  /** Whether it is answered at all, either way. */
  async function isHeardOf(work: Promise<unknown>): Promise<boolean> {
    let heard = false;
    const hear = (): void => {
      heard = true;
    };
    work.then(hear, hear);
    await setImmediate();
    return heard;
  }

  it('does as ever until then', async () => {
    const { read, commit } = await open();
    const asked = Promise.resolve(read({} as never));
    expect(await commit({} as never, null)).to.deep.equal({ ok: true, output: {} });
    expect(await isHeardOf(asked)).to.equal(false);
    fail(new Error('the connection was reset'));
    expect(await isHeardOf(asked)).to.equal(true);
    kept.terminal.out('BREACHED');
    expect(written).to.equal('BREACHED');
  });

  it('takes no answer of the backend any more, which would be told as its failure, and asks nothing', async () => {
    const { read, commit, inventory } = await open();
    const asked = Promise.resolve(read({} as never));
    ending = true;
    fail(new Error('the connection was reset'));
    for (const work of [asked, commit({} as never, null), inventory()]) {
      expect(await isHeardOf(Promise.resolve(work))).to.equal(false);
    }
  });

  it('begins no second try', async () => {
    await open();
    ending = true;
    expect(await isHeardOf(open())).to.equal(false);
    expect(opened).to.equal(1);
  });

  it('prints no report, and nothing beside it', () => {
    ending = true;
    kept.terminal.out('BREACHED');
    kept.terminal.err('the backend failed');
    expect(written).to.equal('');
  });
});
