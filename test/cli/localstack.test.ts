/** `--backend localstack`, for real: what a command starts is gone with it, in whichever way it ends. */
import { readFileSync, readdirSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { OwnedContainer } from '../../harness/runs/remote/container-engine.js';
import { defaultImage } from '../../harness/runs/remote/localstack-settings.js';
import { localstackHere } from '../runs/remote/localstack-here.js';
import { startServing, type ServedProcess } from './served-process.js';

const { missing, engine } = await localstackHere();
const noAbort = new AbortController().signal;

/** The one that a command started, if there is one. */
async function containerOf({ child }: ServedProcess): Promise<OwnedContainer | undefined> {
  return (await engine!.owned()).find(({ owner }) => owner.split('/')[1] === String(child.pid));
}

/** Which process watches over a container, as /proc tells. */
function watcherOf({ owner }: OwnedContainer): number {
  const id = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').includes(owner);
    } catch {
      return false;
    }
  });
  return Number(id);
}

async function goneWithin(seconds: number, served: ServedProcess): Promise<boolean> {
  for (let look = 0; look < seconds * 10; look += 1) {
    if ((await containerOf(served)) === undefined) return true;
    await pause(100);
  }
  return false;
}

async function killed(served: ServedProcess): Promise<void> {
  served.child.kill('SIGKILL');
  await new Promise((resolve) => {
    served.child.once('close', resolve);
  });
}

describe('blastpit --backend localstack', function () {
  this.timeout(90_000);
  if (missing !== null) {
    it(`is left out: ${missing}`);
    return;
  }
  before('the image', async function () {
    this.timeout(300_000);
    if (engine === null) throw new Error('no container engine answers');
    if (!(await engine.hasImage(defaultImage))) await engine.pull(defaultImage, () => undefined, noAbort);
  });
  const token = 'ls-notoken0-1234-5678-9abc-def012345678';
  const begun: ServedProcess[] = [];

  function serve(): ServedProcess {
    const served = startServing(['--json', '--backend', 'localstack'], { LOCALSTACK_AUTH_TOKEN: token });
    begun.push(served);
    return served;
  }

  async function answering(): Promise<ServedProcess> {
    const served = serve();
    await served.says(/"endpoint":/);
    expect(served.err()).to.equal('');
    return served;
  }

  afterEach(async () => {
    const left = begun.splice(0).filter(({ child }) => child.exitCode === null && child.signalCode === null);
    await Promise.all(left.map((served) => served.end('SIGTERM')));
  });

  it('starts one container for a command, and removes it at SIGINT, SIGTERM and SIGHUP, and no other’s', async () => {
    const [first, second] = await Promise.all([answering(), answering()]);
    expect((await containerOf(first))?.id).to.not.equal(undefined);
    expect(await first.end('SIGINT')).to.equal(0);
    expect(await containerOf(first)).to.equal(undefined);
    expect((await containerOf(second))?.id).to.not.equal(undefined);
    expect(await second.end('SIGTERM')).to.equal(0);
    expect(await containerOf(second)).to.equal(undefined);
    expect(`${first.out()}${first.err()}${second.out()}${second.err()}`).to.not.include(token);
  });

  it('leaves nothing where it is told to end in the middle of the start, and dies of the signal', async () => {
    const served = serve();
    while ((await containerOf(served)) === undefined) await pause(50);
    await served.end('SIGHUP');
    expect(served.child.signalCode).to.equal('SIGHUP');
    expect(await containerOf(served)).to.equal(undefined);
    expect(served.out() + served.err()).to.equal('');
  });

  it('prints nothing of a run that is told to end in its middle, and dies of the signal', async () => {
    const served = startServing(['kiro', '-g', 'none', '--backend', 'localstack'], {}, 'run');
    begun.push(served);
    const isActing = async (): Promise<boolean> => {
      const container = await containerOf(served);
      const log = container === undefined ? [] : await engine!.logOf(container.id);
      return log.some((line) => line.includes('cloudformation.CreateStack => 200'));
    };
    while (!(await isActing())) await pause(100);
    await served.end('SIGTERM');
    expect(served.child.signalCode).to.equal('SIGTERM');
    expect(served.out() + served.err()).to.equal('');
    expect(await containerOf(served)).to.equal(undefined);
  });

  it('leaves nothing for long where it is killed; and nothing to the next start where its watcher is killed, too', async function () {
    if (process.platform !== 'linux') this.skip();
    const [watched, unwatched] = await Promise.all([answering(), answering()]);
    const left = await containerOf(unwatched);
    process.kill(watcherOf(left!), 'SIGKILL');
    await Promise.all([killed(watched), killed(unwatched)]);
    expect(await goneWithin(10, watched)).to.equal(true);
    expect((await containerOf(unwatched))?.id).to.equal(left?.id);
    const next = serve();
    expect(await goneWithin(10, unwatched)).to.equal(true);
    await next.end('SIGTERM');
    expect(await goneWithin(10, next)).to.equal(true);
  });
});
