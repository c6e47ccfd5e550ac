/** GetTemplate, GetTemplateSummary, ValidateTemplate. */
import type {
  Capability,
  GetTemplateCommandInput,
  GetTemplateCommandOutput,
  GetTemplateSummaryCommandInput,
  GetTemplateSummaryCommandOutput,
  ValidateTemplateCommandInput,
  ValidateTemplateCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { canonicalJson } from '../../../contract/json.js';
import { membersOfCycles } from '../../cloudformation/assemble.js';
import { requiredCapabilities } from '../../cloudformation/capabilities.js';
import { readTemplate } from '../../cloudformation/read-template.js';
import { templateAt } from '../../cloudformation/stack-record.js';
import { staticDependencies } from '../../cloudformation/static-dependencies.js';
import type { Template } from '../../cloudformation/template.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import type { CallContext } from '../../call-context.js';
import { refuse } from '../../input-check.js';
import { operation } from '../../service.js';
import { changeSetAction, requireChangeSet } from './change-set-lookup.js';
import { requireDescribed } from './find-stack.js';
import { stackAction } from './stack-action.js';
import { templateText } from './template-input.js';

export const templateOperations = {
  GetTemplate: operation<GetTemplateCommandInput, GetTemplateCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [
      input.ChangeSetName === undefined
        ? stackAction(scene, 'GetTemplate', input.StackName)
        : changeSetAction(scene, 'GetTemplate', input),
    ],
    run: (input, context) => {
      const TemplateBody =
        input.ChangeSetName === undefined
          ? storedText(context, input.StackName ?? '')
          : templateAt(context.state, requireChangeSet(context, input).body.target.template);
      return {
        TemplateBody,
        StagesAvailable: ['Original', 'Processed'],
      };
    },
  }),

  GetTemplateSummary: operation<GetTemplateSummaryCommandInput, GetTemplateSummaryCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [stackAction(scene, 'GetTemplateSummary', input.StackName)],
    run: (input, context) => {
      refuse('CloudFormation.GetTemplateSummary', input, ['StackSetName']);
      const text =
        input.StackName === undefined ? templateText(context, input) : storedText(context, input.StackName);
      const template = readTemplate(text);
      const types = new Set([...template.resources.values()].map(({ type }) => type));
      return {
        ...described(template),
        Parameters: [...template.parameters.values()].map((parameter) => ({
          ParameterKey: parameter.name,
          ParameterType: parameter.type,
          NoEcho: parameter.noEcho,
          ...(parameter.defaultValue === undefined ? {} : { DefaultValue: parameter.defaultValue }),
          ...(parameter.description === undefined ? {} : { Description: parameter.description }),
          ParameterConstraints:
            parameter.allowedValues === undefined ? {} : { AllowedValues: [...parameter.allowedValues] },
        })),
        ResourceTypes: [...types],
        Version: '2010-09-09',
        ...(template.metadata === undefined ? {} : { Metadata: canonicalJson(template.metadata) }),
      };
    },
  }),

  ValidateTemplate: operation<ValidateTemplateCommandInput, ValidateTemplateCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'cloudformation:ValidateTemplate', resources: ['*'] }],
    run: (input, context) => {
      const template = readTemplate(templateText(context, input));
      const cycle = membersOfCycles(staticDependencies(template));
      if (cycle.length > 0) {
        throw validationFailure(`Circular dependency between resources: [${cycle.join(', ')}]`);
      }
      return {
        ...described(template),
        Parameters: [...template.parameters.values()].map((parameter) => ({
          ParameterKey: parameter.name,
          NoEcho: parameter.noEcho,
          ...(parameter.defaultValue === undefined ? {} : { DefaultValue: parameter.defaultValue }),
          ...(parameter.description === undefined ? {} : { Description: parameter.description }),
        })),
      };
    },
  }),
};

function storedText(context: CallContext, nameOrId: string): string {
  const { body } = requireDescribed(context, nameOrId);
  return templateAt(context.state, body.target.template);
}

function described(template: Template): {
  Description?: string;
  Capabilities?: Capability[];
  CapabilitiesReason?: string;
  DeclaredTransforms?: string[];
} {
  const { capabilities, reason } = requiredCapabilities(template);
  return {
    ...(template.description === undefined ? {} : { Description: template.description }),
    ...(capabilities.length === 0 ? {} : { Capabilities: capabilities.map((each) => each as Capability) }),
    ...(reason === undefined ? {} : { CapabilitiesReason: reason }),
    ...(template.transforms.length === 0 ? {} : { DeclaredTransforms: [...template.transforms] }),
  };
}
