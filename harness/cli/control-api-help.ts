/** What people and programs may ask of the control API of `blastpit serve`: the part of its help that is about it. */
export const controlApi: readonly (readonly [request: string, what: string])[] = [
  [
    'POST sessions',
    'opens a session: {"scenario", "guardrails", "approvers", "agent", "seed", "without", "settings", "denials", "timing", "failOn"}, each as left out as its option; answers with id, credentials and variables',
  ],
  ['GET sessions', 'all sessions, with their state and their results'],
  ['GET sessions/ID', 'one of them'],
  ['GET sessions/ID/events', 'its journal as it grows (server-sent events)'],
  [
    'GET sessions/ID/approvals',
    'what real people were asked (approvers remote): effects, ticket, who may answer, how many must',
  ],
  [
    'POST sessions/ID/approvals/a1',
    'one person’s answer: {"person": "chen.yu", "answer": "grant" or "refuse", "reason", "afterSeconds"}',
  ],
  ['POST sessions/ID/finish', 'ends and scores it: {"how", "detail"} may say how the agent ended'],
  ['GET sessions/ID/journal', 'its journal, once it is finished'],
  ['DELETE sessions/ID', 'throws it away'],
];
