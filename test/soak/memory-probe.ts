/** Brought into the served process by `--import`: says how much memory is in use after a forced collection. */
import { setTimeout as delay } from 'node:timers/promises';

export interface MemoryInUse {
  readonly heapUsed: number;
  readonly external: number;
}

process.on('message', (message) => {
  if (message === 'memory') void measure();
});
process.channel?.unref();

async function measure(): Promise<void> {
  // Twice, with a pause: what finalizers let go of is collected the second time.
  for (let round = 0; round < 2; round += 1) {
    gc?.();
    await delay(200);
  }
  const { heapUsed, external } = process.memoryUsage();
  const inUse: MemoryInUse = { heapUsed, external };
  process.send?.(inUse);
}
