/**
 * The build step that distills the catalog's data from development dependencies, beside the compiled catalog, so that
 * the package ships neither SDK clients nor specifications. It does nothing while their versions stay the same.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../data-folder.js';
import { distillIamActions } from './distill-iam-actions.js';
import { distillResourceTypes } from './distill-resource-types.js';
import { distillService } from './distill-service.js';
import { clientPackages, stampOf } from './stamp.js';

// The clients only give their schemas here; their advice on Node versions is not for this build.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const stampFile = join(dataFolder, 'stamp.json');
const stamp = stampOf();
if (readText(stampFile) !== stamp) await distill();

async function distill(): Promise<void> {
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(join(dataFolder, 'services'), { recursive: true });
  const services = [];
  for (const clientPackage of clientPackages()) {
    const { facts, file } = await distillService(clientPackage);
    services.push(facts);
    write(`services/${facts.name}.json`, JSON.stringify(file));
  }
  write('services.json', JSON.stringify(services));
  write('resource-types.jsonl', lines(distillResourceTypes()));
  const iam = await distillIamActions();
  write('iam-services.jsonl', lines(iam.services));
  write('iam-global-keys.json', JSON.stringify(iam.globalKeys));
  // Last, so that a run that broke off is done again.
  writeFileSync(stampFile, stamp);
}

function write(name: string, content: string): void {
  writeFileSync(join(dataFolder, name), content);
}

function lines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
