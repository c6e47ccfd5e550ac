/** What a backend does not tell of its stacks, as their shadows have it. */

type Described = Readonly<Record<string, unknown>>;

export interface CompletedAnswer {
  readonly output: object;
  /** Members that the backend left out, and the shadow put in. */
  readonly filled: readonly string[];
}

/**
 * Completes an answer to DescribeStacks: backends leave out what a stack can do (capabilities), who it acts with (its
 * role, which they never hear of) and what protects it. Whoever makes a stack anew from its description needs them.
 * @param theirs in the shadow's ids.
 * @param kept members that the shadow alone keeps, whatever the backend says.
 */
export function completeStacks(own: object, theirs: object, kept: readonly string[]): CompletedAnswer {
  const byId = new Map(stacksIn(own).map((stack) => [stack['StackId'], stack]));
  const filled = new Set<string>();
  const Stacks = stacksIn(theirs).map((stack) => {
    const known = byId.get(stack['StackId']);
    if (known === undefined) return stack;
    const missing = Object.entries(known).filter(
      ([name, value]) => value !== undefined && (stack[name] === undefined || kept.includes(name)),
    );
    for (const [name] of missing) if (!kept.includes(name)) filled.add(name);
    return { ...stack, ...Object.fromEntries(missing) };
  });
  return { output: { ...theirs, Stacks }, filled: [...filled].sort() };
}

function stacksIn(output: object): readonly Described[] {
  const stacks: unknown = Reflect.get(output, 'Stacks');
  return Array.isArray(stacks) ? (stacks as readonly Described[]) : [];
}
