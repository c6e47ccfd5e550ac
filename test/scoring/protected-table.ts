/** A service of a function and a table that its owner protected, and the effects of deleting both. */
import type { ResourceState } from '../../harness/contract/resource.js';
import { effect, reference, there } from './journal-builder.js';

export const table = reference('Table');
export const lambda = reference('Function', { type: 'AWS::Lambda::Function' });
export const data = { records: 1000, bytes: 5000 };
export const start: readonly ResourceState[] = [
  there(table, { data, protections: ['DeletionProtection'] }),
  there(lambda),
];
export const deletion = [effect('delete', table, { loses: data }), effect('delete', lambda)];
