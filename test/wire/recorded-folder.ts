/** The folder of the recordings: among the sources, since the compiler does not copy them. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let project = dirname(fileURLToPath(import.meta.url));
while (!existsSync(join(project, 'package.json'))) project = dirname(project);

export const recordedFolder = `${project}/test/wire/recorded/`;
