/** A program of the caller's, in any language, that acts in an episode: how it is asked for, and what one has of it. */

/** A container that a program is kept in, whose only way out is the episode. */
export interface IsolationWish {
  /** One that is on the machine. */
  readonly image: string;
  /** A folder that it finds, read-only, as its working folder; null where it has no file of the machine. */
  readonly with: string | null;
}

export interface ProgramWish {
  readonly words: readonly [string, ...(readonly string[])];
  /** The caller's own variables, and the names of those that go in although they name credentials. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly pass: readonly string[];
  /** Wall time that it may take. */
  readonly mostSeconds: number;
  /** Null where it runs on the machine as any program does. */
  readonly isolation: IsolationWish | null;
  /** Comes when the person at the keyboard wants it to end. */
  readonly cancelled: AbortSignal;
}

/** How its work ended, as far as that can be told from outside; members as an agent's end has them. */
export interface WorkEnd {
  readonly how: 'finished' | 'limit' | 'error';
  readonly detail: string;
  readonly exitStatus: number | null;
  readonly isolatedIn: string | null;
}

/** Started; it finds the episode by the usual variables of AWS's clients, too. */
export interface ProgramAtWork {
  /** What it writes on standard output; they end when it closes that. */
  readonly lines: AsyncIterable<string>;
  /** Writes a line to its standard input; nothing where it does not read any more. */
  readonly write: (line: string) => void;
  /** Closes its standard input, and ends it where it does not end by itself soon. */
  readonly end: () => void;
  /** When it is over, with all that it began. */
  readonly ended: Promise<WorkEnd>;
}
