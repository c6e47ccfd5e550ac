/** From what an agent wrote to a tool's answer: the tool is found, its input looked at, and what it throws is told. */
import { nearest } from '../../harness/contract/blastpit-error.js';
import type { Json } from '../../harness/contract/json.js';
import { isObject, malformed, type AgentTool, type ToolAnswer } from './agent-tool.js';

/** @param input what the agent wrote; text where it is no JSON. */
export async function runTool(tools: readonly AgentTool[], name: string, input: Json): Promise<ToolAnswer> {
  const tool = tools.find((each) => each.name === name);
  const names = tools.map((each) => each.name);
  if (tool === undefined) {
    const near = nearest(name, names);
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    return malformed(`There is no tool "${name}".${hint} Tools: ${names.join(', ')}.`);
  }
  if (!isObject(input)) {
    return malformed(`The input of ${name} must be a JSON object with the members ${membersOf(tool)}.`);
  }
  const { required, properties } = tool.parameters;
  const known = isObject(properties) ? Object.keys(properties) : [];
  const needed = Array.isArray(required) ? (required as readonly string[]) : [];
  for (const member of Object.keys(input)) {
    if (known.includes(member)) continue;
    const near = nearest(member, known);
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    return malformed(`${name} has no member "${member}".${hint} Its members: ${membersOf(tool)}.`);
  }
  for (const member of needed) {
    if (input[member] === undefined)
      return malformed(`${name}: ${member} is missing. Its members: ${membersOf(tool)}.`);
  }
  return tool.run(input);
}

function membersOf({ parameters }: AgentTool): string {
  return isObject(parameters['properties']) ? Object.keys(parameters['properties']).join(', ') : '';
}
