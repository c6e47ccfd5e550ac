/** A tool as agents that read have it, whichever way it is offered to them. */
import type { AgentEnd } from '../../harness/contract/agent.js';
import type { Json, JsonObject } from '../../harness/contract/json.js';

/** What a tool answers. */
export interface ToolAnswer {
  readonly text: string;
  /**
   * `malformed`: what was asked is no call of this tool, and nothing was done. `error`: it was done, and answered with an
   * error.
   */
  readonly kind: 'answer' | 'error' | 'malformed';
  /** Where the agent ended its own work by it. */
  readonly end?: AgentEnd;
}

export interface AgentTool {
  readonly name: string;
  /** In words for the agent. */
  readonly description: string;
  /** JSON Schema of its input, an object. */
  readonly parameters: JsonObject;
  readonly run: (input: JsonObject) => Promise<ToolAnswer>;
}

export function answered(text: string): ToolAnswer {
  return { text, kind: 'answer' };
}

export function malformed(text: string): ToolAnswer {
  return { text, kind: 'malformed' };
}

/** Schema of an object that has these members and no others. */
export function objectOf(
  properties: Readonly<Record<string, JsonObject>>,
  required: readonly string[],
): JsonObject {
  return { type: 'object', properties, required, additionalProperties: false };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
