/** What a parameter may be called (Systems Manager User Guide, "Requirements and constraints for parameter names"). */
import { constraint } from '../../../contract/aws-error.js';
import { invalid } from './failures.js';

const longestName = 1011;
const deepestLevel = 15;

/** @throws AwsFailure where no parameter may be created under the name. */
export function requireName(name: string): void {
  if (name.length > longestName) {
    throw invalid(
      `1 validation error detected: Value at 'name' failed to satisfy constraint: Member must have length less than or equal to ${longestName}`,
    );
  }
  const path = name.startsWith('/');
  if (!path && name.includes('/')) throw invalid('Parameter name must be a fully qualified name.');
  const first = (path ? name.slice(1) : name).toLowerCase();
  if (/^aws(?:$|[-_./])/.test(first)) {
    throw constraint('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  }
  const parts = (path ? name.slice(1) : name).split('/');
  if (/^(?:aws|ssm)/.test(first) || parts.some((part) => !/^[a-zA-Z0-9_.-]+$/.test(part))) {
    throw invalid(
      'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  }
  if (parts.length > deepestLevel) {
    throw constraint(
      'HierarchyLevelLimitExceededException',
      `Parameter name has ${parts.length} levels. A hierarchy can have a maximum of ${deepestLevel} levels.`,
    );
  }
}
