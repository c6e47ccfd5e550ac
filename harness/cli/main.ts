#!/usr/bin/env node
/** The outermost edge: the process, its streams and its exit status. */
import process from 'node:process';
import { runProgram } from './program.js';
import { terminalOf } from './terminal.js';

// Whoever reads may stop reading (`blastpit list | head -1`); that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// Set, not called: what is still to be written goes out first.
process.exitCode = await runProgram(process.argv.slice(2), {
  ...terminalOf(process.stdout, process.stderr, process.env),
  ...(process.stdin.isTTY && process.stderr.isTTY ? { keyboard: process.stdin } : {}),
});
