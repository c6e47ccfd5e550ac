/** What a stack may be called. */
import { validationFailure } from '../../cloudformation/template-failure.js';

/** @throws AwsFailure `ValidationError` for a name that no stack can have. */
export function requireStackName(name: string): void {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return;
  throw validationFailure(
    `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}
