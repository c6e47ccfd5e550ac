/** What AWS answers to a body that it cannot read, by protocol and service. */
import { AwsFailure } from '../contract/aws-error.js';
import type { IdentifiedRequest } from './identify-operation.js';
import type { MalformedInput } from './malformed-input.js';

export function malformedFailure(
  { service, protocol }: IdentifiedRequest,
  cause: MalformedInput,
): AwsFailure {
  switch (protocol) {
    case 'awsQuery':
      return constraint('MalformedInput', cause.message);
    case 'ec2Query':
      return constraint('InvalidParameterValue', cause.message);
    case 'restXml':
      return malformedXml(service.name, cause);
    case 'restJson1':
      if (service.name === 'Lambda') {
        return constraint(
          'InvalidRequestContentException',
          `Could not parse request body into json: ${cause.message}`,
        );
      }
      return constraint('SerializationException', cause.message);
    default:
      return constraint('SerializationException', cause.message);
  }
}

function malformedXml(service: string, cause: MalformedInput): AwsFailure {
  switch (service) {
    case 'S3':
      return constraint(
        'MalformedXML',
        'The XML you provided was not well-formed or did not validate against our published schema',
      );
    case 'Route53':
      return constraint('InvalidInput', `Invalid XML ; ${cause.message}`);
    default:
      return constraint('MalformedInput', cause.message);
  }
}

function constraint(code: string, message: string): AwsFailure {
  return new AwsFailure({ code, message, status: 400, origin: 'constraint' });
}
