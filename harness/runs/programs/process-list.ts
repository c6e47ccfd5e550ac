/** Which processes there are, and which of them a program has left: its group, its descendants, and who has its home. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** A process that runs; those that are over and only wait to be collected are none. */
export interface RunningProcess {
  readonly id: number;
  readonly parent: number;
  readonly group: number;
}

/** Lists all processes: from /proc where there is one, else as `ps` tells. */
export function listProcesses(): readonly RunningProcess[] {
  return process.platform === 'linux' ? processesOfProc() : processesOfPs();
}

/** What `ps` (POSIX) tells. */
export function processesOfPs(): readonly RunningProcess[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [id, parent, group, state = 'Z'] = line.trim().split(/\s+/);
    return state.startsWith('Z') ? [] : [{ id: Number(id), parent: Number(parent), group: Number(group) }];
  });
}

function processesOfProc(): readonly RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      // Behind the name, which is in brackets and may hold anything: state, parent, group (proc_pid_stat(5)).
      const told = textOf(`/proc/${name}/stat`);
      const [state = 'Z', parent, group] = told.slice(told.lastIndexOf(')') + 2).split(' ');
      return /[ZX]/.test(state) || told === ''
        ? []
        : [{ id: Number(name), parent: Number(parent), group: Number(group) }];
    });
}

/**
 * The processes of a program: those in its group, those they began, and, where /proc tells, those that were begun
 * with its home folder, which nobody else has: a daemon that left its group and its parent has it still.
 * @param leader the program's own process, which leads its group.
 */
export function processesOf(leader: number, home: string): readonly number[] {
  const processes = listProcesses();
  const own = new Set<number>([leader]);
  const members = new Set<number>();
  for (let grown = -1; grown !== members.size;) {
    grown = members.size;
    for (const { id, parent, group } of processes) {
      if (id === process.pid || members.has(id)) continue;
      if (group === leader || own.has(id) || own.has(parent) || hasHome(id, home)) {
        own.add(id);
        members.add(id);
      }
    }
  }
  return [...members];
}

function hasHome(id: number, home: string): boolean {
  return process.platform === 'linux' && textOf(`/proc/${id}/environ`).split('\0').includes(`HOME=${home}`);
}

/** Nothing where the process is gone meanwhile, or is somebody else's. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
