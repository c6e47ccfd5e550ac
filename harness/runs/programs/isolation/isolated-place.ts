/** A container that a program runs in: without a network but a way to the gateway, without the machine's files or variables. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, parse, relative, resolve, sep } from 'node:path';
import { BlastpitError } from '../../../contract/blastpit-error.js';
import type { IsolationWish } from '../../../contract/program-at-work.js';
import { randomName } from '../../outer-edge.js';
import { newOwner, ownerLabel } from '../../remote/container-owner.js';
import { watchContainers } from '../../remote/container-watcher.js';
import { awsVariables, type SessionAddress } from '../../serving/aws-variables.js';
import { askClient, clientCommand, demandImage, tellClient } from './container-client.js';
import { forwarders } from './forwarders.js';
import { relayTo, type Relay } from './relay.js';

type Variables = Readonly<NodeJS.ProcessEnv>;

export interface IsolatedPlace {
  /**
   * Makes the program's container, which has not begun.
   * @returns how to start it, to its end, by the engine's client.
   * @throws Error with the client's words.
   */
  readonly create: (words: readonly [string, ...(readonly string[])]) => {
    readonly command: string;
    readonly words: readonly string[];
    readonly environment: Variables;
  };
  /** What kept the program from being started; null where it was. */
  readonly failure: () => string | null;
  /** Removes the containers, with whatever runs in them. */
  readonly close: () => void;
}

/** Nobody, in whatever image. */
const user = '65534:65534';
const home = '/srv/user';
const folder = '/work';

/** What both containers go without. */
const bare = [
  '--pull=never',
  '--interactive',
  '--read-only',
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
  `--user=${user}`,
  '--log-driver=none',
  '--ipc=none',
] as const;

/** As much as an agent takes, and less than would bring the machine down. */
const programLimits = ['--pids-limit=512', '--memory=2g', '--memory-swap=2g'] as const;
/** Without them, it would be told where the machine looks names up. */
const noNetwork = ['--network=none', '--dns=127.0.0.1', '--dns-search=.'] as const;
const forwarderLimits = ['--pids-limit=32', '--memory=256m', '--memory-swap=256m'] as const;

/**
 * Opens the way out of the container; the program itself is made and started afterwards.
 * @param callers the caller's own variables: the client needs them, and of these only `passed` go into the container.
 * @param session with the gateway's own address: the program finds it at the same one, on its own loopback.
 * @throws BlastpitError `no-container-engine`, `unknown-image`, `unknown-folder`, `image-cannot-forward`
 */
export async function openIsolatedPlace(
  { image, with: given }: IsolationWish,
  callers: Variables,
  session: SessionAddress,
  passed: readonly string[],
): Promise<IsolatedPlace> {
  demandImage(image, callers);
  const mount = given === null ? [] : mountOf(given, callers['HOME']);
  const owner = newOwner();
  const label = `--label=${ownerLabel}=${owner}`;
  const name = `work-${randomName()}`;
  const wayName = `${name}-way`;
  const watcher = watchContainers(owner, callers);
  const close = (): void => {
    tellClient(['rm', '--force', '--volumes', name, wayName], callers);
    watcher.done();
  };
  try {
    const way = await openWay(['run', '--rm', `--name=${wayName}`, label], image, callers, session.endpoint);
    const told: Variables = {
      ...Object.fromEntries(passed.map((each) => [each, callers[each]])),
      HOME: home,
      AWS_CONFIG_FILE: `${home}/.aws/config`,
      AWS_SHARED_CREDENTIALS_FILE: `${home}/.aws/credentials`,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...awsVariables(session),
    };
    return {
      create: ([command, ...words]) => {
        askClient(
          [
            'create',
            ...bare,
            ...programLimits,
            '--init',
            `--name=${name}`,
            label,
            `--network=container:${wayName}`,
            '--tmpfs=/tmp:rw,exec,nosuid,nodev,mode=1777,size=512m',
            `--tmpfs=${home}:rw,exec,nosuid,nodev,mode=0700,uid=65534,gid=65534,size=512m`,
            ...mount,
            `--workdir=${given === null ? home : folder}`,
            ...Object.entries(told).flatMap(([variable, value]) => wordsOf(variable, value ?? '')),
            `--entrypoint=${command}`,
            image,
            ...words,
          ],
          { ...callers, ...Object.fromEntries(Object.entries(told).filter(([each]) => isHandedOn(each))) },
        );
        return {
          command: clientCommand,
          words: ['start', '--attach', '--interactive', name],
          environment: callers,
        };
      },
      failure: () => {
        const why = askClient(['inspect', '--format', '{{.State.Error}}', name], callers);
        return why === '' ? null : why;
      },
      close: () => {
        way.close();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** What the client itself goes by must stay the caller's. */
const clientsOwn = /^(?:PATH|HOME|DOCKER_.*)$/;

function isHandedOn(variable: string): boolean {
  return !clientsOwn.test(variable);
}

/** Values are handed on by the client's environment: its words can be read by everybody on the machine. */
function wordsOf(variable: string, value: string): readonly string[] {
  return ['--env', isHandedOn(variable) ? variable : `${variable}=${value}`];
}

/** @throws BlastpitError `unknown-folder` */
function mountOf(given: string, callersHome: string | undefined): readonly string[] {
  const path = resolve(given);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new BlastpitError('unknown-folder', `--with ${given}: there is no such folder`, {
      where: '--with',
      expected: 'a folder that the program finds, read-only, as its working folder',
    });
  }
  if ([parse(path).root, callersHome ?? ''].some((place) => holds(path, place))) {
    throw new BlastpitError('unknown-folder', `--with ${given}: your own files and settings are in there`, {
      where: '--with',
      expected: 'the folder of the program, and no more',
    });
  }
  if (path.includes(',')) {
    throw new BlastpitError('unknown-folder', `--with ${given}: the engine takes no comma in a path`, {
      where: '--with',
      expected: 'a folder without a comma in its path',
    });
  }
  return [`--mount=type=bind,source=${path},target=${folder},readonly`];
}

/** Whether a place that there is lies in another, or is it. */
function holds(outer: string, place: string): boolean {
  if (place === '' || !existsSync(place)) return false;
  const way = relative(realpathSync(outer), realpathSync(place));
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

async function openWay(
  begun: readonly string[],
  image: string,
  callers: Variables,
  endpoint: string,
): Promise<Relay> {
  const { port } = new URL(endpoint);
  let said = '';
  for (const { command, words } of forwarders) {
    const limits = [...bare, ...forwarderLimits, ...noNetwork, `--entrypoint=${command}`];
    const child = spawn(clientCommand, [...begun, ...limits, image, ...words, port], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: callers,
      detached: true,
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said = chunk.toString('utf8').trim();
    });
    const relay = relayTo(child.stdout, child.stdin, Number(port));
    if (await relay.listening) return closing(relay, child);
  }
  const names = forwarders.map(({ command }) => command).join(' or ');
  throw new BlastpitError('image-cannot-forward', `--isolate ${image}: no way to AWS can be opened in it`, {
    where: '--isolate',
    expected: `an image with ${names}; the engine said last: ${said}`,
  });
}

function closing(relay: Relay, child: ChildProcess): Relay {
  return {
    ...relay,
    close: () => {
      relay.close();
      child.stdin?.end();
    },
  };
}
