/** The port to a cloud: the embedded one, LocalStack, or any endpoint that speaks AWS. */
import type { Actor } from './actor.js';
import type { AwsError } from './aws-error.js';
import type { Call, Decision, Outcome, Preview, ServiceRequest, Stop } from './call.js';
import type { InventoryView } from './guardrail.js';
import type { JsonObject } from './json.js';
import type { ResourceReference, ResourceState, Transition } from './resource.js';

/** A preview that can be committed while the world stands where it was made. */
export interface CommittablePreview extends Preview {
  /**
   * What the resources with effects are set to in the end, one text each; effects say which settings change, and not to
   * what. Two previews of one call come to the same where their texts are the same. Worked out when asked for.
   */
  readonly outcomes: () => readonly string[];
  /** The backend's own; nobody else looks inside. */
  readonly proposal: unknown;
}

/** Is told of what passes as time moves or a call is committed. */
export interface Witness {
  readonly transition: (transition: Transition) => void;
  readonly stop: (stop: Stop) => void;
}

/** What to know of an access key when a request arrives. */
export type KeyLookup =
  | { readonly known: true; readonly secret: string; readonly sessionToken: string | null }
  | { readonly known: false };

/** Where a backend does otherwise than its shadow foresaw, or has not what the shadow has. */
export interface Difference {
  /** Virtual time at which it was found. */
  readonly time: number;
  /** The resource that it is about; null where it is about none, or none that can be named. */
  readonly resource: ResourceReference | null;
  readonly what: string;
}

/** What of a run on a backend elsewhere does not take place there: it is done and judged on the shadow alone. */
export interface Shadowed {
  /** A service, a type of resource, an operation, or whatever else it is, e.g. `AWS::RDS::DBInstance`. */
  readonly what: string;
  readonly why: string;
}

/** What a backend elsewhere said of one resource when it was last looked at for an inventory. */
export interface ExaminedResource {
  readonly incarnation: string;
  /** By the names of its API, whatever the shadow says; null where it has no such resource. */
  readonly shows: JsonObject | null;
}

/**
 * Answers a read by the world as it once stood, and as it went from there by itself up to a virtual time; what was done
 * since, it does not show.
 */
export type PastReads = (call: Call, time: number) => Outcome;

export interface Backend {
  /** E.g. `embedded`. */
  readonly name: string;
  /** Known before anybody acts; left out where the backend is its own shadow. */
  readonly shadowed?: readonly Shadowed[];
  /** Virtual time, in milliseconds since the epoch. */
  readonly now: () => number;
  readonly key: (accessKeyId: string) => KeyLookup;
  /** Who an access key belongs to, whether or not its session is over; that is judged in virtual time, per call. */
  readonly actor: (accessKeyId: string) => Actor | 'unknown';
  /**
   * Says what a request asks of IAM and what the journal says of it.
   * @throws AwsFailure for operations that AWS or blastpit does not have.
   */
  readonly understand: (request: ServiceRequest, id: string) => Call;
  readonly authorise: (call: Call) => Decision;
  /** The error with which this call's service denies, with a message of one's own. */
  readonly denial: (call: Call, message: string) => AwsError;
  /** Answers a call that changes nothing. */
  readonly read: (call: Call) => Outcome | Promise<Outcome>;
  /** Keeps the world as it stands now, to be read later; left out where a backend cannot go back. */
  readonly pastReads?: () => PastReads;
  /**
   * What a write would do. Moves nothing.
   * @param checked false: as if every check (IAM inside the world, owners' protections) allowed it.
   */
  readonly preview: (call: Call, checked: boolean) => CommittablePreview;
  /** Does what was previewed. Throws where the world moved since. */
  readonly commit: (preview: CommittablePreview, witness: Witness | null) => Outcome | Promise<Outcome>;
  /** Lets time pass up to a virtual time. */
  readonly advanceTo: (time: number, witness: Witness | null) => void | Promise<void>;
  /** Virtual time at which what this read shows reaches its next status; null where nothing is pending. */
  readonly pendingUntil: (call: Call) => number | null;
  readonly inventory: () => Iterable<ResourceState> | Promise<Iterable<ResourceState>>;
  /** Of the last inventory, what was looked at for it; left out where the backend is its own shadow. */
  readonly examined?: () => readonly ExaminedResource[];
  readonly view: InventoryView;
  /** What happens up to a virtual time if nobody calls again. */
  readonly ahead: (until: number) => readonly Transition[];
  /** What was found since this was last asked; nothing, ever, where the backend is its own shadow. */
  readonly differences: () => readonly Difference[];
}
