/** ListExports and ListImports. */
import type {
  ListExportsCommandInput,
  ListExportsCommandOutput,
  ListImportsCommandInput,
  ListImportsCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { exportsIn, importersOf } from '../../cloudformation/exports.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import { required } from '../../input-check.js';
import { pageOf } from '../../page.js';
import { operation } from '../../service.js';
import { badToken } from './bad-token.js';
import { missingMember } from './missing-member.js';

const pageSize = 100;

export const exportOperations = {
  ListExports: operation<ListExportsCommandInput, ListExportsCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'cloudformation:ListExports', resources: ['*'] }],
    run: (input, context) => {
      const page = pageOf(exportsIn(context), {
        keyOf: ({ name }) => encodeURIComponent(name),
        limit: pageSize,
        token: input.NextToken,
        badToken,
      });
      const shown = page.items.map(({ name, value, stackId }) => ({
        ExportingStackId: stackId,
        Name: name,
        Value: value,
      }));
      return { Exports: shown, NextToken: page.next };
    },
  }),

  ListImports: operation<ListImportsCommandInput, ListImportsCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'cloudformation:ListImports', resources: ['*'] }],
    run: (input, context) => {
      const name = required(input.ExportName, 'ExportName', missingMember);
      const importers = importersOf(context, name).sort();
      if (importers.length === 0) throw validationFailure(`Export '${name}' is not imported by any stack.`);
      const page = pageOf(importers, {
        keyOf: (each) => each,
        limit: pageSize,
        token: input.NextToken,
        badToken,
      });
      return { Imports: page.items, NextToken: page.next };
    },
  }),
};
