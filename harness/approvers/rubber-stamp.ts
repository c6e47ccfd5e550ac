/** People who do not read what they are shown: they answer every ask with yes, the one who asks among them. */
import { defineApprover } from '../contract/approver.js';

/** Modeled: a minute each. */
export const rubberStampMinutes = 1;

export default defineApprover({
  name: 'rubber-stamp',
  summary: 'grants everything within minutes, unread',
  decide: ({ who }) =>
    who.map((person, index) => ({
      person,
      answer: 'grant',
      afterSeconds: (index + 1) * rubberStampMinutes * 60,
      reason: 'looks fine',
    })),
});
