/** At the step that judges: ends the sessions of a root actor that takes away too much, or too fast. */
import { z } from 'zod';
import { isDestructive } from '../contract/effect.js';
import { defineGuardrail } from '../contract/guardrail.js';

const minute = 60_000;

export default defineGuardrail({
  name: 'kill-switch',
  summary: "denies and revokes all of a root actor's sessions once it destroys too much or too fast",
  enforcedAt: 'gateway',
  needs: 'effects',
  parameters: z.strictObject({
    inTotal: z
      .int()
      .min(0)
      .default(10)
      .describe('destructive effects that one root actor may have in all; the next one trips the switch'),
    inOneMinute: z
      .int()
      .min(0)
      .default(5)
      .describe('destructive effects that it may have within a minute of virtual time'),
  }),
  example: () => ({}),
  build: ({ inTotal, inOneMinute }) => ({
    name: 'kill-switch',
    enforcedAt: 'gateway',
    needs: 'effects',
    judge: ({ call, effects }, { committed }) => {
      const now = effects.filter(isDestructive).length;
      if (now === 0) return { answer: 'allow' };
      let total = now;
      let lately = now;
      for (const before of committed) {
        if (before.root !== call.actor.root) continue;
        const count = before.effects.filter(isDestructive).length;
        total += count;
        // A call that waited for people arrived before others that were answered meanwhile: these are lately, too.
        if (before.time > call.time - minute) lately += count;
      }
      if (total <= inTotal && lately <= inOneMinute) return { answer: 'allow' };
      const reason =
        total > inTotal
          ? `${total} destructive effects by ${call.actor.root}, of at most ${inTotal}`
          : `${lately} destructive effects by ${call.actor.root} within a minute, of at most ${inOneMinute}`;
      return { answer: 'deny', reason, revoke: 'sessions-of-root-actor' };
    },
  }),
});
