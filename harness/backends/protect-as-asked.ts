/** Termination protection that a stack is made with, on backends that pass it over as they make stacks. */
import { terminationSwitch } from './examined-types.js';
import type { StackDescription } from './paired-stacks.js';
import type { RemoteCloud } from './remote-cloud.js';

/**
 * Switches it on afterwards, which comes to the same ("CreateStack", `EnableTerminationProtection`); where the backend
 * has no such switch, nothing happens.
 */
export async function protectAsAsked(
  remote: RemoteCloud,
  { EnableTerminationProtection }: { readonly EnableTerminationProtection?: unknown },
  made: StackDescription | undefined,
): Promise<void> {
  const { StackId, EnableTerminationProtection: present } = made ?? {};
  if (EnableTerminationProtection !== true || present === true || StackId === undefined) return;
  const [service = '', operation = ''] = terminationSwitch.split('.');
  await remote.call(service, operation, { StackName: StackId, EnableTerminationProtection });
}
