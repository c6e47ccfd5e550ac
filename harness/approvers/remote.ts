/** Real people, somewhere else: their answers come in over the control API while the call waits. */
import { defineApprover } from '../contract/approver.js';

export default defineApprover({
  name: 'remote',
  summary: 'real people, who answer over the control API of `blastpit serve`',
  decide: 'from-outside',
});
