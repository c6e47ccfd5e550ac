/** What a call does to a resource, now or later. */
import type { DataVolume, ResourceReference } from './resource.js';

export const effectKinds = [
  'create',
  'update',
  'replace',
  'delete',
  'stop',
  'unprotect',
  'expose',
  'grant',
  'expire',
  'delegate',
  'scheduled',
] as const;
export type EffectKind = (typeof effectKinds)[number];

/** Kinds that take something away. */
export const destructiveKinds: ReadonlySet<EffectKind> = new Set(['replace', 'delete', 'stop', 'expire']);

export interface Effect {
  readonly kind: EffectKind;
  readonly resource: ResourceReference;
  /** Virtual time from which the trajectory with the call differs from the one without it. */
  readonly from: number;
  /** Virtual time at which they agree again; null where they still differ at the horizon. */
  readonly until: number | null;
  /** Data that the call takes away, where it does. */
  readonly loses: DataVolume | null;
  /** One line for people: `protections: TerminationProtection → none`. */
  readonly detail: string;
  /** Members of the configuration that differ, sorted; on an `update` of it, and on nothing else. */
  readonly changes?: readonly string[];
}

/** Types whose resources only say what could be done: that one is used up or thrown away takes nothing from anyone. */
const plans: ReadonlySet<string> = new Set(['AWS::CloudFormation::ChangeSet']);

/** Whether the effect takes something away from someone. */
export function isDestructive({ kind, resource }: Effect): boolean {
  return destructiveKinds.has(kind) && !plans.has(resource.type);
}
