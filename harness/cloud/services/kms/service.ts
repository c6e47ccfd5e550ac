/** KMS: keys with their policies, states, aliases and grants, and what is encrypted with them. */
import { defineService } from '../../service.js';
import { aliasKind } from './alias.js';
import { aliasOperations } from './aliases.js';
import { aliasResource } from './alias-resource.js';
import { dataKeyOperations } from './data-keys.js';
import { encryptionOperations } from './encryption.js';
import { grantOperations } from './grants.js';
import { keyKind } from './key.js';
import { keyOperations } from './keys.js';
import { keyPolicyOperations } from './key-policy.js';
import { keyResource } from './key-resource.js';
import { keyStateEvents, keyStateOperations } from './key-states.js';
import { keyTagOperations } from './key-tags.js';
import { rotationOperations } from './rotation.js';

export default defineService({
  name: 'KMS',
  folder: 'kms',
  principal: 'kms',
  operations: {
    ...keyOperations,
    ...keyPolicyOperations,
    ...keyStateOperations,
    ...keyTagOperations,
    ...aliasOperations,
    ...rotationOperations,
    ...grantOperations,
    ...encryptionOperations,
    ...dataKeyOperations,
  },
  kinds: [keyKind, aliasKind],
  events: keyStateEvents,
  resources: [keyResource, aliasResource],
});
