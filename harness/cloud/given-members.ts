/** Puts an operation's input together from what a template may or may not say. */

/** The members that are not undefined: an absent property becomes an absent member. */
export function givenMembers(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
