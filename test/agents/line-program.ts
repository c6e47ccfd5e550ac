/** A program for `process:`: writes the lines that LINES holds, one after each answer, and keeps what it read in READ_FILE. */
import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';

const lines = JSON.parse(process.env['LINES'] ?? '[]') as readonly string[];
const file = process.env['READ_FILE'] ?? '/dev/null';
let next = 0;

for await (const read of createInterface({ input: process.stdin })) {
  appendFileSync(file, `${read}\n`);
  const line = lines[next];
  next += 1;
  if (line === undefined) break;
  if (line === 'hang') {
    await new Promise((resolve) => {
      setTimeout(resolve, 60_000);
    });
  }
  process.stdout.write(`${line}\n`);
}
process.exitCode = Number(process.env['STATUS'] ?? '0');
// Whoever holds the other end need not close it.
process.stdin.destroy();
