/** What a program is told by its variables: nothing that leads to the caller's own accounts, and all it needs for the run. */
import { statSync, existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { makeFreshHome } from '../../../harness/runs/programs/fresh-home.js';
import { checkPassed, programEnvironment } from '../../../harness/runs/programs/program-environment.js';

const home = {
  path: '/tmp/home-x',
  configFile: '/tmp/home-x/.aws/config',
  credentialsFile: '/tmp/home-x/.aws/credentials',
};
const session = {
  endpoint: 'http://127.0.0.1:1234',
  region: 'cn-north-1',
  credentials: { accessKeyId: 'ASIAX', secretAccessKey: 'secret', sessionToken: 'token' },
};
const environmentOf = (callers: Readonly<Record<string, string>>, passed: readonly string[] = []) =>
  programEnvironment(callers, home, session, passed);

describe("a program's environment", () => {
  it("has the run's endpoint, credentials and region, and empty files of settings", () => {
    expect(environmentOf({})).to.deep.equal({
      HOME: '/tmp/home-x',
      AWS_CONFIG_FILE: '/tmp/home-x/.aws/config',
      AWS_SHARED_CREDENTIALS_FILE: '/tmp/home-x/.aws/credentials',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1234',
      AWS_REGION: 'cn-north-1',
      AWS_DEFAULT_REGION: 'cn-north-1',
      AWS_ACCESS_KEY_ID: 'ASIAX',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
    });
  });

  it('has no session token where the credentials have none, not even the caller’s', () => {
    const { sessionToken: _, ...lasting } = session.credentials;
    const told = programEnvironment(
      { AWS_SESSION_TOKEN: 'mine' },
      home,
      { ...session, credentials: lasting },
      [],
    );
    expect(told).not.to.have.property('AWS_SESSION_TOKEN');
  });

  for (const name of [
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_CA_BUNDLE',
    'AWS_ENDPOINT_URL_S3',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_ROLE_ARN',
    'BOTO_CONFIG',
    'EC2_HOME',
    'GITHUB_TOKEN',
    'ANTHROPIC_API_KEY',
    'PGPASSWORD',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'SSH_AUTH_SOCK',
    'NPM_AUTH',
    'XDG_CONFIG_HOME',
    'KUBECONFIG',
    'TF_CLI_CONFIG_FILE',
    'BLASTPIT_CACHE',
    'npm_lifecycle_script',
    'npm_config_user_agent',
    '_',
  ]) {
    it(`leaves the caller's ${name} out`, () => {
      expect(environmentOf({ [name]: 'mine' })).not.to.have.property(name);
    });
  }

  it('keeps what leads to no account', () => {
    const callers = {
      PATH: '/bin',
      LANG: 'C',
      PWD: '/x',
      AUTHOR: 'me',
      KEYBOARD: 'us',
      TOKENIZERS_PARALLELISM: 'no',
      AWS_MAX_ATTEMPTS: '2',
    };
    expect(environmentOf(callers)).to.include(callers);
  });

  it('lets through by name what the caller says, but never AWS’s', () => {
    const callers = { ANTHROPIC_API_KEY: 'k', OPENAI_API_KEY: 'o', AWS_PROFILE: 'p' };
    const told = environmentOf(callers, ['ANTHROPIC_API_KEY', 'AWS_PROFILE']);
    expect(told).to.include({ ANTHROPIC_API_KEY: 'k' });
    expect(told).not.to.have.any.keys('OPENAI_API_KEY', 'AWS_PROFILE');
    expect(() => {
      checkPassed(callers, ['AWS_PROFILE']);
    }).to.throw('--pass AWS_PROFILE: a program is never given that');
    expect(() => {
      checkPassed(callers, ['MISTYPED']);
    }).to.throw('--pass MISTYPED: that variable is not set');
  });

  it('leads past the caller’s proxy, in both spellings', () => {
    const told = environmentOf({ https_proxy: 'http://proxy:1', NO_PROXY: 'intern', no_proxy: 'other' });
    expect(told).to.include({
      https_proxy: 'http://proxy:1',
      NO_PROXY: 'intern,other,127.0.0.1,localhost',
      no_proxy: 'intern,other,127.0.0.1,localhost',
    });
  });
});

describe('a fresh home', () => {
  it('has two empty files of settings, readable by nobody else, says nothing by its name, and goes away', () => {
    const fresh = makeFreshHome('http://127.0.0.1:1');
    for (const file of [fresh.configFile, fresh.credentialsFile]) {
      expect(readFileSync(file, 'utf8')).to.equal('');
      expect(statSync(file).mode & 0o077).to.equal(0);
    }
    expect(fresh.path).not.to.match(/blastpit|drill|test|scenario|kiro/i);
    fresh.remove();
    expect(existsSync(fresh.path)).to.equal(false);
  });
});
