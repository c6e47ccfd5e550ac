/** Build step, on no call's way: writes the JSON Schemas of journal records, results, causes and epochs that the package ships. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { causesSchema } from './causes-schema.js';
import { epochsSchema } from './epochs-schema.js';
import { journalRecordSchema } from './journal-schema.js';
import { resultSchema } from './result-schema.js';

const folder = new URL('schemas/', import.meta.url);

mkdirSync(folder, { recursive: true });
for (const [name, schema] of [
  ['journal.schema.json', journalRecordSchema],
  ['result.schema.json', resultSchema],
  ['causes.schema.json', causesSchema],
  ['epochs.schema.json', epochsSchema],
] as const) {
  writeFileSync(new URL(name, folder), `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`);
}
