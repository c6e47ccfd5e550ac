/** DryRun: a call that would succeed is answered with an error that says so, and does nothing. */
import { constraint } from '../../../contract/aws-error.js';

/** @throws AwsFailure DryRunOperationException where the caller only asked whether the call would succeed. */
export function requireNotDry({ DryRun }: { readonly DryRun?: boolean | undefined }): void {
  if (DryRun !== true) return;
  throw constraint(
    'DryRunOperationException',
    'The request would have succeeded, but the DryRun option is set.',
    412,
  );
}
