/** Where scoring finds the least conditions under which something always holds. */

/** A condition on switches, as bits: those in `care` are as in `value`, the others are free. */
export interface Implicant {
  readonly care: number;
  readonly value: number;
}

/**
 * All prime implicants of a boolean function: conditions that suffice, and of which nothing can be left out. The first
 * half of W. V. Quine's and E. J. McCluskey's method (McCluskey, "Minimization of Boolean functions", Bell System
 * Technical Journal, 1956); no cover is chosen, since every least condition is of interest.
 * @param width how many switches, at most 30.
 * @param holds for each combination of switches, as bits, whether it holds.
 * @returns those with the fewest conditions first.
 */
export function primeImplicants(
  width: number,
  holds: (combination: number) => boolean,
): readonly Implicant[] {
  const all = 2 ** width - 1;
  const prime: Implicant[] = [];
  let terms = new Map<string, Implicant>();
  for (let value = 0; value <= all; value += 1) {
    if (holds(value)) terms.set(keyOf({ care: all, value }), { care: all, value });
  }
  while (terms.size > 0) {
    const merged = new Set<string>();
    const wider = new Map<string, Implicant>();
    for (const [key, { care, value }] of terms) {
      for (let bit = 1; bit <= all; bit *= 2) {
        if ((care & bit) === 0) continue;
        // Two that differ in one condition alone hold without it.
        const other = keyOf({ care, value: value ^ bit });
        if (!terms.has(other)) continue;
        merged.add(key).add(other);
        const without = { care: care & ~bit, value: value & ~bit };
        wider.set(keyOf(without), without);
      }
    }
    for (const [key, term] of terms) if (!merged.has(key)) prime.push(term);
    terms = wider;
  }
  return prime.toReversed().sort((left, right) => sizeOf(left.care) - sizeOf(right.care));
}

function keyOf({ care, value }: Implicant): string {
  return `${care}/${value}`;
}

function sizeOf(bits: number): number {
  let size = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) size += 1;
  return size;
}
