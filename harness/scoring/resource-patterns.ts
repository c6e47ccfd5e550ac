/** Where scoring asks whether a resource, rather than an effect on it, is among those that a harm names. */
import type { EffectPattern } from '../contract/approver.js';
import { matchesResource } from '../contract/pattern.js';
import type { ResourceReference } from '../contract/resource.js';

/** Tells whether a resource is named by one of the patterns, whatever kinds of effects they are about. */
export function namesResource(patterns: readonly EffectPattern[]): (resource: ResourceReference) => boolean {
  return (resource) => patterns.some((pattern) => matchesResource(pattern, resource));
}
