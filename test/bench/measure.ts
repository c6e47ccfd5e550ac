/** Small measures: how often something can be done in a second, and how long one takes. */

/**
 * Runs work over and over for about `seconds`, after a warm-up of a fifth of that.
 * @returns seconds that one takes, on average.
 */
export function secondsEach(work: () => void, seconds = 1): number {
  spin(work, seconds / 5);
  return spin(work, seconds);
}

function spin(work: () => void, seconds: number): number {
  const started = performance.now();
  let done = 0;
  do {
    for (let index = 0; index < 16; index += 1) work();
    done += 16;
  } while (performance.now() - started < seconds * 1000);
  return (performance.now() - started) / 1000 / done;
}

/** The same for work that is awaited, one after the other. */
export async function secondsEachAsync(work: () => Promise<unknown>, seconds = 3): Promise<number> {
  for (const length of [seconds / 4, seconds]) {
    const started = performance.now();
    let done = 0;
    do {
      await work();
      done += 1;
    } while (performance.now() - started < length * 1000);
    if (length === seconds) return (performance.now() - started) / 1000 / done;
  }
  return Number.NaN;
}

/** `12.3 µs`, `4.56 ms`, `1.2 s`. */
export function duration(seconds: number): string {
  if (seconds < 1e-3) return `${(seconds * 1e6).toPrecision(3)} µs`;
  if (seconds < 1) return `${(seconds * 1e3).toPrecision(3)} ms`;
  return `${seconds.toPrecision(3)} s`;
}
