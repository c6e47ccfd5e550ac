/** From how someone calls a service and an operation to the ones that there are. */
import { nearest } from '../../contract/blastpit-error.js';
import { listInWords } from '../../contract/list-in-words.js';
import { allServiceFacts, serviceCatalog } from '../../catalog/services.js';
import type { OperationShape, ServiceCatalog } from '../../catalog/shape.js';

/** What was found, or what is wrong with the name, in words for who wrote it. */
export type Found<Thing> =
  { readonly found: true; readonly thing: Thing } | { readonly found: false; readonly why: string };

/** However it is written: `dynamodb`, `DynamoDB`, `CloudWatch Logs`, `cognito-idp`, `logs`. */
export function findService(typed: string): Found<ServiceCatalog> {
  const facts = [...allServiceFacts().values()];
  const names = facts.map(({ name }) => name);
  const plain = plainName(typed);
  const same =
    facts.find(({ name, sdkId }) => plainName(name) === plain || plainName(sdkId) === plain) ??
    facts.find(({ client }) => plainName(client.replace('@aws-sdk/client-', '')) === plain) ??
    facts.find(({ signingName, iamPrefix, endpointPrefix }) =>
      [signingName, iamPrefix, endpointPrefix].some((each) => plainName(each) === plain),
    );
  if (same !== undefined) return { found: true, thing: serviceCatalog(same.name) };
  const near = nearest(plain, names.map(plainName));
  const meant = names.find((name) => plainName(name) === near);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return { found: false, why: `There is no service "${typed}".${hint} Services: ${listInWords(names)}.` };
}

/** However it is written: `DeleteStack`, `deleteStack`, `delete-stack`, `delete_stack`. */
export function findOperation(service: ServiceCatalog, typed: string): Found<OperationShape> {
  const names = service.operationNames();
  const plain = plainName(typed);
  const name = names.find((each) => plainName(each) === plain);
  const operation = name === undefined ? undefined : service.operation(name);
  if (operation !== undefined) return { found: true, thing: operation };
  const near = nearOperations(plain, names);
  const hint = near.length === 0 ? '' : ` Did you mean ${listInWords(near)}?`;
  return { found: false, why: `${service.name} has no operation "${typed}".${hint}` };
}

const mostNear = 5;

/** Those that differ by a slip first, then those that have the same words in them. */
function nearOperations(plain: string, names: readonly string[]): readonly string[] {
  const slip = nearest(plain, names.map(plainName));
  const first = names.filter((name) => plainName(name) === slip);
  const alike = names.filter((name) => {
    const words = name.match(/[A-Z][a-z0-9]+/g) ?? [];
    return words.length > 0 && words.every((word) => plain.includes(word.toLowerCase().replace(/s$/, '')));
  });
  const within = names.filter((name) => plainName(name).includes(plain) && plain.length > 3);
  return [...new Set([...first, ...within, ...alike])].slice(0, mostNear);
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
