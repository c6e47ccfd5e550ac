/** Where an environment of another partition stands on a backend that has only the partition `aws`, as LocalStack. */
import { domainOf } from '../contract/arn.js';
import type { Shadowed } from '../contract/backend.js';

/**
 * What is called differently there. Ids are translated at the border, and so are these; what an agent writes itself with
 * the name of the stand-in comes back to it with its own region's.
 */
export interface StandIn {
  readonly region: string;
  readonly names: readonly (readonly [own: string, theirs: string])[];
  readonly shadowed: readonly Shadowed[];
}

/** Not us-east-1: it is the one region whose buckets must not say where they are ("CreateBucket"). */
const standInRegion = 'us-west-2';

/** Nothing is called differently. */
export function sameRegion(region: string): StandIn {
  return { region, names: [], shadowed: [] };
}

/** A region of the partition `aws` for one of another. */
export function standInFor(region: string, partition: string): StandIn {
  const domain = domainOf(partition);
  return {
    region: standInRegion,
    names: [
      [`${region}.${domain}`, `${standInRegion}.${domainOf('aws')}`],
      [region, standInRegion],
      [`arn:${partition}:`, 'arn:aws:'],
    ],
    shadowed: [
      {
        what: `${region} (${partition})`,
        why: `the backend has regions of the partition aws only: the environment stands in ${standInRegion} there`,
      },
    ],
  };
}
