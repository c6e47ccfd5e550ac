/** A project as it stands after `npm install`, without a registry: blastpit is the build under test. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('../../', import.meta.url));
const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** Puts what a project depends on into its node_modules. */
export function installInto(project: string): void {
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, 'blastpit'), { recursive: true });
  for (const name of readdirSync(join(repository, 'node_modules'))) {
    symlinkSync(join(repository, 'node_modules', name), join(modules, name));
  }
  // The build may lie in another folder than the one that is packed.
  const manifest = readFileSync(join(repository, 'package.json'), 'utf8');
  writeFileSync(
    join(modules, 'blastpit', 'package.json'),
    manifest.replaceAll('./dist/', `./${basename(build)}/`),
  );
  symlinkSync(build, join(modules, 'blastpit', basename(build)));
}
