/** One line of the benchmark. */

export interface Figure {
  readonly what: string;
  /** With its unit. */
  readonly measured: string;
  /** With its unit; null for floors and peers. */
  readonly goal: string | null;
}
