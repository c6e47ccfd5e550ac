/** Removes containers that blastpit started, by whose they are. */
import type { ContainerEngine } from './container-engine.js';

/** @param isMeant asked of each container's owner; containers that blastpit did not start are not looked at. */
export async function removeContainersOf(
  { owned, remove }: Pick<ContainerEngine, 'owned' | 'remove'>,
  isMeant: (owner: string) => boolean,
): Promise<void> {
  const meant = (await owned()).filter(({ owner }) => isMeant(owner));
  await Promise.all(meant.map(({ id }) => remove(id)));
}
