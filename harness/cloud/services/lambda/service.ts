/** Lambda's control plane: functions, their versions, aliases, permissions, sources and addresses. Code is not executed. */
import { defineService } from '../../service.js';
import { aliasKind } from './alias.js';
import { aliasResource } from './alias-resource.js';
import { aliasOperations } from './aliases.js';
import { concurrencyOperations } from './concurrency.js';
import { mappingEvents, mappingKind } from './event-source-mapping.js';
import { mappingResource } from './event-source-mapping-resource.js';
import { eventSourceMappingOperations } from './event-source-mappings.js';
import { encryptedFunction } from './function-keys.js';
import { functionKind } from './function.js';
import { functionResource } from './function-resource.js';
import { functionEvents, functionUpdateOperations } from './function-updates.js';
import { urlKind } from './function-url.js';
import { urlResource } from './function-url-resource.js';
import { functionUrlOperations } from './function-urls.js';
import { functionOperations } from './functions.js';
import { lambdaTagOperations } from './lambda-tags.js';
import { permissionKind } from './permission.js';
import { permissionResource } from './permission-resource.js';
import { permissionOperations } from './permissions.js';
import { versionKind } from './version.js';
import { versionResource } from './version-resource.js';
import { versionOperations } from './versions.js';

export default defineService({
  name: 'Lambda',
  folder: 'lambda',
  principal: 'lambda',
  operations: {
    ...functionOperations,
    ...functionUpdateOperations,
    ...versionOperations,
    ...aliasOperations,
    ...concurrencyOperations,
    ...permissionOperations,
    ...functionUrlOperations,
    ...eventSourceMappingOperations,
    ...lambdaTagOperations,
  },
  kinds: [functionKind, versionKind, aliasKind, permissionKind, urlKind, mappingKind],
  events: { ...functionEvents, ...mappingEvents },
  resources: [
    functionResource,
    versionResource,
    aliasResource,
    permissionResource,
    urlResource,
    mappingResource,
  ],
  encrypted: [encryptedFunction],
});
