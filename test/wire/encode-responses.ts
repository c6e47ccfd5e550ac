/** Run by hand (`node dist/test/wire/encode-responses.js`): writes responses.json, for record.py to verify. */
import { readFileSync, writeFileSync } from 'node:fs';
import { recordedFolder } from './recorded-folder.js';
import { answerOf, type ResponseCase } from './response-case.js';

const cases = JSON.parse(
  readFileSync(`${recordedFolder}response-cases.json`, 'utf8'),
) as readonly ResponseCase[];
writeFileSync(`${recordedFolder}responses.json`, `${JSON.stringify(cases.map(answerOf), undefined, 1)}\n`);
