/** Models by provider: what each takes of addresses and keys, and how its package makes a model. */
import type { LanguageModel } from 'ai';
import type { AgentChoice } from '../../harness/contract/agent.js';
import { BlastpitError, unknownName } from '../../harness/contract/blastpit-error.js';
import { loadPackage } from './load-package.js';

/** A model that can be asked. */
export interface ChosenModel {
  /** `llm:PROVIDER/MODEL`. */
  readonly spec: string;
  /** The model's own name. */
  readonly name: string;
  /** Whether it costs nothing to ask. */
  readonly free: boolean;
  /** Variables that hold its key, for when the provider refuses it. */
  readonly variables: readonly string[];
  /** Values that must not come out in any text. */
  readonly secrets: readonly string[];
  /** Packages that it takes, with their versions, as `npm install` has them. */
  readonly packages: readonly string[];
  /** Loads the provider's package. */
  readonly load: () => Promise<LanguageModel>;
}

/** The AI SDK itself. */
const aiSdk = 'ai@6';

/** A provider's package, and what of it makes a provider. */
interface From {
  readonly name: string;
  readonly major: number;
  readonly member: string;
}

interface Provider {
  readonly from: From;
  /** The first that is set is taken. */
  readonly variables: readonly string[];
  readonly needsKey: boolean;
  readonly needsBaseUrl?: true;
  readonly free?: true;
  /** What the provider is made with, beside its address. */
  readonly settings: (key: string | undefined, environment: AgentChoice['environment']) => object;
}

/** What blastpit uses of the providers' packages. */
type MakeProvider = (settings: object) => (model: string) => LanguageModel;

const compatible: From = { name: '@ai-sdk/openai-compatible', major: 2, member: 'createOpenAICompatible' };

const keyed = (apiKey: string | undefined): object => (apiKey === undefined ? {} : { apiKey });

const providers: Readonly<Record<string, Provider>> = {
  anthropic: {
    from: { name: '@ai-sdk/anthropic', major: 3, member: 'createAnthropic' },
    variables: ['ANTHROPIC_API_KEY'],
    needsKey: true,
    settings: keyed,
  },
  bedrock: {
    from: { name: '@ai-sdk/amazon-bedrock', major: 4, member: 'createAmazonBedrock' },
    // Without a bearer token, the caller's AWS access key signs: for this provider alone, never for the agent.
    variables: ['AWS_BEARER_TOKEN_BEDROCK', 'AWS_ACCESS_KEY_ID'],
    needsKey: true,
    settings: (key, environment) => {
      const region = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
      if (key === environment['AWS_BEARER_TOKEN_BEDROCK']) return { region, apiKey: key };
      return {
        region,
        accessKeyId: key,
        secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'],
        sessionToken: environment['AWS_SESSION_TOKEN'],
      };
    },
  },
  google: {
    from: { name: '@ai-sdk/google', major: 3, member: 'createGoogleGenerativeAI' },
    variables: ['GOOGLE_GENERATIVE_AI_API_KEY'],
    needsKey: true,
    settings: keyed,
  },
  ollama: {
    from: compatible,
    variables: [],
    needsKey: false,
    free: true,
    settings: () => ({ name: 'ollama', baseURL: 'http://127.0.0.1:11434/v1' }),
  },
  openai: {
    from: compatible,
    variables: ['OPENAI_API_KEY'],
    needsKey: true,
    settings: (key) => ({ name: 'openai', baseURL: 'https://api.openai.com/v1', ...keyed(key) }),
  },
  'openai-compatible': {
    from: compatible,
    variables: ['OPENAI_COMPATIBLE_API_KEY', 'OPENAI_API_KEY'],
    needsKey: false,
    needsBaseUrl: true,
    settings: (key) => ({ name: 'openai-compatible', ...keyed(key) }),
  },
};

export const providerNames: readonly string[] = Object.keys(providers);

/** Variables whose values are secrets, whichever of them a provider takes. */
const secretVariables = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/**
 * @param argument `PROVIDER/MODEL`; a model's name may have slashes in it.
 * @throws BlastpitError for a provider that there is not, and for a key or an address that is missing.
 */
export function chooseModel(
  argument: string,
  { options, environment }: Pick<AgentChoice, 'options' | 'environment'>,
): ChosenModel {
  const spec = `llm:${argument}`;
  const slash = argument.indexOf('/');
  const [name, model] = slash < 0 ? [argument, ''] : [argument.slice(0, slash), argument.slice(slash + 1)];
  const provider = providers[name];
  if (provider === undefined) throw unknownName('provider', name, providerNames);
  if (model === '') {
    throw new BlastpitError('agent-spec', `the agent ${spec} is named without its model`, {
      expected: `llm:${name}/MODEL`,
    });
  }
  const { from, variables, needsKey, needsBaseUrl, free } = provider;
  const { baseUrl } = options;
  if (needsBaseUrl === true && baseUrl === undefined) {
    throw new BlastpitError('missing-address', `the agent ${spec} needs its provider's address`, {
      where: '--base-url',
      expected: '--base-url http://127.0.0.1:8000/v1, or wherever it listens',
    });
  }
  const key = variables.map((each) => environment[each]).find((each) => each !== undefined && each !== '');
  if (needsKey && key === undefined) {
    throw new BlastpitError('missing-key', `the agent ${spec} needs a key in ${variables.join(' or ')}`, {
      where: variables.join(' or '),
      expected: 'the key of your account with the provider; it is read from the environment and nowhere kept',
    });
  }
  const secrets = [...variables, ...secretVariables].flatMap((each) => environment[each] ?? []);
  const packages = [aiSdk, `${from.name}@${from.major}`];
  return {
    spec,
    name: model,
    free: free === true,
    variables,
    // A short text would be found everywhere.
    secrets: secrets.filter((each) => each.length >= 8),
    packages,
    load: async () => {
      const module = (await loadPackage(from.name, spec, packages)) as Readonly<Record<string, MakeProvider>>;
      const make = module[from.member];
      if (make === undefined) {
        throw new BlastpitError('missing-package', `${from.name} is another version than the one needed`, {
          expected: `npm install ${packages.join(' ')}`,
        });
      }
      const settings = provider.settings(key, environment);
      return make({ ...settings, ...(baseUrl !== undefined && { baseURL: baseUrl }) })(model);
    },
  };
}
