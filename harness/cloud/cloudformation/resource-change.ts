/** One resource's part in a change set, as DescribeChangeSet tells it (API Reference, "ResourceChange"). */
import type { Json, JsonObject } from '../../contract/json.js';

export type ChangedAttribute = 'DeletionPolicy' | 'Metadata' | 'Properties' | 'Tags' | 'UpdateReplacePolicy';

export type ChangeDetail = {
  readonly attribute: ChangedAttribute;
  /** The property's name; null for other attributes. */
  readonly name: string | null;
  readonly recreation: 'Always' | 'Conditionally' | 'Never';
  /** Whether the value is known before the change set is executed. */
  readonly evaluation: 'Dynamic' | 'Static';
  readonly source:
    'Automatic' | 'DirectModification' | 'ParameterReference' | 'ResourceAttribute' | 'ResourceReference';
  /** The parameter, resource or attribute behind it; null where the template itself was changed. */
  readonly cause: string | null;
  /** Values before and after; null for none, and for one that is known only when it is applied. */
  readonly before: Json;
  readonly after: Json;
};

export type ResourceChange = {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  /** Null where there is none yet. */
  readonly physicalId: string | null;
  /** Null where nothing is modified. */
  readonly replacement: 'Conditional' | 'False' | 'True' | null;
  readonly policyAction:
    'Delete' | 'ReplaceAndDelete' | 'ReplaceAndRetain' | 'ReplaceAndSnapshot' | 'Retain' | 'Snapshot' | null;
  readonly details: readonly ChangeDetail[];
  /** Properties before and after, secrets covered; null for none. */
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
};

/** What stands for a value that is known only when the change set is executed. */
export const knownAfterApply = '{{changeSet:KNOWN_AFTER_APPLY}}';

/**
 * Whether a resource is replaced, by the most that one of its details does: for certain, perhaps, or not.
 */
export function replacementOf(details: readonly ChangeDetail[]): 'Conditional' | 'False' | 'True' {
  if (details.some(({ recreation, evaluation }) => recreation === 'Always' && evaluation === 'Static')) {
    return 'True';
  }
  return details.some(({ recreation }) => recreation !== 'Never') ? 'Conditional' : 'False';
}
