/** Says how much data a resource holds, as a scenario does. */
import type { ResourceRecord } from '../../../harness/cloud/world/state.js';
import type { CloudUnderTest } from '../cloud-under-test.js';
import { testAccount, testRegion } from '../cloud-under-test.js';

export function seedVolume(
  cloud: CloudUnderTest,
  type: string,
  id: string,
  volume: { readonly records: number; readonly bytes: number },
  region = testRegion,
): void {
  const proposal = cloud.world.propose({ cause: 'volume', callId: 'c0', checked: true }, (transaction) => {
    const record = transaction.get(`r/${type}/${testAccount}/${region}/${id}`) as ResourceRecord;
    transaction.putResource({ ...record, body: { ...record.body, volume } });
  });
  cloud.world.commit(proposal, null);
}
