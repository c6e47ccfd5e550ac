/** Which scenarios a project's files hold: what their guardrail sets name is looked for there first. */
import type { Scenario } from '../../contract/scenario.js';
import type { Project } from './project.js';

export interface Origin {
  /** Absolute path of the scenario's file. */
  readonly file: string;
  readonly project: Project | null;
}

const origins = new WeakMap<Scenario, Origin>();

/** To be called for every scenario that is loaded from elsewhere than the package, and for what is made from one. */
export function rememberOrigin(scenario: Scenario, origin: Origin | null): void {
  if (origin !== null) origins.set(scenario, origin);
}

/** Null for blastpit's own, and for one that was made by a program. */
export function originOf(scenario: Scenario): Origin | null {
  return origins.get(scenario) ?? null;
}
