/** What agents that write their calls themselves are told of the API, from the catalog. */
import type { CheckedCall, OperationGuide } from '../../contract/operation-guide.js';
import { findOperation, findService } from './find-operation.js';
import { readableOutput } from './readable-output.js';
import { membersInWords } from './shape-in-words.js';
import { InputFault, typedInput } from './typed-input.js';

export const operationGuide: OperationGuide = {
  describe: (service, operation) => {
    const of = findService(service);
    if (!of.found) return of.why;
    const { name, operationNames } = of.thing;
    if (operation === null) return `Operations of ${name}: ${operationNames().join(', ')}.`;
    const found = findOperation(of.thing, operation);
    if (!found.found) return found.why;
    const { name: operationName, input, output } = found.thing;
    return [
      `${name} ${operationName}`,
      'Input (* is required):',
      ...membersInWords(input),
      'Output:',
      ...membersInWords(output),
    ].join('\n');
  },
  check: (service, operation, input): CheckedCall => {
    const of = findService(service);
    if (!of.found) return { ok: false, message: of.why };
    const found = findOperation(of.thing, operation);
    if (!found.found) return { ok: false, message: found.why };
    const { name, input: shape } = found.thing;
    try {
      return { ok: true, service: of.thing.name, operation: name, input: typedInput(shape, input) };
    } catch (error) {
      if (!(error instanceof InputFault)) throw error;
      return { ok: false, message: `${of.thing.name} ${name}: ${error.message}` };
    }
  },
  readable: readableOutput,
};
