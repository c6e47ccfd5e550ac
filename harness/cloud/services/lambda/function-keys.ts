/** Functions without the key of their environment variables (Developer Guide, "Securing Lambda environment variables"). */
import { markedWithout } from '../../encrypted-resource.js';
import type { EncryptedResource } from '../../service.js';
import { functionType, type FunctionRecord } from './function.js';

/** The function as it is under a key: trouble with another one is over. */
export function underKey(record: FunctionRecord, key: string | undefined): FunctionRecord {
  if (record.body.settings.KMSKeyArn === key) return record;
  return markedWithout(record, null) as FunctionRecord;
}

/** Lambda needs the key whenever it makes an execution environment; modeled as at once. */
export const encryptedFunction: EncryptedResource = {
  type: functionType,
  goesOnFor: () => 0,
  comesBack: true,
};
