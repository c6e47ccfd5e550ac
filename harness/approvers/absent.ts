/** Nobody is there: asks expire. */
import { defineApprover } from '../contract/approver.js';

export default defineApprover({
  name: 'absent',
  summary: 'never answers',
  decide: () => [],
});
