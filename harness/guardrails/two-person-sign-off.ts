/** At the step that judges: asks people to sign off, by whoever really asks and what will be done, or by less. */
import { z } from 'zod';
import type { Actor } from '../contract/actor.js';
import { parseArn } from '../contract/arn.js';
import type { EffectPattern } from '../contract/approver.js';
import { effectKinds } from '../contract/effect.js';
import { defineGuardrail } from '../contract/guardrail.js';
import type { Attempt, GuardrailEnvironment, Judgement } from '../contract/guardrail.js';
import { coversEffect, matches } from '../contract/pattern.js';
import { isPerson, personName } from '../contract/person.js';
import { tallyEffects } from '../contract/tally-effects.js';
import { wrongParameter } from './loading/build-guardrail.js';
import { effectPattern } from './parameters/resource-pattern.js';

const parameters = z.strictObject({
  howMany: z.int().min(1).default(2).describe('distinct people whose approval is needed'),
  who: z
    .array(z.string().min(1))
    .min(1)
    .exactOptional()
    .describe('people who may approve; all where left out'),
  principal: z
    .string()
    .min(1)
    .exactOptional()
    .describe(
      'ARN pattern: binds it to calls that this principal makes; left out, it holds for every root actor',
    ),
  pipeline: z
    .string()
    .min(1)
    .exactOptional()
    .describe(
      "ARN pattern of a pipeline's role: binds it to calls that come through it, anywhere in their chain",
    ),
  looksAt: z.enum(['effects', 'call']).default('effects').describe('what a call would do, or only its name'),
  operations: z
    .array(z.string().min(1))
    .min(1)
    .default(['*.Delete*', '*.Terminate*', 'CloudFormation.ExecuteChangeSet', 'CloudFormation.UpdateStack'])
    .describe('patterns of Service.Operation that need sign-off, where it looks at the call'),
  effects: z
    .array(effectPattern)
    .min(1)
    .exactOptional()
    .describe('effects that need sign-off; all but create on the production stacks where left out'),
});
type Parameters = z.infer<typeof parameters>;

/** Approval by M of N people, none of whom began the chain that asks. */
export default defineGuardrail({
  name: 'two-person-sign-off',
  summary: 'asks several people, never the one who asks, before what they must see is done',
  enforcedAt: 'gateway',
  needs: 'effects',
  parameters,
  example: () => ({}),
  build: (chosen, environment) => {
    const who = chosen.who ?? environment.people;
    const people = new Set(who.map((person) => personName(person))).size;
    if (chosen.howMany > people) {
      throw wrongParameter(
        'two-person-sign-off',
        'howMany',
        `${chosen.howMany} of ${people} people cannot approve`,
      );
    }
    const effects = chosen.effects ?? productionEffects(environment);
    return {
      name: 'two-person-sign-off',
      enforcedAt: chosen.looksAt === 'effects' && !isBound(chosen) ? 'gateway' : 'pipeline',
      needs: chosen.looksAt,
      judge: (attempt) => {
        const elsewhere = whyElsewhere(chosen, attempt.call.actor);
        if (elsewhere !== null) return { answer: 'abstain', reason: elsewhere };
        if (chosen.looksAt === 'effects') {
          const matching = attempt.effects.filter((effect) => coversEffect(effects, effect));
          return matching.length === 0
            ? { answer: 'allow' }
            : askOthers(attempt, who, chosen.howMany, tallyEffects(matching));
        }
        const name = `${attempt.call.service}.${attempt.call.operation}`;
        return chosen.operations.some((pattern) => matches(pattern, name))
          ? askOthers(attempt, who, chosen.howMany, name)
          : {
              answer: 'abstain',
              reason: `looks at ${chosen.operations.join(', ')}, and the call is ${name}`,
            };
      },
    };
  },
});

function isBound({ principal, pipeline }: Parameters): boolean {
  return principal !== undefined || pipeline !== undefined;
}

function productionEffects({ productionStacks }: GuardrailEnvironment): readonly EffectPattern[] {
  const kinds = effectKinds.filter((kind) => kind !== 'create');
  return productionStacks.map((stack) => ({ kinds, stack }));
}

/** Why the actor is not one that it is bound to; null where it is. */
function whyElsewhere({ principal, pipeline }: Parameters, actor: Actor): string | null {
  const bound: string[] = [];
  if (principal !== undefined) {
    if (matches(principal, actor.principal) || matches(principal, actor.session?.roleArn ?? '')) return null;
    bound.push(principal);
  }
  if (pipeline !== undefined) {
    if (actor.chain.some(({ arn }) => matches(pipeline, arn) || matches(pipeline, roleOf(arn)))) return null;
    bound.push(`what comes through ${pipeline}`);
  }
  if (bound.length === 0) return null;
  return `bound to ${bound.join(' and ')}, but the call is made by ${actor.principal}`;
}

/** The ARN of a session's role, without the role's path, which a session's ARN does not tell; else the ARN itself. */
function roleOf(arn: string): string {
  const [kind, role] = parseArn(arn)?.resource.split('/') ?? [];
  if (kind !== 'assumed-role' || role === undefined) return arn;
  const { partition = '', account = '' } = parseArn(arn) ?? {};
  return `arn:${partition}:iam::${account}:role/${role}`;
}

function askOthers(attempt: Attempt, who: readonly string[], howMany: number, what: string): Judgement {
  const { root } = attempt.call.actor;
  const others = who.filter((person) => !isPerson(person, root));
  const people = new Set(others.map((person) => personName(person))).size;
  if (people < howMany) {
    const reason = `${what} needs ${howMany} people besides ${root}, and there are ${people}`;
    return { answer: 'deny', reason };
  }
  return { answer: 'ask', who: others, howMany, reason: `${what} needs ${howMany} of ${others.join(', ')}` };
}
