/** The services whose operations blastpit understands; a service's shapes are read when it is first named. */
import { unknownName } from '../contract/blastpit-error.js';
import { readData } from './data-folder.js';
import { readService } from './read-service.js';
import type { ServiceFile } from './service-file.js';
import type { OperationShape, ServiceCatalog, ServiceFacts } from './shape.js';

let facts: ReadonlyMap<string, ServiceFacts> | undefined;
const catalogs = new Map<string, ServiceCatalog>();

/** The facts of every service by its name; reads no shapes. */
export function allServiceFacts(): ReadonlyMap<string, ServiceFacts> {
  if (facts === undefined) {
    const list = JSON.parse(readData('services.json').toString('utf8')) as readonly ServiceFacts[];
    facts = new Map(list.map((each) => [each.name, each]));
  }
  return facts;
}

export function serviceNames(): readonly string[] {
  return [...allServiceFacts().keys()];
}

export function serviceFacts(name: string): ServiceFacts | undefined {
  return allServiceFacts().get(name);
}

/**
 * The catalog of a service, e.g. `serviceCatalog('DynamoDB')`.
 * @throws BlastpitError `unknown-service` where there is none of that name.
 */
export function serviceCatalog(name: string): ServiceCatalog {
  const known = catalogs.get(name);
  if (known !== undefined) return known;
  const found = allServiceFacts().get(name);
  if (found === undefined) throw unknownName('service', name, serviceNames());
  const file = JSON.parse(readData(`services/${name}.json`).toString('utf8')) as ServiceFile;
  const catalog = readService(found, file);
  catalogs.set(name, catalog);
  return catalog;
}

/** An operation by service and name; undefined where the catalog has no such service or operation. */
export function findOperation(service: string, operation: string): OperationShape | undefined {
  return allServiceFacts().has(service) ? serviceCatalog(service).operation(operation) : undefined;
}
