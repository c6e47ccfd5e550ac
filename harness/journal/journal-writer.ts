/** The last step of a call's way: writes what happened as lines, and closes them so that an edit or a cut shows. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../contract/json.js';
import type { CloseRecord, JournalRecord } from '../contract/journal-record.js';

/** What is written before the close. */
export type OpenRecord = Exclude<JournalRecord, CloseRecord>;

/** Takes each line as it is written, its line feed included: a file or a stream. */
export type JournalSink = (line: string) => void;

/**
 * One episode's journal in memory. Lines are canonical JSON: members sorted, so that the bytes do not depend on the
 * order in which an entrance, a service or an agent happened to build a value.
 */
export class JournalWriter {
  readonly #records: JournalRecord[] = [];
  readonly #lines: string[] = [];
  readonly #hash = createHash('sha256');
  readonly #sinks = new Set<JournalSink>();
  #sha256: string | null = null;

  constructor(sink?: JournalSink) {
    if (sink !== undefined) this.#sinks.add(sink);
  }

  /** The records so far, in order; it grows with each {@link append}. */
  get records(): readonly JournalRecord[] {
    return this.#records;
  }

  /** Whether nothing more will be written. */
  get closed(): boolean {
    return this.#sha256 !== null;
  }

  /** One line by its number, from 0, its line feed included; undefined where it is not written yet. */
  line(index: number): string | undefined {
    return this.#lines[index];
  }

  /**
   * Hands each line on as it is written, from now on.
   * @returns what ends that.
   */
  watch(sink: JournalSink): () => void {
    this.#sinks.add(sink);
    return () => {
      this.#sinks.delete(sink);
    };
  }

  /**
   * Writes one record. It is kept as it is, not copied: whoever hands it in does not change it afterwards.
   * @throws Error where it is not the head and there is none, is a second head, or the journal is closed.
   */
  append(record: OpenRecord): void {
    if (this.#sha256 !== null) throw new Error(`a ${record.record} record after the journal was closed`);
    if ((record.record === 'head') !== (this.#records.length === 0)) {
      throw new Error(
        `a journal begins with its one head; record ${this.#records.length} is ${record.record}`,
      );
    }
    this.#hash.update(this.#write(record));
  }

  /**
   * Writes the close, over everything before it.
   * @throws Error where nothing was written, or it is closed already.
   */
  close(): CloseRecord {
    if (this.#sha256 !== null) throw new Error('the journal is closed already');
    if (this.#records.length === 0) throw new Error('a journal without a head cannot be closed');
    const soFar = this.#hash.copy().digest('hex');
    const close: CloseRecord = { record: 'close', records: this.#records.length, sha256: soFar };
    this.#hash.update(this.#write(close));
    this.#sha256 = this.#hash.digest('hex');
    return close;
  }

  /**
   * Of all the journal's bytes, its close included, in hexadecimal: what `sha256sum` prints of the file.
   * @throws Error while the journal is open.
   */
  get sha256(): string {
    if (this.#sha256 === null) throw new Error('the journal is not closed yet');
    return this.#sha256;
  }

  /** Every line so far, line feeds included. */
  text(): string {
    return this.#lines.join('');
  }

  #write(record: JournalRecord): string {
    const line = `${canonicalJson(record)}\n`;
    this.#records.push(record);
    this.#lines.push(line);
    for (const sink of this.#sinks) sink(line);
    return line;
  }
}
