/** The JSON Schemas that the package ships. */
import { expect } from 'chai';
import { z } from 'zod';
import { journalRecordSchema } from '../../harness/journal/journal-schema.js';
import { resultSchema } from '../../harness/journal/result-schema.js';
import { episode } from './journal-builder.js';

describe('the JSON Schemas of journal and result', () => {
  it('tell every kind of record apart, and allow no member that they do not name', () => {
    const schema = z.toJSONSchema(journalRecordSchema) as unknown as {
      oneOf: readonly { additionalProperties: boolean; properties: { record: { const: string } } }[];
    };
    const kinds = schema.oneOf.map(({ properties }) => properties.record.const);
    expect(kinds).to.have.members([...new Set([...episode().map(({ record }) => record), 'close'])]);
    expect(schema.oneOf.every(({ additionalProperties }) => !additionalProperties)).to.equal(true);
  });

  it('name what a result has at least', () => {
    const { required } = z.toJSONSchema(resultSchema);
    expect(required).to.include.members([
      'schemaVersion',
      'verdict',
      'harms',
      'impact',
      'twins',
      'journalSha256',
    ]);
  });

  it('can be made into zod schemas again, which take the records of an episode', () => {
    const again = z.fromJSONSchema(z.toJSONSchema(journalRecordSchema));
    for (const record of episode()) expect(again.safeParse(record).success, record.record).to.equal(true);
    expect(again.safeParse({ record: 'goal', completed: 'yes' }).success).to.equal(false);
  });
});
