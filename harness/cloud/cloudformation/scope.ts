/** What a template's values are worked out against: parameters, conditions, and resources as far as they exist. */
import type { Json, JsonObject } from '../../contract/json.js';

export interface ScopeSources {
  /** Parameters and pseudo-parameters. */
  readonly parameters: ReadonlyMap<string, Json>;
  readonly mappings: JsonObject;
  readonly region: string;
  /** Whether the template names the transform AWS::LanguageExtensions. */
  readonly extensions: boolean;
  readonly condition: (name: string) => boolean;
  /** What `Ref` gives for a resource. */
  readonly reference: (logicalId: string) => Json;
  /** What `Fn::GetAtt` gives. */
  readonly attribute: (logicalId: string, name: string) => Json;
  /** The value of another stack's export. */
  readonly importValue: (name: string) => Json;
}

export interface Scope extends ScopeSources {
  /** A value with its functions worked out; undefined where it is `AWS::NoValue`. */
  readonly evaluate: (value: Json) => Json | undefined;
}

/** One intrinsic function. */
export interface Intrinsic {
  /** As templates write it in full, e.g. `Fn::Join`. */
  readonly name: string;
  /** Checks the argument's form, before any value is known. Throws AwsFailure. */
  readonly check: (argument: Json) => void;
  readonly evaluate: (argument: Json, scope: Scope) => Json | undefined;
}
