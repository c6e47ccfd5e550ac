/** Turns a service's distilled file into its catalog; each shape is made when it is first reached. */
import type {
  HttpBinding,
  Member,
  OperationShape,
  ServiceCatalog,
  ServiceFacts,
  Shape,
  SimpleKind,
  SimpleShape,
  StructureShape,
  TimestampFormat,
  Traits,
} from './shape.js';
import {
  firstShapeReference,
  traitBits,
  unitReference,
  type RawMember,
  type RawOperation,
  type RawShape,
  type RawTraits,
  type ServiceFile,
  type TypeReference,
} from './service-file.js';

const noTraits: Traits = Object.freeze({});
const traitsOfBits = new Map<number, Traits>([[0, noTraits]]);

function readTraits(raw: RawTraits): Traits {
  if (typeof raw === 'number') {
    let traits = traitsOfBits.get(raw);
    if (traits === undefined) {
      traits = Object.fromEntries(traitBits.filter((_, bit) => (raw >> bit) & 1).map((name) => [name, true]));
      traitsOfBits.set(raw, traits);
    }
    return traits;
  }
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, value === 1 ? true : value]));
}

const simpleKinds: Readonly<Record<number, SimpleKind>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  4: 'timestamp',
  5: 'timestamp',
  6: 'timestamp',
  7: 'timestamp',
  15: 'document',
  17: 'bigInteger',
  19: 'bigDecimal',
  21: 'blob',
  42: 'blob',
};
const timestampFormats: Readonly<Record<number, TimestampFormat>> = {
  5: 'date-time',
  6: 'http-date',
  7: 'epoch-seconds',
};

function simpleShape(code: number, name: string, traits: Traits): SimpleShape {
  const kind = simpleKinds[code];
  if (kind === undefined) throw new Error(`the catalog holds an unknown simple type ${code} (${name})`);
  const timestampFormat = timestampFormats[code];
  return {
    kind,
    name,
    traits: code === 42 ? { ...traits, streaming: true } : traits,
    ...(timestampFormat === undefined ? {} : { timestampFormat }),
  };
}

export const unitShape: StructureShape = Object.freeze({
  kind: 'structure',
  name: 'Unit',
  traits: noTraits,
  members: [],
  memberNamed: () => undefined,
});

/** A member whose shape is resolved when first read, since shapes may contain themselves. */
function lazyMember(
  name: string,
  raw: RawMember,
  required: boolean,
  shapeOf: (reference: TypeReference) => Shape,
): Member {
  const reference = typeof raw === 'number' ? raw : raw[0];
  const traits = typeof raw === 'number' ? noTraits : readTraits(raw[1]);
  let shape: Shape | undefined;
  return {
    name,
    traits,
    required,
    get shape() {
      return (shape ??= shapeOf(reference));
    },
  };
}

/** Shapes by reference, each made once. */
function shapeTable(rawShapes: readonly RawShape[]): (reference: TypeReference) => Shape {
  const made = new Map<TypeReference, Shape>();
  const shapeOf = (reference: TypeReference): Shape => {
    let shape = made.get(reference);
    if (shape === undefined) {
      shape = make(reference);
      made.set(reference, shape);
    }
    return shape;
  };
  const member = (name: string, raw: RawMember, required = false): Member =>
    lazyMember(name, raw, required, shapeOf);
  const make = (reference: TypeReference): Shape => {
    if (reference === unitReference) return unitShape;
    if (reference < 64) return simpleShape(reference, '', noTraits);
    if (reference < 128)
      return { kind: 'list', name: '', traits: noTraits, member: member('member', reference - 64) };
    if (reference < firstShapeReference) {
      const value = member('value', reference - 128);
      return { kind: 'map', name: '', traits: noTraits, key: member('key', 0), value };
    }
    const raw = rawShapes[reference - firstShapeReference];
    if (raw === undefined) throw new Error(`the catalog has no shape ${reference}`);
    const name = raw[1];
    const traits = readTraits(raw[2]);
    switch (raw[0]) {
      case 0:
        return simpleShape(raw[3], name, traits);
      case 1:
        return { kind: 'list', name, traits, member: member('member', raw[3]) };
      case 2:
        return { kind: 'map', name, traits, key: member('key', raw[3]), value: member('value', raw[4]) };
      default: {
        const [, , , names, rawMembers, required] = raw;
        const members = names.map((memberName, place) =>
          member(memberName, rawMembers[place] ?? 0, place < required),
        );
        const byName = new Map(members.map((each) => [each.name, each]));
        const memberNamed = (wanted: string): Member | undefined => byName.get(wanted);
        return { kind: raw[0] === 4 ? 'union' : 'structure', name, traits, members, memberNamed };
      }
    }
  };
  return shapeOf;
}

function structureOf(shape: Shape): StructureShape {
  if (shape.kind !== 'structure' && shape.kind !== 'union') throw new Error(`${shape.name} is no structure`);
  return shape;
}

/** `['GET', '/{Bucket}?list-type=2', 200]`, taken apart. */
export function readHttpBinding(raw: unknown): HttpBinding | undefined {
  if (!Array.isArray(raw)) return undefined;
  const [method, template, status] = raw as [string, string, number];
  const [path = '/', search = ''] = template.split('?', 2);
  const query = search
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', value = ''] = part.split('=', 2);
      return [name, value] as const;
    });
  return { method, path, query, status };
}

/** The catalog of a service from its facts and its file. */
export function readService(facts: ServiceFacts, file: ServiceFile): ServiceCatalog {
  const shapeOf = shapeTable(file.shapes);
  const rawOperations = new Map<string, RawOperation>(file.operations.map((raw) => [raw[0], raw]));
  const operations = new Map<string, OperationShape>();
  let errors: Map<string, TypeReference> | undefined;
  let queryErrors: Map<string, TypeReference> | undefined;

  const indexErrors = (): Map<string, TypeReference> => {
    if (errors !== undefined) return errors;
    errors = new Map();
    queryErrors = new Map();
    for (const [place, raw] of file.shapes.entries()) {
      if (raw[0] !== -3) continue;
      errors.set(raw[1], place + firstShapeReference);
      const queryError = typeof raw[2] === 'object' ? raw[2]['awsQueryError'] : undefined;
      if (Array.isArray(queryError)) queryErrors.set(String(queryError[0]), place + firstShapeReference);
    }
    return errors;
  };

  const operation = (name: string): OperationShape | undefined => {
    const known = operations.get(name);
    if (known !== undefined) return known;
    const raw = rawOperations.get(name);
    if (raw === undefined) return undefined;
    const traits = typeof raw[1] === 'object' ? raw[1] : {};
    const http = readHttpBinding(traits['http']);
    const endpoint = traits['endpoint'];
    const made: OperationShape = {
      service: facts,
      name,
      input: structureOf(shapeOf(raw[2])),
      output: structureOf(shapeOf(raw[3])),
      ...(http === undefined ? {} : { http }),
      ...(Array.isArray(endpoint) ? { hostPrefix: String(endpoint[0]) } : {}),
    };
    operations.set(name, made);
    return made;
  };

  return {
    ...facts,
    operationNames: () => [...rawOperations.keys()],
    operation,
    operations: () =>
      [...rawOperations.keys()].map((name) => operation(name)).filter((each) => each !== undefined),
    errorNames: () => [...indexErrors().keys()],
    error: (nameOrCode) => {
      const reference = indexErrors().get(nameOrCode) ?? queryErrors?.get(nameOrCode);
      return reference === undefined ? undefined : structureOf(shapeOf(reference));
    },
  };
}
