/** How reports name resources that are all of one stack: without its name, which would only take room. */

const member = /^(?<stack>[A-Za-z][\w-]*)\//;

/** Takes `costs/` off names such as `costs/Table: restore`, where no other stack is among them. */
export function stackNameCutter(names: readonly string[]): (name: string) => string {
  const stacks = new Set(names.flatMap((name) => member.exec(name)?.groups?.['stack'] ?? []));
  return (name) => (stacks.size === 1 ? name.replace(member, '') : name);
}
