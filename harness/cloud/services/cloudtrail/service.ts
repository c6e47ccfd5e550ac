/** CloudTrail: trails. Event data stores, channels, dashboards and past events are not modeled: the world keeps no list of calls. */
import { defineService } from '../../service.js';
import { eventSelectorOperations } from './event-selectors.js';
import { insightSelectorOperations } from './insight-selectors.js';
import { loggingOperations } from './logging.js';
import { trailKind } from './trail.js';
import { trailListOperations } from './trail-lists.js';
import { trailResource } from './trail-resource.js';
import { trailTagOperations } from './trail-tags.js';
import { trailOperations } from './trails.js';

export default defineService({
  name: 'CloudTrail',
  folder: 'cloudtrail',
  principal: 'cloudtrail',
  operations: {
    ...trailOperations,
    ...trailListOperations,
    ...loggingOperations,
    ...eventSelectorOperations,
    ...insightSelectorOperations,
    ...trailTagOperations,
  },
  kinds: [trailKind],
  events: {},
  resources: [trailResource],
});
