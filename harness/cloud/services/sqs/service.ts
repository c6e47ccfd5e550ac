/** SQS: queues, their policies and their messages. */
import { defineService } from '../../service.js';
import { messageEvents } from './message-events.js';
import { messageOperations } from './messages.js';
import { queueKind } from './queue.js';
import { encryptedQueue } from './queue-keys.js';
import { queuePolicyResource } from './queue-policy-resource.js';
import { queueResource } from './queue-resource.js';
import { queueSettingOperations } from './queue-settings.js';
import { queueOperations } from './queues.js';

export default defineService({
  name: 'SQS',
  folder: 'sqs',
  principal: 'sqs',
  operations: { ...queueOperations, ...queueSettingOperations, ...messageOperations },
  kinds: [queueKind],
  events: { ...messageEvents },
  resources: [queueResource, queuePolicyResource],
  encrypted: [encryptedQueue],
});
