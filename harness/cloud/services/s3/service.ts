/** S3: buckets, objects and their versions, locks, lifecycles and policies. */
import { defineService } from '../../service.js';
import { bucketKind } from './bucket.js';
import { bucketAccessOperations } from './bucket-access.js';
import { bucketAclOperations } from './bucket-acl.js';
import { bucketPolicyResource } from './bucket-policy-resource.js';
import { bucketResource } from './bucket-resource.js';
import { bucketSettingOperations } from './bucket-settings.js';
import { bucketTagOperations } from './bucket-tags.js';
import { bucketOperations } from './buckets.js';
import { lifecycleOperations } from './lifecycle.js';
import { lifecycleEvents } from './lifecycle-plan.js';
import { multipartUploadOperations } from './multipart-uploads.js';
import { objectDeletionOperations } from './object-deletion.js';
import { encryptedBucket } from './object-keys.js';
import { objectListOperations } from './object-lists.js';
import { objectLockOperations } from './object-lock.js';
import { objectTagOperations } from './object-tags.js';
import { objectOperations } from './objects.js';
import { versioningOperations } from './versioning.js';

export default defineService({
  name: 'S3',
  folder: 's3',
  principal: 's3',
  operations: {
    ...bucketOperations,
    ...bucketAccessOperations,
    ...bucketAclOperations,
    ...bucketSettingOperations,
    ...bucketTagOperations,
    ...versioningOperations,
    ...lifecycleOperations,
    ...objectOperations,
    ...objectDeletionOperations,
    ...objectListOperations,
    ...objectLockOperations,
    ...objectTagOperations,
    ...multipartUploadOperations,
  },
  kinds: [bucketKind],
  events: lifecycleEvents,
  resources: [bucketResource, bucketPolicyResource],
  encrypted: [encryptedBucket],
});
