/** `--backend localstack`, for real: its container is killed in the middle of a run, which then says that it cannot tell. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { wallSeconds } from '../../harness/runs/outer-edge.js';
import { ownerLabel } from '../../harness/runs/remote/container-owner.js';
import { defaultImage } from '../../harness/runs/remote/localstack-settings.js';

const program = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));

function docker(...words: readonly string[]): string {
  const { stdout, stderr } = spawnSync('docker', words, { encoding: 'utf8' });
  return stdout + stderr;
}

/** The container that a process started; undefined where it has none. */
function containerOf(processId: number | undefined): string | undefined {
  const listed = docker('ps', '--all', '--format', `{{.ID}} {{.Label "${ownerLabel}"}}`);
  const own = listed.split('\n').find((each) => each.split('/')[1] === String(processId));
  return own?.split(' ')[0];
}

describe('blastpit run --backend localstack, its container killed in the middle', function () {
  this.timeout(240_000);
  if (spawnSync('docker', ['image', 'inspect', defaultImage]).status !== 0) {
    it(`is left out: docker does not have ${defaultImage}`);
    return;
  }

  it('is invalid within 30 seconds, with the cause and status 3, and leaves nothing', async () => {
    const words = ['run', 'kiro', '--guardrails', 'none', '--backend', 'localstack', '--json'];
    const child = spawn(process.execPath, [program, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, BLASTPIT_CACHE: 'off' },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
    const ended = once(child, 'close');
    try {
      let id: string | undefined;
      // The attack deletes a stack: then a run is under way.
      while (id === undefined || !docker('logs', id).includes('cloudformation.DeleteStack')) {
        expect(child.exitCode, err).to.equal(null);
        await pause(200);
        id ??= containerOf(child.pid);
      }
      docker('kill', id);
      const began = wallSeconds();
      await ended;
      expect(wallSeconds() - began).to.be.below(30);
      expect(child.exitCode, err).to.equal(3);
      const { verdict, because, otherTries } = JSON.parse(out) as Readonly<Record<string, unknown>>;
      expect(verdict).to.equal('invalid');
      const told = `${String(because)} ${JSON.stringify(otherTries)} ${err}`;
      expect(/nothing listens at its address|the connection was reset/.test(told), told).to.equal(true);
      expect(containerOf(child.pid)).to.equal(undefined);
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  });
});
