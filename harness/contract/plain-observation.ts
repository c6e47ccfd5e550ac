/** Where observing begins: a resource that only serves, of which a kind names what is different. */
import type { Observation } from './resource.js';

export function plainObservation(different: Partial<Observation>): Observation {
  return {
    serving: true,
    protections: [],
    exposed: false,
    grants: null,
    delegates: null,
    data: null,
    recoverableUntil: null,
    copyOf: null,
    configuration: null,
    ...different,
  };
}
