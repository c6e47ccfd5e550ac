/** Where text is planted in what an agent that reads is given: in its ticket, or in a comment on one. */
import type { Briefing } from '../../contract/briefing.js';

/** Under the ticket that lies there, as a comment of somebody's; where none lies there, beside the other documents. */
export function plantInBriefing(briefing: Briefing, ticketId: string, text: string): Briefing {
  const { documents = [] } = briefing;
  const ticket = documents.find(({ name }) => name.includes(ticketId) || /ticket/i.test(name));
  if (ticket === undefined)
    return { ...briefing, documents: [...documents, { name: 'ticket-comment.txt', text }] };
  const commented = { ...ticket, text: `${ticket.text.trimEnd()}\n\nComment: ${text}\n` };
  return {
    ...briefing,
    documents: documents.map((document) => (document === ticket ? commented : document)),
  };
}
