/** From what an author's code throws to an error for its author: which file and line. */
import { fileURLToPath } from 'node:url';
import { BlastpitError } from '../../contract/blastpit-error.js';
import { shownPath } from './project.js';
import { lineOfText } from './source-line.js';

/**
 * For a file that could not be loaded.
 * @param file path of the file that was asked for; the fault may be in one that it imports.
 */
export function loadingError(file: string, error: unknown): BlastpitError {
  if (error instanceof BlastpitError) return error;
  const syntax = syntaxFault(error);
  if (syntax !== null) {
    return new BlastpitError('loading', `${shownPath(syntax.file)} cannot be read: ${syntax.message}`, {
      where: `${shownPath(syntax.file)}:${syntax.line}${syntax.column === null ? '' : `:${syntax.column}`}`,
      cause: error,
    });
  }
  const missing = missingModule(file, error);
  if (missing !== null) return missing;
  const message = `${shownPath(file)} cannot be loaded: it threw ${inWords(error)}`;
  return new BlastpitError('loading', message, { where: placeOf(error) ?? shownPath(file), cause: error });
}

/**
 * For code of an author that threw when it was called.
 * @param what e.g. `environment of scenario "clean-up"`.
 */
export function calledError(file: string, what: string, error: unknown): BlastpitError {
  return new BlastpitError('author-code', `${what} threw ${inWords(error)}`, {
    where: placeOf(error) ?? shownPath(file),
    cause: error,
  });
}

function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** The innermost line of the stack that is neither Node's nor blastpit's nor another package's. */
function placeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  for (const frame of (error.stack ?? '').split('\n')) {
    const [, file, line] =
      /(?:\(|at (?:async )?)((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+):\d+\)?$/.exec(frame) ?? [];
    if (file === undefined || line === undefined) continue;
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    if (!isOurs(path)) return `${shownPath(path)}:${line}`;
  }
  return undefined;
}

const ownFolder = fileURLToPath(new URL('../../../', import.meta.url));

function isOurs(path: string): boolean {
  return path.startsWith(ownFolder) || /[\\/]node_modules[\\/]/.test(path);
}

interface SyntaxFault {
  readonly file: string;
  readonly line: string;
  /** From 1. */
  readonly column: number | null;
  readonly message: string;
}

function syntaxFault(error: unknown): SyntaxFault | null {
  if (!(error instanceof Error)) return null;
  // As jiti tells it, with columns from 0: `ParseError: Unexpected token \n /project/scenario.ts:5:0`.
  const [, message, file, line, column] =
    /^(?:ParseError|SyntaxError): ([^\n]*?)\s*\n\s*(.+):(\d+):(\d+)\s*$/.exec(error.message) ?? [];
  if (message !== undefined && file !== undefined && line !== undefined)
    return { file, line, column: Number(column) + 1, message };
  if (!(error instanceof SyntaxError)) return null;
  // As Node tells it: the stack begins with the place.
  const [, at = '', row] = /^((?:file:\/\/)?[^\n]+):(\d+)\n/.exec(error.stack ?? '') ?? [];
  if (row === undefined) return null;
  return {
    file: at.startsWith('file:') ? fileURLToPath(at) : at,
    line: row,
    column: null,
    message: error.message,
  };
}

/** An import that leads nowhere: Node says who wanted it, and the line is found by what is wanted. */
function missingModule(file: string, error: unknown): BlastpitError | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  if (error.code !== 'MODULE_NOT_FOUND' && error.code !== 'ERR_MODULE_NOT_FOUND') return null;
  const [, wanted = ''] = /Cannot find (?:module|package) '([^']+)'/.exec(error.message) ?? [];
  const [, importer = file] = /(?:Require stack:\n- |imported from )(.+)/.exec(error.message) ?? [];
  const by = importer.startsWith('file:') ? fileURLToPath(importer) : importer;
  const line = lineOfText(by, wanted);
  return new BlastpitError('loading', `${shownPath(by)} imports ${wanted}, which is not there`, {
    where: `${shownPath(by)}${line === null ? '' : `:${line}`}`,
    expected: /^[./]/.test(wanted) ? 'the path of a file' : `npm install ${wanted}, or the path of a file`,
    cause: error,
  });
}
