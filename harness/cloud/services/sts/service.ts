/** STS: temporary sessions of roles and users, and who a key belongs to. */
import { defineService } from '../../service.js';
import { assumeRoleOperation } from './assume-role.js';
import { identityOperations } from './caller-identity.js';
import { userSessionOperations } from './user-sessions.js';

export default defineService({
  name: 'STS',
  folder: 'sts',
  principal: 'sts',
  operations: { AssumeRole: assumeRoleOperation, ...identityOperations, ...userSessionOperations },
  kinds: [],
  events: {},
  resources: [],
});
