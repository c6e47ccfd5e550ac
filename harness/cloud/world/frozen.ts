/** Freezing on the way into the world: what is stored can be shared by every fork. */

/** Freezes a value and all that it holds; stops at what is frozen already. */
export function deepFreeze<Value>(value: Value): Value {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
  return value;
}
