/** Build step, on no call's way: takes away what was compiled from files that are gone, which would be tested and packed. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../..', import.meta.url));
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const map = '.js.map';

for (const room of ['harness', 'agents', 'scenarios', 'test']) {
  const folder = join(built, room);
  const output = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  for (const file of output) {
    // Only the compiler writes maps, so nothing that a build step distilled or copied is taken for its output.
    if (!file.endsWith(map)) continue;
    const module = file.slice(0, -map.length);
    if (existsSync(join(repository, room, `${module}.ts`))) continue;
    for (const ending of [map, '.js', '.d.ts']) rmSync(join(folder, `${module}${ending}`), { force: true });
  }
}
