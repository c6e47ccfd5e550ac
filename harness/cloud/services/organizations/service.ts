/** Organizations: accounts in a tree, and the service control policies that limit them. */
import { defineService } from '../../service.js';
import { newOrganizationOperations } from './new-organization.js';
import { organizationKinds } from './organization-record.js';
import { policyOperations } from './policies.js';
import { policyAttachmentOperations } from './policy-attachments.js';
import { stackResources } from './stack-resources.js';
import { tagOperations } from './tags.js';
import { treeOperations } from './tree.js';

export default defineService({
  name: 'Organizations',
  folder: 'organizations',
  principal: 'organizations',
  operations: {
    ...newOrganizationOperations,
    ...treeOperations,
    ...policyOperations,
    ...policyAttachmentOperations,
    ...tagOperations,
  },
  kinds: organizationKinds,
  events: {},
  resources: stackResources,
});
