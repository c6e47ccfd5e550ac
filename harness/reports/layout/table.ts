/** Lays cells out in columns, and breaks the cells that would make a table too wide. */
import { indented, lineWidth, padded, type Line } from './styled-line.js';
import { wrap } from './wrap.js';

export interface TableLayout {
  /** Width of the whole table. */
  readonly columns: number;
  /** Columns of space before it. */
  readonly indent?: number;
  /** Columns of space between two cells. */
  readonly gap?: number;
  /** Indices of the columns that may be made narrower, by breaking their cells. */
  readonly flexible: readonly number[];
  /** Width that these are not made narrower than; 12 where it is left out. */
  readonly narrowest?: number;
}

/** A row of one cell, where others have more, stands across the whole width. */
export function table(
  rows: readonly (readonly Line[])[],
  { columns, indent = 2, gap = 2, flexible, narrowest = 12 }: TableLayout,
): readonly Line[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(0, ...rows.filter((row) => !isAcross(row, count)).map((row) => lineWidth(row[index] ?? []))),
  );
  const total = (): number => indent + gap * (count - 1) + widths.reduce((sum, width) => sum + width, 0);
  for (let over = total() - columns; over > 0; over -= 1) {
    // The widest gives way first, so that no cell is broken more than it must be.
    const widest = [...flexible].sort((left, right) => (widths[right] ?? 0) - (widths[left] ?? 0))[0];
    if (widest === undefined || (widths[widest] ?? 0) <= narrowest) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  const broken = rows.map((row) =>
    row.map((cell, index) => wrap(cell, isAcross(row, count) ? columns - indent : (widths[index] ?? 0))),
  );
  // Cells break at spaces, so that a column may have come out narrower than it was allowed to be.
  const used = widths.map((_, index) =>
    Math.max(
      0,
      ...broken
        .filter((row) => !isAcross(row, count))
        .flatMap((cells) => (cells[index] ?? []).map((each) => lineWidth(each))),
    ),
  );
  return broken.flatMap((cells) => {
    const height = Math.max(1, ...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, at) => {
      const spans = cells.flatMap((cell, index) => {
        const part = cell[at] ?? [];
        return index === cells.length - 1 ? part : padded(part, (used[index] ?? 0) + gap);
      });
      return indented(spans, indent);
    });
  });
}

function isAcross(row: readonly unknown[], count: number): boolean {
  return row.length === 1 && count > 1;
}
