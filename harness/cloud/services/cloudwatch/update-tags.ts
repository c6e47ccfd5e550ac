/** Brings the tags of an alarm or a dashboard from one template to the next. */
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { objectsOf } from '../../property.js';
import { listTags, tagChanges, tagsIn } from '../../tag-list.js';

export function updateTags(
  context: CallContext,
  ResourceARN: string,
  previous: JsonObject,
  properties: JsonObject,
): void {
  const { removed, set } = tagChanges(
    tagsIn(objectsOf(previous, 'Tags')),
    tagsIn(objectsOf(properties, 'Tags')),
  );
  if (removed.length > 0) context.invoke('CloudWatch', 'UntagResource', { ResourceARN, TagKeys: removed });
  if (Object.keys(set).length === 0) return;
  context.invoke('CloudWatch', 'TagResource', { ResourceARN, Tags: listTags(set) });
}
