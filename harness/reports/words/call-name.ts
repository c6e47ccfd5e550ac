/** How reports write a call: its operation, what it is about, and the switches that it carries. */
import { parseArn } from '../../contract/arn.js';
import type { CallRecord } from '../../contract/journal-record.js';
import type { Json } from '../../contract/json.js';

/** Members that name what a call is about, the most telling first. */
const naming: readonly RegExp[] = [
  /(?:Names?|Bucket)$/,
  /Identifier$/,
  /(?:Id|Arn|ARN|UUID)$/,
  /Url$/,
  /Key$/,
];
/** Values with more characters than this are contents, not settings. */
const mostCharacters = 60;

/** `CloudFormation.UpdateTerminationProtection cost-insights, EnableTerminationProtection false`. */
export function callInWords(call: Pick<CallRecord, 'service' | 'operation' | 'input'>): string {
  const name = `${call.service}.${call.operation}`;
  const members = scalarMembers(call.input);
  const subject = subjectOf(members);
  const settings = members
    .filter(
      ([member, value]) => member !== subject?.member && (typeof value === 'boolean' || isConstant(value)),
    )
    .map(([member, value]) => `${member} ${String(value)}`);
  const about = [...(subject === undefined ? [] : [subject.value]), ...settings].join(', ');
  return about === '' ? name : `${name} ${about}`;
}

type Scalar = string | number | boolean;

function scalarMembers(input: Json): readonly (readonly [string, Scalar])[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return [];
  return Object.entries(input)
    .flatMap(([member, value]) => (isScalar(value) ? [[member, value] as const] : onlyNameIn(member, value)))
    .sort(([left], [right]) => (left < right ? -1 : 1));
}

function isScalar(value: Json): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The one name of a list of names, as of `AlarmNames`. */
function onlyNameIn(member: string, value: Json): readonly (readonly [string, Scalar])[] {
  if (!Array.isArray(value) || value.length !== 1 || !member.endsWith('Names')) return [];
  const name: unknown = value[0];
  return typeof name === 'string' ? [[member, name]] : [];
}

function subjectOf(
  members: readonly (readonly [string, Scalar])[],
): { readonly member: string; readonly value: string } | undefined {
  for (const pattern of naming) {
    for (const [member, value] of members) {
      if (typeof value !== 'string' || value.length > 2048 || !pattern.test(member)) continue;
      const name = member.endsWith('Url') ? value.slice(value.lastIndexOf('/') + 1) : value;
      return { member, value: shortened(parseArn(name)?.resource ?? name) };
    }
  }
  return undefined;
}

/** With ids that only a program reads cut to what tells them apart: `stack/costs/4b6bfc0b…`. */
function shortened(name: string): string {
  return name.replaceAll(/(?<start>[\da-f]{8})-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi, '$<start>…');
}

/** Names of choices, as AWS spells them: `FORCE_DELETE_STACK`. */
function isConstant(value: Scalar): boolean {
  return typeof value === 'string' && value.length <= mostCharacters && /^[A-Z][A-Z_]{2,}$/.test(value);
}
