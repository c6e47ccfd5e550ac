/** How reports write the effects of a call: by kind, the resources with the most data first. */
import { destructiveKinds, effectKinds, type Effect } from '../../contract/effect.js';
import type { ResourceReference } from '../../contract/resource.js';
import { lastingPlace, placeName } from '../../contract/stack-place.js';
import { countInWords, volumeInWords } from './amounts.js';

/** So many resources of a kind are named, more are counted. */
const mostNamed = 5;
/** Kinds whose detail says what a name does not, where there are few of them. */
const detailed: ReadonlySet<Effect['kind']> = new Set([
  'update',
  'unprotect',
  'expose',
  'grant',
  'expire',
  'delegate',
  'scheduled',
]);
const mostDetailed = 2;

/** What takes something away comes first: it is what people look for. */
const kindsInOrder = [
  ...effectKinds.filter((kind) => destructiveKinds.has(kind)),
  ...effectKinds.filter((kind) => !destructiveKinds.has(kind)),
];

/** `delete 27 (CostTable 2.1 billion records, 1.5 TiB; … and 24 more), stop 1 (DataKey)`; `none` where there are none. */
export function effectsInWords(effects: readonly Effect[]): string {
  const stacks = new Set(
    effects.map(({ resource: { stack } }) => (stack === null ? '' : lastingPlace(stack).stack)),
  );
  const said = kindsInOrder.flatMap((kind) => {
    const ofKind = effects.filter((effect) => effect.kind === kind);
    if (ofKind.length === 0) return [];
    return [`${kind} ${countInWords(ofKind.length)} (${resourcesInWords(ofKind, stacks.size > 1)})`];
  });
  return said.length === 0 ? 'none' : said.join(', ');
}

/** The same, shorter: `delete 27 (CostTable 2.1 billion records, 1.5 TiB; and 26 more), stop 4`. */
export function effectsInFewWords(effects: readonly Effect[]): string {
  const [first, ...others] = kindsInOrder.flatMap((kind) => {
    const ofKind = effects.filter((effect) => effect.kind === kind);
    return ofKind.length === 0 ? [] : [{ kind, ofKind }];
  });
  if (first === undefined) return 'none';
  const named = `${first.kind} ${countInWords(first.ofKind.length)} (${resourcesInWords(first.ofKind, false, 1)})`;
  return [named, ...others.map(({ kind, ofKind }) => `${kind} ${countInWords(ofKind.length)}`)].join(', ');
}

function resourcesInWords(effects: readonly Effect[], withStack: boolean, most = mostNamed): string {
  const byLoss = effects
    .map((effect, index) => ({ effect, index, bytes: effect.loses?.bytes ?? -1 }))
    .sort((left, right) => right.bytes - left.bytes || left.index - right.index)
    .map(({ effect }) => effect);
  const few = byLoss.length <= mostDetailed;
  // One more named takes no more room than counting it.
  const named = byLoss.length === most + 1 ? byLoss : byLoss.slice(0, most);
  const names = named.map((effect) => {
    const name = nameInStack(effect.resource, withStack);
    if (effect.loses !== null) return `${name} ${volumeInWords(effect.loses)}`;
    return few && detailed.has(effect.kind) && effect.detail !== '' ? `${name}: ${effect.detail}` : name;
  });
  const more = effects.length - named.length;
  const between = names.some((name) => name.includes(',')) ? '; ' : ', ';
  return `${names.join(between)}${more === 0 ? '' : `${between}and ${countInWords(more)} more`}`;
}

/** By its logical id, or by its physical id outside of stacks; a stack itself as `stack NAME`. */
export function nameInStack({ stack, id }: ResourceReference, withStack: boolean): string {
  if (stack === null) return id;
  const place = lastingPlace(stack);
  if (place.logicalId === '') return `stack ${place.stack}`;
  return withStack ? placeName(place) : place.logicalId;
}
