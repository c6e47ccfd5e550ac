/** Draws the README's picture from a real run, on no call's way: `npm run picture`. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../cli/main.js', import.meta.url));
const picture = fileURLToPath(new URL('../../../scenarios/kiro/report.svg', import.meta.url));

const words = ['run', 'kiro', '--guardrails', 'as-deployed', '--report', 'svg'];
writeFileSync(picture, execFileSync(process.execPath, [program, ...words], { encoding: 'utf8' }));
