/** What a policy's conditions and variables may ask about a request; answered lazily, so that nothing is gathered that no policy asks for. */

/**
 * A condition key's value. Dates are milliseconds since 1970 (of virtual time), numbers and booleans are themselves, everything
 * else is text. A list is for the keys that {@link findConditionKey} calls `many`; an empty list counts as absent.
 */
export type ContextValue = string | number | boolean | readonly string[];

/**
 * Looks a condition key up. The key comes in lower case, tag names included (`aws:resourcetag/team`), because IAM compares key
 * names without regard to case. Undefined where the key is not in the request context. `aws:EpochTime` is never asked: it is
 * read from `aws:currenttime`. A `Map` of lower-case keys will do.
 */
export interface ContextKeys {
  get(key: string): ContextValue | undefined;
}

/** A context in which no key is present. */
export const emptyContext: ContextKeys = { get: () => undefined };

/** Asks several contexts in turn; the first that knows a key answers. */
export function joinContexts(contexts: readonly ContextKeys[]): ContextKeys {
  return {
    get(key) {
      for (const context of contexts) {
        const value = context.get(key);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
}
