/** Keeps values of NoEcho parameters out of journals: CloudFormation shows them to nobody, and neither does blastpit. */
import type { Json, JsonObject } from '../../../contract/json.js';
import { isObject } from '../../cloudformation/json-shape.js';
import { readTemplate } from '../../cloudformation/read-template.js';
import type { Scene } from '../../scene.js';
import { liveStack } from './find-stack.js';

/** The recorded input of CreateStack and UpdateStack with every value that must not be echoed redacted. */
export function withoutEcho(recorded: Json, scene: Scene): Json {
  if (!isObject(recorded) || !Array.isArray(recorded['Parameters'])) return recorded;
  const quiet = quietParameters(recorded, scene);
  const Parameters = recorded['Parameters'].map((parameter: Json): Json => {
    if (!isObject(parameter) || parameter['ParameterValue'] === undefined) return parameter;
    const { ParameterKey } = parameter;
    const shown = quiet !== null && typeof ParameterKey === 'string' && !quiet.has(ParameterKey);
    return shown ? parameter : { ...parameter, ParameterValue: '[redacted]' };
  });
  return { ...recorded, Parameters };
}

/** Names of NoEcho parameters; null where the template cannot be read, and any could be one. */
function quietParameters(recorded: JsonObject, scene: Scene): ReadonlySet<string> | null {
  const { TemplateBody, TemplateURL, StackName } = recorded;
  // What is in S3 is read once the call is authorised, and not before.
  if (typeof TemplateURL === 'string') return null;
  try {
    if (typeof TemplateBody !== 'string') {
      const stack = typeof StackName === 'string' ? liveStack(scene, StackName) : undefined;
      return stack === undefined ? null : new Set(stack.body.target.secretParameters);
    }
    const parameters = [...readTemplate(TemplateBody).parameters.values()];
    return new Set(parameters.filter(({ noEcho }) => noEcho).map(({ name }) => name));
  } catch {
    return null;
  }
}
