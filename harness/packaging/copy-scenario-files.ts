/** Build step, on no call's way: puts what `tsc` leaves behind (templates, data, explanations) beside what it compiled. */
import { copyFileSync, cpSync, existsSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const shipped = new Set(['.yaml', '.yml', '.json']);
const built = fileURLToPath(new URL('../../scenarios', import.meta.url));
const source = fileURLToPath(new URL('../../../scenarios', import.meta.url));

if (existsSync(source)) {
  // A name without an extension is a folder: it has to pass the filter for its files to be looked at.
  cpSync(source, built, {
    recursive: true,
    filter: (path) => path === source || extname(path) === '' || shipped.has(extname(path)),
  });
}

const explained = fileURLToPath(new URL('../../../harness/fidelity/explained.yaml', import.meta.url));
if (existsSync(explained)) {
  copyFileSync(explained, fileURLToPath(new URL('../fidelity/explained.yaml', import.meta.url)));
}
