/** How agents of blastpit's own meet a world that turns calls away as too fast: they try again, as every AWS SDK does. */
import { AwsCallError } from '../../contract/agent.js';
import type { Chance } from '../../contract/chance.js';
import type { OpenEntrance } from './entrance.js';

/** Codes that the SDKs take for throttling (`THROTTLING_ERROR_CODES` of @smithy/core's retry). */
const throttled: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);

/** Standard mode, "Retry behavior" (AWS SDKs and Tools Reference Guide): three in all, at most 20 s between two. */
const mostAttempts = 3;
const longestSeconds = 20;
/** Of the JavaScript SDK, for throttling. */
const baseSeconds = 0.5;

/**
 * The same way into a run, on which a call that was turned away is made again after a pause in virtual time; each try is a
 * call of its own. The last error stands.
 * @param chance of the jitter.
 */
export function retryThrottled(way: OpenEntrance, chance: Chance): OpenEntrance {
  let pauses = 0;
  return {
    ...way,
    call: async <Output>(service: string, operation: string, input: object): Promise<Output> => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await way.call<Output>(service, operation, input);
        } catch (error) {
          const again = error instanceof AwsCallError && throttled.has(error.code) && attempt < mostAttempts;
          if (!again) throw error;
          pauses += 1;
          const jitter = chance(`pause ${pauses} before ${service}.${operation} is tried again`);
          await way.wait(Math.min(longestSeconds, jitter * baseSeconds * 2 ** attempt));
        }
      }
    },
  };
}
