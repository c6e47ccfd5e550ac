/** Asks the default credential chain of the SDK for JavaScript, and its region and endpoint, and tells what it found as JSON. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { writeFileSync } from 'node:fs';
import process from 'node:process';

const client = new CloudFormationClient();
const { accessKeyId, sessionToken } = await client.config.credentials();
const found = { accessKeyId, sessionToken: sessionToken ?? null, region: await client.config.region() };
writeFileSync(process.env['FOUND_FILE'] ?? '/dev/null', JSON.stringify(found));
