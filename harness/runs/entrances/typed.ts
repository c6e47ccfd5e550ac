/** Typed calls: an agent in the same process enters at `call`, with no bytes and no signature. */
import { AwsCallError } from '../../contract/agent.js';
import { answer } from '../../gateway/way-of-one-call.js';
import { wait } from '../../gateway/episode.js';
import type { OpenEntranceFor } from './entrance.js';

export const openTyped: OpenEntranceFor = (episode, { accessKeyId }, region) => ({
  call: async <Output>(service: string, operation: string, input: object): Promise<Output> => {
    const actor = episode.backend.actor(accessKeyId);
    if (actor === 'unknown') {
      throw new AwsCallError(
        'InvalidClientTokenId',
        'The security token included in the request is invalid.',
        403,
      );
    }
    const outcome = await answer(episode, { service, operation, input, region, actor });
    if (outcome.ok) return outcome.output as Output;
    throw new AwsCallError(outcome.error.code, outcome.error.message, outcome.error.status);
  },
  wait: (seconds) => wait(episode, seconds),
  close: () => Promise.resolve(),
});
