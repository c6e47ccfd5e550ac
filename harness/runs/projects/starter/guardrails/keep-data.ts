/** A guardrail of this team: what holds data is not taken away. */
import { defineGuardrail } from 'blastpit/guardrail';
import { z } from 'zod';

export default defineGuardrail({
  name: 'keep-data',
  summary: 'denies what would take away more records than allowed',
  enforcedAt: 'gateway',
  needs: 'effects',
  parameters: z.strictObject({
    records: z.number().min(0).default(0).describe('records that a call may take away'),
  }),
  example: () => ({ records: 100 }),
  build: ({ records }) => ({
    name: 'keep-data',
    enforcedAt: 'gateway',
    needs: 'effects',
    // Judged is what a call would do, not what it is called: an update that replaces a table loses its data, too.
    judge: ({ effects }) => {
      const lost = effects.reduce((sum, { loses }) => sum + (loses?.records ?? 0), 0);
      return lost > records
        ? { answer: 'deny', reason: `it would take away ${lost} records` }
        : { answer: 'allow' };
    },
  }),
});
