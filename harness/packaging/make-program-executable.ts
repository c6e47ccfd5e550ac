/** A step of the build: tsc writes files that cannot be executed, and `npx blastpit` in the clone executes this one. */
import { chmodSync } from 'node:fs';

chmodSync(new URL('../cli/main.js', import.meta.url), 0o755);
