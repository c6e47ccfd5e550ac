/** A thread that plays epochs: it deploys what it needs once, and plays what it is told, task by task. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { BlastpitError } from '../../contract/blastpit-error.js';
import { ScenarioRuns } from '../run-scenario.js';
import { loadScenario } from '../scenario-folder.js';
import type { EpochAnswer, EpochSetting, EpochTask, TaskFailure } from './epoch-task.js';
import { EpochPlayer } from './play-epochs.js';

const port = parentPort;
if (port === null) throw new Error('this file is run as a worker');
const settings = workerData as readonly EpochSetting[];
const scenarios = new Map<string, Promise<ScenarioRuns>>();
const players = new Map<number, Promise<EpochPlayer>>();

port.on('message', (task: EpochTask) => {
  void answer(port, task);
});

async function answer(to: MessagePort, task: EpochTask): Promise<void> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, a window has
  to.postMessage(await play(task));
}

async function play(task: EpochTask): Promise<EpochAnswer> {
  try {
    let player = players.get(task.setting);
    if (player === undefined) {
      player = playerOf(task.setting);
      players.set(task.setting, player);
    }
    const played = await (await player).play(task.first, task.last);
    if (played === null) throw new Error('a task without epochs');
    return { task, played };
  } catch (error) {
    return { task, failure: failureOf(error) };
  }
}

async function playerOf(number: number): Promise<EpochPlayer> {
  const setting = settings[number];
  if (setting === undefined) throw new Error(`there is no setting ${number}`);
  let runs = scenarios.get(setting.scenario);
  if (runs === undefined) {
    runs = loadScenario(setting.scenario).then((scenario) => new ScenarioRuns(scenario));
    scenarios.set(setting.scenario, runs);
  }
  const prepared = await (await runs).prepare(setting.options);
  return new EpochPlayer(prepared, setting.validity, setting.keeps);
}

function failureOf(error: unknown): TaskFailure {
  if (error instanceof BlastpitError) {
    const { where, expected, alternatives } = error.details;
    const details = {
      ...(where !== undefined && { where }),
      ...(expected !== undefined && { expected }),
      ...(alternatives !== undefined && { alternatives }),
    };
    return { code: error.code, message: error.message, details };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: null, message, details: {} };
}
