/** Stands in for a stack resource whose service keeps its records and does not provide it to stacks: it says so. */
import { unsupported } from '../contract/aws-error.js';
import type { ResourceProvider } from './service.js';

/** A generic record beside a service's own would be taken for one of them, with half of its body missing. */
export function refusingProvider(type: string): ResourceProvider {
  const refuse = (): never => {
    throw unsupported(`CloudFormation with ${type}`);
  };
  return { type, create: refuse, update: refuse, delete: () => ({ seconds: 0 }), attributes: () => ({}) };
}
