/** Whose a container is that blastpit started: told by a label, so that what a killed command left is known from what is in use. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import process from 'node:process';
import { randomName } from '../outer-edge.js';

/** No container without it is ever touched. */
export const ownerLabel = 'com.blastpit.owner';

/** A new owner: this process, and a name beside it for each container that it starts. */
export function newOwner(): string {
  return [...thisProcess(), randomName()].join('/');
}

/**
 * Whether the process that an owner names is over. Of processes on other machines, or in other containers, that use the
 * same engine, nobody here can tell: they count as alive.
 */
export function isGone(owner: string): boolean {
  const [place, id, began, name] = owner.split('/');
  if (place !== placeOfProcesses() || name === undefined || !/^[1-9]\d*$/.test(id ?? '')) return false;
  return beginningOf(Number(id)) !== began;
}

function thisProcess(): readonly string[] {
  return [placeOfProcesses(), String(process.pid), beginningOf(process.pid) ?? ''];
}

/** Within which process numbers mean anything: this machine, and on Linux its namespace of them (pid_namespaces(7)). */
function placeOfProcesses(): string {
  const space = process.platform === 'linux' ? readlinkSync('/proc/self/ns/pid') : '';
  return `${hostname()}.${space.replaceAll(/\D/g, '')}`;
}

/** When a process began, since numbers come again; empty where nobody tells; null where it is over. */
function beginningOf(id: number): string | null {
  if (process.platform === 'linux') return beginningInProc(id);
  if (process.platform === 'win32') return isRunning(id) ? '' : null;
  const environment = { ...process.env, LC_ALL: 'C' };
  const asked = ['-o', 'stat=,lstart=', '-p', String(id)];
  const { stdout } = spawnSync('ps', asked, { encoding: 'utf8', env: environment });
  const [state = 'Z', ...began] = stdout.trim().split(/\s+/);
  return state === '' || state.startsWith('Z') ? null : began.join('-').replaceAll(':', '.');
}

/** State and beginning in ticks stand behind the name, which is in brackets and may hold anything (proc_pid_stat(5)). */
function beginningInProc(id: number): string | null {
  try {
    const told = readFileSync(`/proc/${id}/stat`, 'utf8');
    const fields = told.slice(told.lastIndexOf(')') + 2).split(' ');
    return /[ZX]/.test(fields[0] ?? 'Z') ? null : (fields[19] ?? '');
  } catch {
    return null;
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
