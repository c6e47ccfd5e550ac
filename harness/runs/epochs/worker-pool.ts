/** Threads that play epochs side by side: each takes the next task when it is done with one. */
import { Worker } from 'node:worker_threads';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { EpochAnswer, EpochSetting, EpochTask, TaskFailure } from './epoch-task.js';
import type { PlayedEpochs } from './play-epochs.js';

/**
 * Plays tasks on threads, and tells of each as it is done, in whatever order that is.
 * @param cancelled ends it early; what is under way then is lost.
 * @throws BlastpitError for what a thread says is for the person at the keyboard.
 */
export async function playOnThreads(
  threads: number,
  settings: readonly EpochSetting[],
  tasks: readonly EpochTask[],
  cancelled: AbortSignal,
  done: (task: EpochTask, played: PlayedEpochs) => void,
): Promise<void> {
  const waiting = [...tasks];
  const workers = Array.from({ length: Math.min(threads, tasks.length) }, () => startWorker(settings));
  try {
    await Promise.race([
      aborted(cancelled),
      Promise.all(workers.map((worker) => workOff(worker, waiting, cancelled, done))),
    ]);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function startWorker(settings: readonly EpochSetting[]): Worker {
  return new Worker(new URL('./epoch-worker.js', import.meta.url), { workerData: settings });
}

/** One thread's work: it takes what waits, and ends where nothing is left. */
function workOff(
  worker: Worker,
  waiting: EpochTask[],
  cancelled: AbortSignal,
  done: (task: EpochTask, played: PlayedEpochs) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const task = waiting.shift();
      if (task === undefined || cancelled.aborted) resolve();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, a window has
      else worker.postMessage(task);
    };
    worker.on('message', (answer: EpochAnswer) => {
      if ('failure' in answer) {
        reject(errorOf(answer.failure));
        return;
      }
      if (!cancelled.aborted) done(answer.task, answer.played);
      next();
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (!cancelled.aborted)
        reject(new Error(`a thread ended with status ${code} before its work was done`));
    });
    next();
  });
}

function errorOf({ code, message, details }: TaskFailure): Error {
  return code === null ? new Error(message) : new BlastpitError(code, message, details);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
