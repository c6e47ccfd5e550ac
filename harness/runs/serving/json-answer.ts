/** How the control API answers: JSON, and errors that say what would be right. */
import type { ServerResponse } from 'node:http';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { WireRequest } from '../../wire/request.js';
import { packageVersion } from '../package-version.js';

export const healthPath = '/_blastpit/health';

/** Says that it is there, to whoever asks. */
export function answerHealth({ method }: WireRequest, outgoing: ServerResponse): void {
  if (method === 'GET' || method === 'HEAD')
    send(outgoing, 200, { status: 'ok', blastpit: packageVersion() });
  else refuseMethod(outgoing, ['GET', 'HEAD']);
}

/** An error as programs read it. */
export interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly where?: string;
  readonly expected?: string;
  readonly alternatives?: readonly string[];
}

function errorOf({ code, message, details }: BlastpitError): ToldError {
  const { where, expected, alternatives } = details;
  return {
    code,
    message,
    ...(where === undefined ? {} : { where }),
    ...(expected === undefined ? {} : { expected }),
    ...(alternatives === undefined ? {} : { alternatives }),
  };
}

function faultOf(error: unknown): ToldError {
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'fault', message: `a fault of blastpit's own: ${message}` };
}

/** What a person would have typed wrong is the request's fault; everything else is blastpit's own. */
export function refuseError(outgoing: ServerResponse, error: unknown): void {
  if (error instanceof BlastpitError) refuse(outgoing, 400, errorOf(error));
  else refuse(outgoing, 500, faultOf(error));
}

export function refusePath(outgoing: ServerResponse, path: string, known: readonly string[]): void {
  refuse(outgoing, 404, {
    code: 'unknown-path',
    message: `nothing answers at ${path}`,
    alternatives: known,
  });
}

export function refuseMethod(outgoing: ServerResponse, methods: readonly string[]): void {
  outgoing.setHeader('allow', methods.join(', '));
  refuse(outgoing, 405, {
    code: 'wrong-method',
    message: 'that is done by another method',
    alternatives: methods,
  });
}

export function refuse(outgoing: ServerResponse, status: number, error: ToldError): void {
  send(outgoing, status, { error });
}

export function send(outgoing: ServerResponse, status: number, value: object): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(value)}\n`);
}
