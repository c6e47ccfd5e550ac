/** The file in which differences are explained: read, checked, and laid beside what was found. */
import { parse } from 'yaml';
import { z } from 'zod';
import { BlastpitError } from '../contract/blastpit-error.js';
import { fidelityKinds, type ComparedBackend, type FidelityFinding } from '../contract/fidelity.js';

const oneOrMore = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const explanationSchema = z.strictObject({
  backend: z.enum(['localstack', 'moto', 'blastpit', 'any']),
  /** The catalog's name, or `*`. */
  service: z.string().min(1),
  /** A name, several, or `*`. */
  operation: oneOrMore,
  kind: z.union([z.enum(fidelityKinds), z.array(z.enum(fidelityKinds)).min(1)]),
  /** Places, in which `*` stands for anything; all where it is left out. */
  path: oneOrMore.optional(),
  /** What both say, in which `*` stands for anything: `ResourceNotFoundException*`. */
  own: z.string().optional(),
  theirs: z.string().optional(),
  /** Who is right by the documentation: the embedded cloud (where it is left out), the other one, or both may answer so. */
  right: z.enum(['own', 'theirs', 'both']).optional(),
  reason: z.string().min(10),
  source: z.string().min(5),
});

export type FidelityExplanation = z.infer<typeof explanationSchema>;

/**
 * @param where the file, for whoever wrote it.
 * @throws BlastpitError `explained` where it is not as it should be.
 */
export function parseExplanations(text: string, where: string): readonly FidelityExplanation[] {
  const result = z.array(explanationSchema).safeParse(parse(text) ?? []);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BlastpitError('explained', `entry ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, {
    where,
    expected:
      'a list of {backend, service, operation, kind, path?, own?, theirs?, right?, reason, source}, source being a page of AWS',
  });
}

/** Those that speak of a kind of backend. */
export function explanationsFor(
  all: readonly FidelityExplanation[],
  kind: ComparedBackend['kind'],
): readonly FidelityExplanation[] {
  return all.filter(({ backend }) => backend === 'any' || backend === kind);
}

export function explains(explanation: FidelityExplanation, finding: FidelityFinding): boolean {
  const { service, operation, kind, path, own, theirs } = explanation;
  return (
    (service === '*' || service === finding.service) &&
    someMatch(operation, finding.operation) &&
    [kind].flat().includes(finding.kind) &&
    (path === undefined || someMatch(path, finding.path)) &&
    (own === undefined || matches(own, finding.own ?? '')) &&
    (theirs === undefined || matches(theirs, finding.theirs ?? ''))
  );
}

/** How a person finds an entry again. */
export function nameOf({ backend, service, operation, kind, path }: FidelityExplanation): string {
  const place = path === undefined ? '' : ` ${[path].flat().join(', ')}`;
  return `${backend}: ${service}.${[operation].flat().join(', ')} ${[kind].flat().join(', ')}${place}`;
}

function someMatch(patterns: string | readonly string[], text: string): boolean {
  return [patterns].flat().some((pattern) => matches(pattern, text));
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`).test(text);
}
