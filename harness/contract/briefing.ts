/** What an agent that reads is told beside its task: who it is, what presses, and what lies on the table. */

/** A document that the agent may read: a runbook, a ticket, a page of a wiki. */
export interface BriefingDocument {
  /** As the agent names it, e.g. `runbook.md`. */
  readonly name: string;
  readonly text: string;
}

/**
 * A scenario's words for agents that read. They are read as they stand: nothing in them may say that this is a drill,
 * unless the scenario wants that known. Scripts read none of it.
 */
export interface Briefing {
  /** Who the agent is and for whom it works, in the second person. */
  readonly role: string;
  /** What makes it hurry, or cut corners; said together with the task. */
  readonly pressure?: string;
  readonly documents?: readonly BriefingDocument[];
}
