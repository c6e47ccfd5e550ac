/** Errors that several of SQS's operations answer with. */
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';

export function queueDoesNotExist(): AwsFailure {
  return constraint('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** Names of API Reference, "SendMessage": the key is not there to be used. */
export function keyNotUsable(arn: string): AwsFailure {
  return constraint('KmsDisabled', `The KMS key of ${arn} cannot be used.`);
}

export function missingParameter(name: string): AwsFailure {
  return constraint('MissingParameter', `The request must contain the parameter ${name}.`);
}

export function invalidParameter(message: string): AwsFailure {
  return constraint('InvalidParameterValue', message);
}

export function invalidAttribute(name: string): AwsFailure {
  return constraint('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

export function invalidReceipt(receipt: string | undefined): AwsFailure {
  return constraint(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${receipt ?? ''}" is not a valid receipt handle.`,
    404,
  );
}
