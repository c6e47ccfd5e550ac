/** Starting LocalStack, told by an engine that does what a test wants: what people read while they wait and when it fails. */
import { setTimeout as pause } from 'node:timers/promises';
import { faker } from '@faker-js/faker';
import { expect } from 'chai';
import sinon from 'sinon';
import type { BlastpitError } from '../../../harness/contract/blastpit-error.js';
import {
  findContainerEngine,
  type ContainerEngine,
  type ContainerPlan,
  type OwnedContainer,
} from '../../../harness/runs/remote/container-engine.js';
import { isGone } from '../../../harness/runs/remote/container-owner.js';
import { openLocalstack, type LocalstackParts } from '../../../harness/runs/remote/localstack.js';
import type { Elsewhere } from '../../../harness/runs/remote/elsewhere.js';
import { serveEveryone, type OpenAccount } from '../../../harness/runs/serving/open-to-everyone.js';
import { deployOwnAccount } from '../../../harness/runs/serving/own-account.js';

const image = 'localstack/localstack:4.14.0';

describe('--backend localstack', () => {
  let containers: OwnedContainer[];
  let engine: sinon.SinonStubbedInstance<ContainerEngine>;
  let done: sinon.SinonSpy;
  let said: string[];
  let token: string;
  let cancel: AbortController;
  let server: OpenAccount;

  before(async () => {
    // What answers at the container's port is for another suite.
    const own = await deployOwnAccount({ template: null, region: 'us-east-1', seed: 5 });
    server = await serveEveryone({ own, onOpened: () => undefined });
  });
  after(() => server.close());

  beforeEach(() => {
    faker.seed(12);
    token = `ls-${faker.string.alphanumeric(24)}`;
    containers = [];
    said = [];
    done = sinon.spy();
    cancel = new AbortController();
    engine = {
      hasImage: sinon.stub<[string], Promise<boolean>>().resolves(true),
      pull: sinon.stub<Parameters<ContainerEngine['pull']>, Promise<void>>().resolves(),
      start: sinon.stub<[ContainerPlan], Promise<string>>().callsFake(({ owner, onLog }) => {
        containers.push({ id: `started-${containers.length}`, owner });
        onLog('Ready.');
        return Promise.resolve(server.endpoint);
      }),
      owned: sinon
        .stub<[], Promise<readonly OwnedContainer[]>>()
        .callsFake(() => Promise.resolve([...containers])),
      logOf: sinon.stub<[string], Promise<readonly string[]>>().resolves([]),
      remove: sinon.stub<[string], Promise<void>>().callsFake((id) => {
        containers = containers.filter((each) => each.id !== id);
        return Promise.resolve();
      }),
    };
  });

  function open(over: Partial<LocalstackParts> = {}): Promise<Elsewhere> {
    const wish = {
      image,
      environment: { LOCALSTACK_AUTH_TOKEN: token },
      allowedHosts: [],
      say: (what: string) => said.push(what),
      cancelled: cancel.signal,
    };
    return openLocalstack(wish, {
      findEngine: () => Promise.resolve(engine),
      watch: () => ({ done }),
      patience: 20_000,
      ...over,
    });
  }

  async function refused(over: Partial<LocalstackParts> = {}): Promise<BlastpitError> {
    const error: unknown = await open(over).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code');
    const told = error as BlastpitError;
    expect(`${told.message} ${JSON.stringify(told.details)} ${said.join(' ')}`).to.not.include(token);
    return told;
  }

  const ended = (): void => {
    engine.start.callsFake(({ owner, onLog }) => {
      containers.push({ id: 'new', owner });
      onLog('License activation failed!');
      onLog(`the token ${token} is not valid`);
      return Promise.reject(new Error('Log stream ended and message "Ready" was not received'));
    });
  };

  it('is one backend, which is gone when it is closed, however often', async () => {
    const place = await open();
    expect(place.name).to.equal('localstack');
    expect(containers).to.have.lengthOf(1);
    await place.close();
    await place.close();
    expect(containers).to.deep.equal([]);
    expect(done.callCount).to.equal(1);
    expect(said).to.deep.equal([
      'looking for a container engine …',
      `looking for the image ${image} …`,
      `starting ${image} …`,
      `asking ${image} …`,
    ]);
  });

  it('hands the token into the container, and tells nobody', async () => {
    await (await open()).close();
    expect(engine.start.firstCall.args[0].environment).to.include({ LOCALSTACK_AUTH_TOKEN: token });
    expect(said.join('\n')).to.not.include(token);
  });

  it('says how much is pulled of an image that is not here', async () => {
    engine.hasImage.resolves(false);
    engine.pull.callsFake((_, told) => {
      told(1_200_000, 480_000_000);
      told(1_300_000, 480_000_000);
      told(480_000_000, 480_000_000);
      return Promise.resolve();
    });
    await (await open()).close();
    expect(said.filter((what) => what.startsWith('pulling'))).to.deep.equal([
      `pulling ${image} …`,
      `pulling ${image}: 1 of 480 MB …`,
      `pulling ${image}: 480 of 480 MB …`,
    ]);
  });

  it('says what to install where the package is left out', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    const { code, details } = await refused({ findEngine: () => Promise.reject(missing) });
    expect(code).to.equal('missing-package');
    expect(details.expected).to.equal('npm install @testcontainers/localstack');
  });

  it('says how to get an engine where none answers', async () => {
    const none = new Error('Could not find a working container runtime strategy');
    const { code, message, details } = await refused({ findEngine: () => Promise.reject(none) });
    expect(code).to.equal('no-container-engine');
    expect(message).to.match(/^no container engine answers/);
    expect(details.expected).to.include('docs.docker.com').and.include('DOCKER_HOST');
  });

  it('takes no other engine than the one that DOCKER_HOST names, and says so', async () => {
    const { DOCKER_HOST } = process.env;
    process.env['DOCKER_HOST'] = 'unix:///nonexistent/engine.sock';
    try {
      const { code, message } = await refused({ findEngine: findContainerEngine });
      expect(code).to.equal('no-container-engine');
      expect(message).to.equal(
        'no container engine answers at DOCKER_HOST (unix:///nonexistent/engine.sock)',
      );
    } finally {
      if (DOCKER_HOST === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = DOCKER_HOST;
    }
  });

  it('says why an image cannot be pulled, and starts nothing', async () => {
    engine.hasImage.resolves(false);
    engine.pull.rejects(new Error('manifest unknown'));
    const { code, message } = await refused();
    expect(code).to.equal('image-not-pulled');
    expect(message).to.equal(`the image ${image} is not here and cannot be pulled: manifest unknown`);
    expect(engine.start.called).to.equal(false);
  });

  it('shows the last lines of a container that ends at its start, without the token, and removes it', async () => {
    ended();
    const { code, message } = await refused();
    expect(code).to.equal('container-ended');
    expect(message).to.match(/the end of its log:\n {2}License activation failed!\n {2}the token \*\*\* is/);
    expect(containers).to.deep.equal([]);
  });

  it('asks for the log of one that ended before anybody could listen', async () => {
    engine.start.callsFake(({ owner }) => {
      containers.push({ id: 'new', owner });
      return Promise.reject(new Error('Timed out'));
    });
    engine.logOf.resolves(['exec format error']);
    expect((await refused()).message)
      .to.include('Timed out')
      .and.include('\n  exec format error');
  });

  it('gives up one that does not get ready, and removes it', async () => {
    engine.start.callsFake(async ({ owner, onLog }) => {
      containers.push({ id: 'new', owner });
      onLog('Waiting for the disk');
      await pause(300);
      throw new Error('gone');
    });
    const { code, message } = await refused({ patience: 50 });
    expect(code).to.equal('backend-not-ready');
    expect(message).to.include('was not ready within 0.05 seconds').and.include('Waiting for the disk');
    expect(containers).to.deep.equal([]);
  });

  it('removes what the engine makes after the start was given up', async () => {
    engine.start.callsFake(async ({ owner }) => {
      await pause(100);
      containers.push({ id: 'late', owner });
      return server.endpoint;
    });
    const opening = open().catch((error: unknown) => error);
    await pause(20);
    cancel.abort();
    expect(await opening).to.have.property('name', 'AbortError');
    expect(containers).to.deep.equal([]);
  });

  it('is refused where what answers is not AWS, and removed', async () => {
    engine.start.callsFake(({ owner }) => {
      containers.push({ id: 'new', owner });
      return Promise.resolve('http://127.0.0.1:1');
    });
    expect((await refused()).code).to.equal('backend-unreachable');
    expect(containers).to.deep.equal([]);
  });

  it('removes what a killed command left, and nothing of commands that run or may run', async () => {
    const place = await open();
    const [mine] = containers;
    const [here = '', id = '', began = ''] = mine!.owner.split('/');
    const kept = [mine!, { id: 'far', owner: `other-machine.1/${id}/${began}/x` }, { id: 'odd', owner: 'x' }];
    containers = [...kept, { id: 'left', owner: `${here}/${id}/${began}0/x` }];
    const next = await open();
    expect(containers.map((each) => each.id)).to.deep.equal(['started-0', 'far', 'odd', 'started-3']);
    await next.close();
    expect(containers).to.deep.equal(kept);
    for (const { owner } of kept) expect(isGone(owner)).to.equal(false);
    await place.close();
    expect(containers).to.deep.equal(kept.slice(1));
  });
});
