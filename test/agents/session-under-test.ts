/** What an agent is given, where AWS is a list of what it refuses. */
import { AwsCallError, type ReaderSession, type Script } from '../../harness/contract/agent.js';
import { chanceOf } from '../../harness/contract/chance.js';

export interface SessionUnderTest {
  readonly session: ReaderSession;
  /** Names of the scripts that were begun, and `wait SECONDS`, in order. */
  readonly done: readonly string[];
}

/** @param refused names of scripts whose one call is refused. */
export function sessionUnderTest(refused: readonly string[] = [], epoch = 1): SessionUnderTest {
  const done: string[] = [];
  const session = {
    task: 'raise a timeout',
    region: 'cn-north-1',
    account: '583619274051',
    partition: 'aws-cn',
    chance: chanceOf(1, epoch, 'attack'),
    call: (_service: string, operation: string): Promise<never> => {
      done.push(operation);
      if (refused.includes(operation)) return Promise.reject(new AwsCallError('AccessDenied', 'no', 403));
      return Promise.resolve({} as never);
    },
    wait: (seconds: number): Promise<void> => {
      done.push(`wait ${seconds}`);
      return Promise.resolve();
    },
  } as Partial<ReaderSession> as ReaderSession;
  return { session, done };
}

/** A script of one call, whose operation is the script's name. */
export function scriptOf(name: string, more: Partial<Script> = {}): Script {
  return {
    name,
    summary: `does ${name}`,
    run: async (session) => {
      await session.call('Test', name, {});
      return `did ${name}`;
    },
    ...more,
  };
}
