/** Step `identify` on the way of a call: which operation of which service a request asks for, and in which protocol. */
import { AwsFailure } from '../contract/aws-error.js';
import { serviceCatalog } from '../catalog/services.js';
import type { OperationShape, Protocol, ServiceFacts } from '../catalog/shape.js';
import { parseQuery } from './query-tree.js';
import type { WireRequest } from './request.js';
import { requestAddress, type RequestAddress } from './request-address.js';
import { routerOf, type Router } from './route.js';
import { s3RouterOf } from './s3-route.js';

export interface IdentifiedRequest {
  readonly service: ServiceFacts;
  readonly operation: OperationShape;
  readonly protocol: Protocol;
  /** Members that stand in path or host, decoded. */
  readonly labels: Readonly<Record<string, string>>;
  /** Members of the address's query; in the query protocols those of the form too. */
  readonly query: ReadonlyMap<string, readonly string[]>;
}

const noLabels = Object.freeze({});
const noQuery: ReadonlyMap<string, readonly string[]> = new Map();
const routers = new Map<string, Router>();

/**
 * Identifies a request. Order: path of RPC v2, `X-Amz-Target`, `Action` and `Version`, credential scope and route, and
 * Amazon S3 last.
 * @throws AwsFailure as AWS answers an operation that the service does not have (origin `constraint`), or of origin
 * `unsupported` where the catalog does not know the service.
 */
export function identifyOperation(request: WireRequest): IdentifiedRequest {
  const address = requestAddress(request);
  const { service, protocol, operationName, form } = address;
  if (service === undefined) throw unknownService(address, request);
  if (operationName !== undefined) {
    const operation = serviceCatalog(service.name).operation(operationName);
    if (operation === undefined) throw unknownOperation(address, operationName);
    return { service, operation, protocol, labels: noLabels, query: form ?? noQuery };
  }
  const query = request.query === '' ? noQuery : parseQuery(request.query);
  const { method, path, headers } = request;
  const route = routerOfService(service)({ method, path, query, headers });
  if (route === undefined) throw unknownRoute(service, request);
  return { service, operation: route.operation, protocol, labels: route.labels, query };
}

function routerOfService(service: ServiceFacts): Router {
  let router = routers.get(service.name);
  if (router === undefined) {
    const operations = serviceCatalog(service.name).operations();
    router = service.name === 'S3' ? s3RouterOf(operations) : routerOf(operations);
    routers.set(service.name, router);
  }
  return router;
}

function unknownService(
  { protocol, serviceName, operationName }: RequestAddress,
  request: WireRequest,
): AwsFailure {
  const what = operationName ?? `${request.method} ${request.path}`;
  const message = `not implemented: ${serviceName}.${what}`;
  const code =
    protocol === 'awsQuery' || protocol === 'ec2Query' ? 'InvalidAction' : 'UnknownOperationException';
  return new AwsFailure({
    code,
    message,
    status: protocol === 'restJson1' ? 404 : 400,
    origin: 'unsupported',
  });
}

function unknownOperation({ protocol, service }: RequestAddress, operationName: string): AwsFailure {
  switch (protocol) {
    case 'awsQuery':
      return failure(
        'InvalidAction',
        `Could not find operation ${operationName} for version ${service?.apiVersion}`,
        400,
      );
    case 'ec2Query':
      return failure('InvalidAction', `The action ${operationName} is not valid for this web service.`, 400);
    case 'rpcv2Cbor':
      return failure('UnknownOperationException', '', 404);
    default:
      return failure('UnknownOperationException', '', 400);
  }
}

/** API Gateway's two versions sign alike, and only the second is in the catalog: the first's routes are no AWS error. */
function unknownRoute(service: ServiceFacts, { method, path }: WireRequest): AwsFailure {
  if (service.name === 'ApiGatewayV2' && !path.startsWith('/v2/')) {
    const message = `not implemented: APIGateway.${method} ${path}`;
    return new AwsFailure({ code: 'UnknownOperationException', message, status: 404, origin: 'unsupported' });
  }
  if (service.name === 'S3') {
    return failure('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  }
  return failure('UnknownOperationException', '', 404);
}

function failure(code: string, message: string, status: number): AwsFailure {
  return new AwsFailure({ code, message, status, origin: 'constraint' });
}
