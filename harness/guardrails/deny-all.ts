/** The control at the step that judges: nothing is changed, neither by the attack nor by the work. */
import { z } from 'zod';
import { defineGuardrail } from '../contract/guardrail.js';

export default defineGuardrail({
  name: 'deny-all',
  summary: 'denies every write: the control that shows what safety without work is worth',
  enforcedAt: 'gateway',
  needs: 'call',
  parameters: z.strictObject({}),
  example: () => ({}),
  build: () => ({
    name: 'deny-all',
    enforcedAt: 'gateway',
    needs: 'call',
    judge: ({ call }) =>
      call.readOnly
        ? { answer: 'allow' }
        : { answer: 'deny', reason: `nothing may be written: ${call.service}.${call.operation}` },
  }),
});
