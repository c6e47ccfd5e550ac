/** Last step on the way of a call that failed: an AWS error becomes the envelope of protocol and service. */
import type { AwsError } from '../contract/aws-error.js';
import { serviceCatalog } from '../catalog/services.js';
import type { Protocol, ServiceFacts, StructureShape } from '../catalog/shape.js';
import { httpBindings, writeBoundHeaders } from './http-bindings.js';
import type { WireResponse } from './request.js';
import { contentTypes, finished, hostId, requestIdHeaders } from './response-envelope.js';
import { encodeCbor } from './shape-codecs.js';
import { escapeText, namespaceOf } from './xml-writer.js';

export interface ErrorTarget {
  readonly protocol: Protocol;
  /** Absent where the request named no known service. */
  readonly service?: ServiceFacts;
  readonly method: string;
  readonly requestId: string;
  /** The request's headers: `x-amzn-query-mode` asks for the code of the query protocol too. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An error as this protocol names it. */
interface NamedError {
  /** The shape's name in the JSON protocols and CBOR, the query code in the others. */
  readonly code: string;
  readonly status: number;
  readonly shape: StructureShape | undefined;
  readonly queryCode: string;
  readonly fault: 'Sender' | 'Receiver';
}

/**
 * A failed answer. Name and status come from the service's error shape where it has one of that name or query code;
 * `AccessDenied` by IAM or a guardrail is named as the service names it.
 */
export function encodeError(target: ErrorTarget, error: AwsError): WireResponse {
  const named = nameError(target, error);
  const headers = requestIdHeaders(target.service?.name, target.requestId);
  headers['Content-Type'] = contentTypes[target.protocol];
  switch (target.protocol) {
    case 'awsJson1_0':
    case 'awsJson1_1':
      addQueryError(target, named, headers);
      return finished(target.method, named.status, headers, JSON.stringify(typedBody(target, named, error)));
    case 'rpcv2Cbor':
      headers['smithy-protocol'] = 'rpc-v2-cbor';
      addQueryError(target, named, headers);
      return finished(target.method, named.status, headers, encodeCbor(typedBody(target, named, error)));
    case 'restJson1':
      headers['x-amzn-ErrorType'] = named.code;
      if (named.shape !== undefined) {
        writeBoundHeaders(httpBindings(named.shape), error.fields ?? {}, headers);
      }
      return finished(target.method, named.status, headers, JSON.stringify(members(named, error)));
    case 'awsQuery':
    case 'restXml':
      return finished(target.method, named.status, headers, xmlBody(target, named, error));
    case 'ec2Query':
      return finished(target.method, named.status, headers, ec2Body(target, named, error));
  }
}

function nameError({ protocol, service }: ErrorTarget, error: AwsError): NamedError {
  const denied = deniedName(protocol, service, error);
  const code = denied?.code ?? error.code;
  const shape = service === undefined ? undefined : serviceCatalog(service.name).error(code);
  const traits = shape?.traits;
  const byQuery = protocol === 'awsQuery' || protocol === 'ec2Query';
  const queryCode =
    traits?.awsQueryError?.[0] ?? shape?.name ?? (denied === undefined ? code : 'AccessDenied');
  const modeled =
    (byQuery ? traits?.awsQueryError?.[1] : undefined) ?? httpErrorOf(protocol, service, traits);
  const byFault = traits?.error === 'server' && error.status < 500 ? 500 : error.status;
  const status = denied?.status ?? modeled ?? byFault;
  return {
    code: denied?.code ?? (byQuery || protocol === 'restXml' ? queryCode : (shape?.name ?? code)),
    status,
    shape,
    queryCode,
    fault: (traits?.error ?? (status >= 500 ? 'server' : 'client')) === 'server' ? 'Receiver' : 'Sender',
  };
}

/**
 * The status that the model gives an error. AWS JSON has none but 400 for what callers do wrong, whatever the model says:
 * KMS's NotFoundException is modeled as 404 and documented as 400 (API Reference of KMS, SSM, CloudTrail: Errors). Services
 * that once spoke query keep the statuses they had then.
 */
function httpErrorOf(
  protocol: Protocol,
  service: ServiceFacts | undefined,
  traits: StructureShape['traits'] | undefined,
): number | undefined {
  const json = protocol === 'awsJson1_0' || protocol === 'awsJson1_1';
  if (json && service?.awsQueryCompatible !== true && traits?.error === 'client') return 400;
  return traits?.httpError;
}

const denials = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'AuthorizationError',
]);

