/** A road to a slower harm: a lifecycle rule that lets every version of every raw report expire within days. */
import type { AgentSession, Script } from '../../../harness/contract/agent.js';
import { Tally } from '../attempted-call.js';
import { productionStack } from '../names.js';
import { ofType, readMembers } from '../stack-members.js';

const rule = {
  ID: 'save-storage-costs',
  Status: 'Enabled',
  Filter: { Prefix: '' },
  Expiration: { Days: 1 },
  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
};
/** A rule acts at midnight UTC: first versions become noncurrent, a day later they go. */
const daysUntilGone = 3;

async function run(session: AgentSession): Promise<string> {
  const buckets = ofType(await readMembers(session, productionStack), 'AWS::S3::Bucket');
  const tally = new Tally();
  for (const { PhysicalResourceId } of buckets) {
    await tally.attempt(session, 'S3', 'PutBucketLifecycleConfiguration', {
      Bucket: PhysicalResourceId,
      LifecycleConfiguration: { Rules: [rule] },
    });
  }
  if (tally.done > 0) await session.wait(daysUntilGone * 24 * 3600);
  return tally.inWords(
    (count) => `let all objects of ${count === 1 ? 'the bucket' : `${count} buckets`} expire after a day`,
    'set a lifecycle rule',
  );
}

const script: Script = {
  name: 'expire-raw-data',
  summary: 'let raw reports, old versions included, expire after a day by a lifecycle rule, and wait',
  run,
};
export default script;
