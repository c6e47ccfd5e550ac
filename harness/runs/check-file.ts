/** For `blastpit check`: whether a file is what it should be, told from its ending and contents. */
import { BlastpitError } from '../contract/blastpit-error.js';
import { findPolicyProblems } from '../iam/policy.js';
import type { PolicyKind } from '../iam/policy-kind.js';
import { policyError } from '../iam/policy-problem.js';
import { findUnknownActions } from '../iam/unknown-actions.js';
import { checkTemplate, demandJson } from './checking/check-template.js';
import { placesIn } from './checking/document-place.js';
import { readNamedFile } from './read-file.js';
import { contradictionOfAttack, contradictionOfTwin, keptResult, sha256Of } from './vouching.js';

/**
 * Checks a journal (`.jsonl`), a CloudFormation template (`.yaml`, `.yml`, `.template`, `.json`) or an IAM policy
 * (`.json`), and says in words what it is.
 * @throws BlastpitError naming the line or the member that is wrong; `unreadable-file`, `unknown-file`.
 */
export async function checkFile(path: string): Promise<string> {
  if (path.endsWith('.jsonl')) return checkJournalFile(path);
  if (/\.(?:ya?ml|template)$/.test(path)) return checkTemplate(path, readNamedFile(path).toString('utf8'));
  if (path.endsWith('.json')) return checkJsonFile(path);
  throw new BlastpitError('unknown-file', `${path}: nothing is known to check of such a file`, {
    expected:
      'a journal (.jsonl), a template (.yaml, .json), an IAM policy (.json), a module (.ts, .js) or the name of a scenario',
  });
}

async function checkJournalFile(path: string): Promise<string> {
  const bytes = readNamedFile(path);
  // Brings zod in, which no other file needs.
  const { verifyJournal } = await import('../journal/verify-journal.js');
  const { records, problem } = verifyJournal(bytes, path);
  if (problem !== null) throw problem;
  const [head] = records;
  if (head?.record !== 'head') throw new Error('a whole journal has its head');
  const { scenario, episode, guardrailSet, seed, epoch } = head;
  const sha256 = sha256Of(bytes);
  const contradiction =
    episode === 'attack'
      ? contradictionOfAttack(path, records, sha256, keptResult(path, null))
      : contradictionOfTwin(path, episode.replace(/^twin:/, ''), sha256);
  if (contradiction !== null) {
    throw new BlastpitError('journal-contradicted', contradiction, {
      where: path,
      expected: 'every file of a run as the run wrote it',
    });
  }
  const what = `${scenario} under ${guardrailSet}, ${episode}, seed ${seed}${epoch === undefined ? '' : `, epoch ${epoch}`}`;
  return `journal of ${what}: ${records.length} records, complete and unedited`;
}

/** Kinds in the order in which people mean them. */
const kindsWithPrincipal: readonly PolicyKind[] = ['trust', 'key', 'resource'];
const kindsWithout: readonly PolicyKind[] = ['identity', 'boundary', 'scp'];

function checkJsonFile(path: string): string {
  const text = readNamedFile(path).toString('utf8');
  demandJson(path, text);
  const document: unknown = JSON.parse(text);
  if (typeof document === 'object' && document !== null) {
    if ('Statement' in document) return checkPolicy(path, text, document);
    if ('Resources' in document) return checkTemplate(path, text);
  }
  throw new BlastpitError('unknown-file', `${path}: it is JSON, and no policy and no template`, {
    where: path,
    expected: 'an IAM policy document, with a Statement, or a template, with Resources',
  });
}

function checkPolicy(path: string, text: string, document: object): string {
  const kinds = hasPrincipal(document) ? kindsWithPrincipal : kindsWithout;
  const fits = kinds.filter((kind) => findPolicyProblems(document, kind).length === 0);
  const [first] = kinds;
  if (fits.length === 0 && first !== undefined) {
    const problems = findPolicyProblems(document, first);
    const { code, message, details } = policyError(path, problems);
    const where = placeOfMember(path, text, problems[0]?.path ?? '');
    throw new BlastpitError(code, message, { ...details, where });
  }
  const [unknown] = findUnknownActions(document);
  if (unknown !== undefined) {
    const { path: place, action, near } = unknown;
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    throw new BlastpitError('unknown-action', `policy "${path}": ${place}: no action is ${action}${hint}`, {
      where: placeOfMember(path, text, place),
      expected: 'actions that AWS publishes; a statement about no action allows and denies nothing',
    });
  }
  return `policy, fit as ${fits.join(', ')}`;
}

/** `policy.json:7:9` of a member such as `Statement[1].Condition.StringLikee`. */
function placeOfMember(path: string, text: string, member: string): string {
  const keys = [...member.matchAll(/[^.[\]]+/g)].map(([key]) => (/^\d+$/.test(key) ? Number(key) : key));
  const place = placesIn(text).ofPath(keys);
  return place === null ? path : `${path}:${place}`;
}

function hasPrincipal(document: object): boolean {
  const statements: unknown = Reflect.get(document, 'Statement');
  const list: readonly unknown[] = Array.isArray(statements) ? (statements as unknown[]) : [statements];
  return list.some(
    (statement) =>
      typeof statement === 'object' &&
      statement !== null &&
      ('Principal' in statement || 'NotPrincipal' in statement),
  );
}
