/** Where requests may go: what is refused by its name is neither looked up nor connected to. */
import { expect } from 'chai';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import { vetEndpoint, type ResolvedAddress } from '../../harness/backends/vet-endpoint.js';

interface Tried {
  readonly code: string | null;
  readonly message: string;
  readonly lookedUp: readonly string[];
  readonly address: string | null;
}

/** @param stands what every name stands for. */
async function tryTo(
  typed: string,
  stands: readonly string[] = ['127.0.0.1'],
  allowedHosts: readonly string[] = [],
): Promise<Tried> {
  const lookedUp: string[] = [];
  const lookup = (host: string): Promise<readonly ResolvedAddress[]> => {
    lookedUp.push(host);
    return Promise.resolve(stands.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  };
  try {
    const { address } = await vetEndpoint(typed, { allowedHosts, lookup });
    return { code: null, message: '', lookedUp, address };
  } catch (error) {
    if (!(error instanceof BlastpitError)) throw error;
    return { code: error.code, message: error.message, lookedUp, address: null };
  }
}

describe('the address of a backend', () => {
  for (const typed of [
    'https://cloudformation.us-east-1.amazonaws.com',
    'https://cloudformation.us-east-1.amazonaws.com.',
    'http://S3.AMAZONAWS.COM:4566',
    'https://dynamodb.cn-north-1.amazonaws.com.cn',
    'https://lambda.us-east-1.api.aws',
    'https://x.lambda-url.us-east-1.on.aws',
    'https://api.amazonwebservices.com.cn',
    'https://sts.eusc-de-east-1.amazonaws.eu',
    'https://sts.us-iso-east-1.c2s.ic.gov',
    'https://console.aws.amazon.com',
    'https://proton.aws.dev',
  ]) {
    it(`${typed} is AWS: refused without a look at what the name stands for, though it be allowed by name`, async () => {
      const { hostname } = new URL(typed);
      for (const allowed of [[], [hostname]]) {
        const tried = await tryTo(typed, ['127.0.0.1'], allowed);
        expect(tried).to.deep.include({ code: 'backend-refused', lookedUp: [] });
        expect(tried.message).to.include('is an address of AWS');
      }
    });
  }

  for (const typed of [
    'http://127.0.0.1:4566',
    'http://10.1.2.3:80',
    'http://172.31.0.1:5000',
    'http://192.168.1.9',
    'http://[::1]:4566',
    'http://[fd12::1]:4566',
  ]) {
    it(`${typed} is near`, async () => {
      const tried = await tryTo(typed);
      expect(tried).to.deep.include({ code: null, lookedUp: [] });
      expect(typed).to.include(tried.address);
    });
  }

  for (const typed of [
    'http://8.8.8.8',
    'http://172.32.0.1',
    'http://0.0.0.0:4566',
    'http://[2001:db8::1]',
    'http://100.64.0.1',
  ]) {
    it(`${typed} is neither on this machine nor in a private network`, async () => {
      expect(await tryTo(typed)).to.deep.include({ code: 'backend-refused', lookedUp: [] });
    });
  }

  it('is refused where one of the addresses that a name stands for is far, and says which', async () => {
    const tried = await tryTo('http://cloud.example:4566', ['10.0.0.7', '93.184.216.34']);
    expect(tried).to.deep.include({ code: 'backend-refused', lookedUp: ['cloud.example'] });
    expect(tried.message).to.include('cloud.example stands for 93.184.216.34, which');
  });

  it('may be far where its name is allowed, and is then the one that was found', async () => {
    const tried = await tryTo('http://Cloud.example:4566', ['93.184.216.34'], ['cloud.example']);
    expect(tried).to.deep.include({ code: null, address: '93.184.216.34' });
  });

  it('is never a metadata service, by no name', async () => {
    const names = ['cloud.example'];
    for (const stands of ['169.254.169.254', '169.254.170.2', 'fd00:ec2::254', '::ffff:169.254.169.254']) {
      expect(await tryTo('http://cloud.example', [stands], names)).to.include({ code: 'backend-refused' });
    }
  });

  it('in other clothes is what it is: 2130706433 and 0x7f.1 are this machine, ::ffff:8.8.8.8 is not', async () => {
    expect(await tryTo('http://2130706433:4566')).to.include({ address: '127.0.0.1' });
    expect(await tryTo('http://0x7f.1:4566')).to.include({ address: '127.0.0.1' });
    expect(await tryTo('http://cloud.example', ['::ffff:8.8.8.8'])).to.include({ code: 'backend-refused' });
    expect(await tryTo('http://cloud.example', ['::ffff:127.0.0.1'])).to.include({ code: null });
  });

  for (const typed of [
    '127.0.0.1:4566',
    'localhost',
    'ftp://127.0.0.1',
    'http://a:b@127.0.0.1',
    'http://127.0.0.1/path',
    'http://127.0.0.1?x=1',
    '',
  ]) {
    it(`${JSON.stringify(typed)} is none`, async () => {
      expect(await tryTo(typed)).to.deep.include({ code: 'backend-address', lookedUp: [] });
    });
  }

  for (const [typed, meant] of [
    ['localstak', 'localstack'],
    ['Embeded', 'embedded'],
    ['127.0.0.1:5790', 'http://127.0.0.1:5790'],
    ['localhost:5790', 'http://localhost:5790'],
    ['[::1]:5790', 'http://[::1]:5790'],
  ] as const) {
    it(`${typed} is none, and ${meant} was meant`, async () => {
      const { message } = await tryTo(typed);
      expect(message).to.equal(`${typed} is no address of a backend; did you mean "${meant}"?`);
    });
  }

  it('that nothing has says so', async () => {
    expect(await tryTo('http://cloud.example', [])).to.include({ code: 'backend-unknown-host' });
  });
});
