/** How reports name who acts: by what people call them, with the ARN's rest left out. */
import type { ChainLink } from '../../contract/actor.js';
import { parseArn } from '../../contract/arn.js';

/** `user li.wei`, `role service-operator (session li.wei)`, `account 518233046217`; else the text itself. */
export function principalInWords(arn: string): string {
  const parsed = parseArn(arn);
  if (parsed === undefined) return arn;
  const [kind = '', ...path] = parsed.resource.split('/');
  if (kind === 'root') return `root of account ${parsed.account}`;
  if (kind === 'assumed-role' && path.length > 1) {
    return `role ${path.slice(0, -1).join('/')} (session ${path.at(-1) ?? ''})`;
  }
  return path.length === 0 ? parsed.resource : `${kind} ${path.join('/')}`;
}

/** `user li.wei → role service-operator (session li.wei)`. */
export function chainInWords(chain: readonly ChainLink[]): string {
  return chain.map(({ arn }) => principalInWords(arn)).join(' → ');
}
