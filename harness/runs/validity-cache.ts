/** Before a run: remembers which scenarios were found valid, so that the reference run is made once for each code version. */
import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Scenario } from '../contract/scenario.js';
import { cacheFolder } from './cache-folder.js';
import { packageVersion } from './package-version.js';
import { originOf } from './projects/origin.js';

/** What is remembered is only ever that a scenario is valid: what is not, is looked at again. */
export interface ValidityCache {
  readonly isKnownValid: (scenario: Scenario, seed: number, faults: readonly string[]) => boolean;
  readonly rememberValid: (scenario: Scenario, seed: number, faults: readonly string[]) => void;
}

/**
 * The cache in the user's cache folder, null where `BLASTPIT_CACHE=off`. A folder that cannot be read or written is
 * never an error: the reference run is then made again.
 */
export function openValidityCache(environment: Readonly<NodeJS.ProcessEnv>): ValidityCache | null {
  const folder = cacheFolder(environment, 'validity');
  return folder === null ? null : validityCacheIn(folder, builtRoot);
}

/** The folder with harness/, agents/ and scenarios/ as they run. */
const builtRoot = fileURLToPath(new URL('../../', import.meta.url));

/** @param root the folder whose code the entries stand for. */
export function validityCacheIn(folder: string, root: string): ValidityCache {
  const stampOf = new Map<string, string | null>();
  const fileOf = (scenario: Scenario, seed: number, faults: readonly string[]): string | null => {
    // A project's scenario may import files from anywhere, and shadow one of the same name: what was found is not kept.
    if (originOf(scenario) !== null) return null;
    let stamp = stampOf.get(scenario.name);
    if (stamp === undefined) {
      stamp = codeStamp(root, scenario.name);
      stampOf.set(scenario.name, stamp);
    }
    if (stamp === null) return null;
    const key = JSON.stringify([packageVersion(), stamp, scenario, seed, [...faults].sort()]);
    return join(folder, `${hash('sha256', key)}.json`);
  };
  return {
    isKnownValid: (scenario, seed, faults) => {
      const file = fileOf(scenario, seed, faults);
      if (file === null) return false;
      try {
        const entry = JSON.parse(readFileSync(file, 'utf8')) as { readonly valid?: unknown };
        return entry.valid === true;
      } catch {
        return false;
      }
    },
    rememberValid: (scenario, seed, faults) => {
      const file = fileOf(scenario, seed, faults);
      if (file === null) return;
      try {
        mkdirSync(folder, { recursive: true });
        const unfinished = `${file}.${process.pid}`;
        writeFileSync(unfinished, `${JSON.stringify({ valid: true, scenario: scenario.name, seed })}\n`);
        renameSync(unfinished, file);
      } catch {
        // The next run finds nothing and looks for itself.
      }
    },
  };
}

/** Parts of the harness that only show what a run came to. */
const showing: ReadonlySet<string> = new Set(['cli', 'reports', 'packaging', 'distill']);

/**
 * Names, sizes and times of the files that a reference run depends on; null where the scenario has no folder here, so
 * that nothing would tell one of its versions from the next. Reading all contents would take longer than it saves.
 */
function codeStamp(root: string, scenario: string): string | null {
  const seen: string[] = [];
  const look = (folder: string, skipped: ReadonlySet<string>): void => {
    const items = readdirSync(join(root, folder), { withFileTypes: true });
    for (const item of items.sort((left, right) => (left.name < right.name ? -1 : 1))) {
      const path = `${folder}/${item.name}`;
      if (item.isDirectory()) {
        if (!skipped.has(item.name)) look(path, skipped);
      } else if (!/\.(?:map|d\.ts)$/.test(item.name)) {
        const { size, mtimeMs } = statSync(join(root, path));
        seen.push(`${path} ${size} ${mtimeMs}`);
      }
    }
  };
  try {
    look(`scenarios/${scenario}`, new Set());
    look('agents', new Set());
    look('harness', showing);
  } catch {
    return null;
  }
  return hash('sha256', seen.join('\n'));
}
