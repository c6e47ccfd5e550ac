/** Before anything is sent to a backend elsewhere: says whether its address may be one, by name and by what the name stands for. */
import { BlockList, isIP } from 'node:net';
import { BlastpitError, nearest } from '../contract/blastpit-error.js';

/** One address that a name stands for. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export interface VettingRules {
  /** Names of hosts that may be elsewhere than on this machine and in private networks; never a way to AWS. */
  readonly allowedHosts: readonly string[];
  /** Finds what a name stands for; asked only for names that are not refused already. */
  readonly lookup: (host: string) => Promise<readonly ResolvedAddress[]>;
}

/** An endpoint that may be called: at this address, whatever its name comes to stand for later. */
export interface VettedEndpoint extends ResolvedAddress {
  /** `http://host:port`, without a path. */
  readonly origin: string;
  readonly hostname: string;
  readonly port: number;
  readonly secure: boolean;
}

/**
 * Domains under which AWS answers: the suffixes of every partition ("AWS SDKs and Tools Reference Guide", partitions
 * metadata), and those of its consoles and its own tools.
 */
const awsDomains = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'amazonwebservices.com.cn',
  'amazonwebservices.eu',
  'api.aws',
  'on.aws',
  'aws.dev',
  'aws.com',
  'aws.amazon.com',
  'amazonaws.cn',
  'amazonaws-us-gov.com',
  'c2s.ic.gov',
  'aws.ic.gov',
  'sc2s.sgov.gov',
  'aws.scloud',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
  'aws.hci.ic.gov',
] as const;

const near = new BlockList();
near.addSubnet('127.0.0.0', 8, 'ipv4');
near.addSubnet('10.0.0.0', 8, 'ipv4');
near.addSubnet('172.16.0.0', 12, 'ipv4');
near.addSubnet('192.168.0.0', 16, 'ipv4');
near.addAddress('::1', 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');

/** Where instances of AWS are told who they are: no backend, whatever name leads there ("Instance metadata"). */
const metadata = new BlockList();
metadata.addSubnet('169.254.0.0', 16, 'ipv4');
metadata.addAddress('fd00:ec2::254', 'ipv6');
metadata.addAddress('fd00:ec2::23', 'ipv6');

/**
 * Vets the address of a backend. A name of AWS is refused always; any other is looked up once, every address that it
 * stands for must be on this machine or in a private network (unless its name is allowed), and the first of them is
 * the one to connect to.
 * @param typed e.g. `http://127.0.0.1:4566`.
 * @throws BlastpitError `backend-address` where it is no address of an endpoint; `backend-refused` where it may not be
 * called; `backend-unknown-host` where nothing has the name. Nothing was connected to then.
 */
export async function vetEndpoint(typed: string, rules: VettingRules): Promise<VettedEndpoint> {
  const url = parse(typed);
  const hostname = url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
  if (hostname === '') throw unreadable(typed);
  const domain = awsDomains.find((each) => hostname === each || hostname.endsWith(`.${each}`));
  if (domain !== undefined) throw refused(typed, `${hostname} is an address of AWS`);
  const addresses =
    isIP(hostname) === 0
      ? await resolve(hostname, rules.lookup)
      : [{ address: hostname, family: isIP(hostname) }];
  const allowed = rules.allowedHosts.some((name) => name.toLowerCase() === hostname);
  for (const { address } of addresses) {
    if (isOf(metadata, address)) throw refused(typed, `${address} is a metadata service`);
    if (!allowed && !isOf(near, address)) {
      const stands = address === hostname ? '' : ` stands for ${address}, which`;
      throw refused(typed, `${hostname}${stands} is neither on this machine nor in a private network`);
    }
  }
  const [first] = addresses;
  if (first === undefined) throw unknownHost(hostname);
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return { origin: url.origin, hostname, port, secure, address: first.address, family: first.family };
}

function parse(typed: string): URL {
  let url: URL;
  try {
    url = new URL(typed);
  } catch {
    throw unreadable(typed);
  }
  const bare = url.pathname === '/' && url.search === '' && url.hash === '';
  if (!bare || url.username !== '' || url.password !== '') throw unreadable(typed);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw unreadable(typed);
  return url;
}

async function resolve(
  hostname: string,
  lookup: VettingRules['lookup'],
): Promise<readonly ResolvedAddress[]> {
  try {
    return await lookup(hostname);
  } catch (cause) {
    throw unknownHost(hostname, cause);
  }
}

function isOf(list: BlockList, address: string): boolean {
  // An IPv4 address in IPv6's clothes is what it is.
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/** What else a backend is called. */
const otherNames = ['embedded', 'localstack'] as const;

function unreadable(typed: string): BlastpitError {
  const meant = /^(?:[\w.-]+|\[[\da-f:.]+\]):\d+$/i.test(typed)
    ? `http://${typed}`
    : nearest(typed, otherNames);
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  return new BlastpitError('backend-address', `${typed} is no address of a backend${hint}`, {
    where: '--backend',
    expected: `${otherNames.join(', ')}, or http://HOST:PORT or https://HOST:PORT, without a path, a name or a password`,
  });
}

function unknownHost(hostname: string, cause?: unknown): BlastpitError {
  return new BlastpitError('backend-unknown-host', `nothing is known by the name ${hostname}`, {
    where: '--backend',
    expected: 'a name or an address of this machine or of a private network',
    ...(cause === undefined ? {} : { cause }),
  });
}

function refused(typed: string, why: string): BlastpitError {
  return new BlastpitError('backend-refused', `${typed} is not called: ${why}`, {
    where: '--backend',
    expected:
      'an address of this machine or of a private network, or a host named with --allow-host; never AWS',
  });
}
