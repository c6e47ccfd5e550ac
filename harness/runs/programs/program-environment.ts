/** What a program is told by its variables: the caller's own, less what leads to the caller's clouds and settings. */
import { BlastpitError } from '../../contract/blastpit-error.js';
import { awsVariables, type SessionAddress } from '../serving/aws-variables.js';
import type { FreshHome } from './fresh-home.js';

type Variables = Readonly<NodeJS.ProcessEnv>;

/** Settings of clients that lead to no account. */
const harmless: ReadonlySet<string> = new Set(['AWS_MAX_ATTEMPTS', 'AWS_RETRY_MODE']);

/** Where settings and sessions of the caller's lie, beside HOME. */
const settingsFolders: ReadonlySet<string> = new Set([
  'XDG_CONFIG_HOME',
  'XDG_CACHE_HOME',
  'XDG_DATA_HOME',
  'XDG_STATE_HOME',
  'DOCKER_CONFIG',
  'KUBECONFIG',
  'CLOUDSDK_CONFIG',
  'AZURE_CONFIG_DIR',
  'SSH_AUTH_SOCK',
  'NETRC',
  'TF_CLI_CONFIG_FILE',
]);

/**
 * What the words of a name say that credentials are behind it. What a program needs of these all the same (a model's
 * API key), the caller passes by name.
 */
const credentialWord = /(?:SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|TOKEN|KEY)S?$|^(?:AUTH|PASS|PAT)$/i;

/** AWS's clients; boto, which had settings before they had common ones; and what runs blastpit itself. */
const neverPassed = /^(?:AWS_|AMAZON_|BOTO_|EC2_|BLASTPIT|npm_)|^_$|^INIT_CWD$/i;

const proxies: ReadonlySet<string> = new Set(['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']);

/**
 * The environment of a program in a run.
 * @param callers the caller's own variables.
 * @param passed names of variables that the caller lets through although they name credentials.
 */
export function programEnvironment(
  callers: Variables,
  home: Pick<FreshHome, 'path' | 'configFile' | 'credentialsFile'>,
  session: SessionAddress,
  passed: readonly string[],
): Variables {
  const kept = Object.entries(callers).filter(([name]) => isKept(name, passed));
  return {
    ...Object.fromEntries(kept),
    ...pastProxies(callers),
    HOME: home.path,
    AWS_CONFIG_FILE: home.configFile,
    AWS_SHARED_CREDENTIALS_FILE: home.credentialsFile,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...awsVariables(session),
  };
}

function isKept(name: string, passed: readonly string[]): boolean {
  if (harmless.has(name)) return true;
  if (neverPassed.test(name)) return false;
  if (passed.includes(name)) return true;
  return !settingsFolders.has(name) && !name.split('_').some((word) => credentialWord.test(word));
}

/**
 * Checks what the caller wants to let through.
 * @throws BlastpitError `unknown-variable` for one that is not set, `variable-not-passed` for one that never goes in.
 */
export function checkPassed(callers: Variables, passed: readonly string[]): void {
  for (const name of passed) {
    if (neverPassed.test(name)) {
      throw new BlastpitError('variable-not-passed', `--pass ${name}: a program is never given that`, {
        expected: "a variable that leads to no account of the caller's",
      });
    }
    if (callers[name] === undefined) {
      throw new BlastpitError('unknown-variable', `--pass ${name}: that variable is not set`, {
        expected: 'the name of a variable of the environment',
      });
    }
  }
}

/** A proxy would take the requests away from loopback; clients read the list of exceptions in either spelling. */
function pastProxies(callers: Variables): Variables {
  if (!Object.keys(callers).some((name) => proxies.has(name.toUpperCase()))) return {};
  const listed = [callers['NO_PROXY'], callers['no_proxy'], '127.0.0.1,localhost']
    .flatMap((list) => (list ?? '').split(','))
    .map((host) => host.trim())
    .filter((host) => host !== '');
  const exceptions = [...new Set(listed)].join(',');
  return { NO_PROXY: exceptions, no_proxy: exceptions };
}
