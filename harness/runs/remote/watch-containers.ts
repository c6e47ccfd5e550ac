/** The program beside a container: waits until the command that started it is over, and removes what it left. */
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { findContainerEngine } from './container-engine.js';
import { removeContainersOf } from './remove-containers.js';

/** An engine that was asked for a container just before the command died may make it a little later. */
const looks = 20;
const millisecondsBetweenLooks = 500;

/** True where the command itself says that nothing is left. */
async function isDone(): Promise<boolean> {
  let said = '';
  for await (const chunk of process.stdin) said += String(chunk);
  return said.includes('done');
}

const owner = process.argv[2] ?? '';
if (owner !== '' && !(await isDone())) {
  const engine = await findContainerEngine();
  for (let look = 0; look < looks; look += 1) {
    await removeContainersOf(engine, (each) => each === owner);
    await pause(millisecondsBetweenLooks);
  }
}
