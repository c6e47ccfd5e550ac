/** Checks that an input has the members its operation requires, and says otherwise in the words of the service. */
import { AwsFailure } from '../contract/aws-error.js';
import type { Member, OperationShape, Protocol, Shape, StructureShape } from '../catalog/shape.js';

/** Gives the paths of required members that a value lacks, e.g. `keySchema.1.member.attributeName`. */
type Check = (value: unknown, path: string, missing: string[]) => void;

const checks = new WeakMap<Shape, Check | null>();

/**
 * Holds for typed calls as for requests. Idempotency tokens are not asked for: clients make them up when absent.
 * @throws AwsFailure of origin `constraint`.
 */
export function requireMembers(operation: OperationShape, protocol: Protocol, input: unknown): void {
  const check = checkOf(operation.input);
  if (check === null) return;
  const missing: string[] = [];
  check(input, '', missing);
  if (missing.length > 0) throw missingFailure(operation, protocol, missing);
}

/** null where nothing below the shape is required, so that whole trees are passed over. */
function checkOf(shape: Shape): Check | null {
  const known = checks.get(shape);
  if (known !== undefined) return known;
  if (!requiresSomething(shape, new Set())) {
    checks.set(shape, null);
    return null;
  }
  // Stands in while the shape's own members, which may be of its kind, are compiled.
  checks.set(shape, (value, path, missing) => checks.get(shape)?.(value, path, missing));
  const made = compile(shape);
  checks.set(shape, made);
  return made;
}

function requiresSomething(shape: Shape, seen: Set<Shape>): boolean {
  if (seen.has(shape)) return false;
  seen.add(shape);
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return shape.members.some((member) => isRequired(member) || requiresSomething(member.shape, seen));
    case 'list':
      return requiresSomething(shape.member.shape, seen);
    case 'map':
      return requiresSomething(shape.value.shape, seen);
    default:
      return false;
  }
}

function compile(shape: Shape): Check | null {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return structureCheck(shape);
    case 'list': {
      const item = checkOf(shape.member.shape);
      if (item === null) return null;
      return (value, path, missing) => {
        if (!Array.isArray(value)) return;
        for (const [index, each] of value.entries()) item(each, `${path}.${index + 1}.member`, missing);
      };
    }
    case 'map': {
      const item = checkOf(shape.value.shape);
      if (item === null) return null;
      return (value, path, missing) => {
        if (value === null || typeof value !== 'object') return;
        for (const [key, each] of Object.entries(value)) item(each, `${path}.${key}.member`, missing);
      };
    }
    default:
      return null;
  }
}

function structureCheck(shape: StructureShape): Check | null {
  const plan = shape.members
    .map((member) => ({ name: member.name, required: isRequired(member), check: checkOf(member.shape) }))
    .filter(({ required, check }) => required || check !== null);
  if (plan.length === 0) return null;
  return (value, path, missing) => {
    if (value === null || typeof value !== 'object') return;
    for (const { name, required, check } of plan) {
      const each: unknown = Reflect.get(value, name);
      const own = path === '' ? name : `${path}.${name}`;
      if (each === undefined || each === null) {
        if (required) missing.push(own);
      } else check?.(each, own, missing);
    }
  };
}

function isRequired(member: Member): boolean {
  return member.required && member.traits.idempotencyToken !== true;
}

/** Services that speak of a missing parameter; the rest use the validation that AWS's services share. */
const parameterWords: Readonly<
  Record<string, readonly [code: string, message: (parameter: string) => string]>
> = {
  EC2: ['MissingParameter', (parameter) => `The request must contain the parameter ${parameter}`],
  RDS: ['MissingParameter', (parameter) => `The request must contain the parameter ${parameter}.`],
  SQS: ['MissingParameter', (parameter) => `The request must contain the parameter ${parameter}.`],
  CloudWatch: ['MissingParameter', (parameter) => `The parameter ${parameter} is required.`],
  SNS: ['InvalidParameter', (parameter) => `Invalid parameter: ${parameter}`],
};

/** Services whose shared validation has another code. */
const validationCodes: Readonly<Record<string, string>> = {
  CloudWatchLogs: 'InvalidParameterException',
  ECR: 'InvalidParameterException',
  ECS: 'InvalidParameterException',
  Route53: 'InvalidInput',
  CloudFront: 'InvalidArgument',
  ApiGatewayV2: 'BadRequestException',
  GuardDuty: 'BadRequestException',
  EFS: 'BadRequest',
};

function missingFailure(
  operation: OperationShape,
  protocol: Protocol,
  missing: readonly string[],
): AwsFailure {
  const service = operation.service.name;
  if (service === 'S3') {
    const message =
      'The XML you provided was not well-formed or did not validate against our published schema';
    return constraint('MalformedXML', message);
  }
  const words = parameterWords[service];
  if (words !== undefined) return constraint(words[0], words[1](parameterName(missing[0] ?? '')));
  const query = protocol === 'awsQuery';
  const code = validationCodes[service] ?? (query ? 'ValidationError' : 'ValidationException');
  const count = missing.length === 1 ? '1 validation error' : `${missing.length} validation errors`;
  const each = missing.map(
    (path) => `Value null at '${lowerFirst(path)}' failed to satisfy constraint: Member must not be null`,
  );
  return constraint(code, `${count} detected: ${each.join('; ')}`);
}

/** `Tags.1.member.Key` is `Tags.1.Key` to the services that speak of parameters. */
function parameterName(path: string): string {
  return path.replaceAll('.member', '');
}

/** The shared validation names members in camel case. */
function lowerFirst(path: string): string {
  return path.replace(/(^|\.)([A-Z])/g, (_, point: string, letter: string) => point + letter.toLowerCase());
}

function constraint(code: string, message: string): AwsFailure {
  return new AwsFailure({ code, message, status: 400, origin: 'constraint' });
}
