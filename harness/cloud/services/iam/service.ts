/** IAM: users, groups, roles, and the policies that say what they may do. */
import { defineService } from '../../service.js';
import { accessKeyKind } from './access-key-record.js';
import { accessKeyOperations } from './access-keys.js';
import { accountOperations } from './account.js';
import { attachmentOperationsOfAll } from './attachments.js';
import { permissionsBoundaryOperations } from './boundary.js';
import { groupKind, groupOperations } from './groups.js';
import { inlineOperations } from './inline-policies.js';
import { instanceProfileKind } from './instance-profile-record.js';
import { instanceProfileOperations } from './instance-profiles.js';
import { managedPolicyKind, managedPolicyOperations } from './managed-policies.js';
import { policyVersionOperations } from './policy-versions.js';
import { roleKind } from './role-record.js';
import { roleOperations } from './roles.js';
import { serviceLinkedRoleOperations } from './service-linked.js';
import { documentResources } from './stack-documents.js';
import { principalResources } from './stack-principals.js';
import { tagOperations } from './tags.js';
import { userKind, userOperations } from './users.js';

export default defineService({
  name: 'IAM',
  folder: 'iam',
  principal: 'iam',
  operations: {
    ...userOperations,
    ...groupOperations,
    ...roleOperations,
    ...serviceLinkedRoleOperations,
    ...inlineOperations,
    ...managedPolicyOperations,
    ...policyVersionOperations,
    ...attachmentOperationsOfAll,
    ...permissionsBoundaryOperations,
    ...accessKeyOperations,
    ...instanceProfileOperations,
    ...tagOperations,
    ...accountOperations,
  },
  kinds: [userKind, groupKind, roleKind, managedPolicyKind, accessKeyKind, instanceProfileKind],
  events: {},
  resources: [...principalResources, ...documentResources],
});