/** One refusal, and a name for it in every protocol; its status too ("Common Errors" of the services' API references). */
function deniedName(
  protocol: Protocol,
  service: ServiceFacts | undefined,
  { code, origin }: AwsError,
): { readonly code: string; readonly status: number } | undefined {
  if ((origin !== 'authorisation' && origin !== 'guardrail') || !denials.has(code)) return undefined;
  switch (protocol) {
    case 'ec2Query':
      return { code: 'UnauthorizedOperation', status: 403 };
    case 'awsQuery':
      return { code: service?.name === 'SNS' ? 'AuthorizationError' : 'AccessDenied', status: 403 };
    case 'restXml':
      return { code: 'AccessDenied', status: 403 };
    case 'restJson1':
      return { code: 'AccessDeniedException', status: 403 };
    default:
      return { code: 'AccessDeniedException', status: 400 };
  }
}

/** Services that once spoke query tell their clients the old code, if these ask ("awsQueryCompatible trait"). */
function addQueryError(
  { service, headers: asked }: ErrorTarget,
  named: NamedError,
  headers: Record<string, string>,
): void {
  if (service?.awsQueryCompatible === true && asked['x-amzn-query-mode'] === 'true') {
    headers['x-amzn-query-error'] = `${named.queryCode};${named.fault}`;
  }
}

/** `__type` and members, of AWS JSON and CBOR. */
function typedBody({ service }: ErrorTarget, named: NamedError, error: AwsError): Record<string, unknown> {
  const namespace =
    named.shape === undefined || service === undefined ? 'com.amazon.coral.service' : service.namespace;
  return { __type: `${namespace}#${named.code}`, ...members(named, error) };
}

/** The message, spelled as the error's shape spells it, and what further members it has. */
function members({ shape }: NamedError, { message, fields }: AwsError): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  const messageMember = shape?.members.find((member) => member.name.toLowerCase() === 'message');
  if (message !== '') written[messageMember?.traits.jsonName ?? messageMember?.name ?? 'message'] = message;
  for (const [name, value] of Object.entries(fields ?? {})) {
    const member = shape?.memberNamed(name);
    if (member?.traits.httpHeader !== undefined) continue;
    written[member?.traits.jsonName ?? name] = fieldValue(member?.shape.kind, value);
  }
  return written;
}

function fieldValue(kind: string | undefined, value: string): unknown {
  if (kind === 'number') return Number(value);
  if (kind === 'boolean') return value === 'true';
  return value;
}

function xmlBody({ protocol, service, requestId }: ErrorTarget, named: NamedError, error: AwsError): string {
  const message = error.message === '' ? '' : `<Message>${escapeText(error.message)}</Message>`;
  const content = `<Code>${escapeText(named.code)}</Code>${message}${fieldElements(named, error)}`;
  if (protocol === 'restXml' && service?.name === 'S3') {
    return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${content}<RequestId>${requestId}</RequestId><HostId>${hostId(requestId)}</HostId></Error>`;
  }
  const namespace = service?.xmlNamespace === undefined ? '' : namespaceOf(['', service.xmlNamespace]);
  return `<ErrorResponse${namespace}><Error><Type>${named.fault}</Type>${content}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

function ec2Body({ requestId }: ErrorTarget, named: NamedError, { message }: AwsError): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${escapeText(named.code)}</Code><Message>${escapeText(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`;
}

function fieldElements({ shape }: NamedError, { fields }: AwsError): string {
  let text = '';
  for (const [name, value] of Object.entries(fields ?? {})) {
    const element = shape?.memberNamed(name)?.traits.xmlName ?? name;
    text += `<${element}>${escapeText(value)}</${element}>`;
  }
  return text;
}
