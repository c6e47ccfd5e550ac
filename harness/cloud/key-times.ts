/**
 * How long services go on without the key of their data, in virtual seconds. Change them here.
 * KMS Developer Guide, "How unusable KMS keys affect data keys": nothing happens until a service asks KMS again.
 */

const day = 24 * 3600;

export const keyTimes = {
  /** Modeled: DynamoDB keeps a table's key for some minutes before it asks KMS again. */
  tableNotices: 5 * 60,
  /** Then, seven days later, it archives the table (API Reference, "SSEDescription", "ArchivalSummary"). */
  tableArchived: 7 * day,
  /** Modeled: RDS does not say how soon it finds that a key cannot be used. */
  databaseNotices: 2 * 3600,
  /** Seven days later the database is in its terminal state (AWS re:Post, "inaccessible encryption state"). */
  databaseTerminal: 7 * day,
  /** SQS asks for a data key again after this time where a queue says nothing (API Reference, "SetQueueAttributes"). */
  queueReuse: 300,
} as const;
