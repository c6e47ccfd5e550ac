/** No command ever looks up or connects to an address of AWS that it is given as a backend. */
import dns from 'node:dns';
import dnsPromises from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import { expect } from 'chai';
import sinon from 'sinon';
import { type } from './fake-terminal.js';

const address = 'https://cloudformation.us-east-1.amazonaws.com';

describe('an address of AWS as a backend', () => {
  const seen: string[] = [];
  const notice =
    (what: string) =>
    (...given: readonly unknown[]): never => {
      seen.push(`${what} ${String(given[0])}`);
      throw new Error(`${what} in a test that allows none`);
    };
  beforeEach(() => {
    seen.length = 0;
    sinon.stub(dns, 'lookup').callsFake(notice('look-up'));
    sinon.stub(dnsPromises, 'lookup').callsFake(notice('look-up'));
    sinon.stub(net.Socket.prototype, 'connect').callsFake(notice('connect'));
    sinon.stub(net, 'connect').callsFake(notice('connect'));
    sinon.stub(tls, 'connect').callsFake(notice('connect'));
    syncBuiltinESMExports();
  });
  afterEach(() => {
    sinon.restore();
    syncBuiltinESMExports();
  });

  for (const words of [
    ['run', 'kiro', '--backend', address],
    ['run', 'kiro', '--backend', address, '--allow-host', 'cloudformation.us-east-1.amazonaws.com'],
    ['run', 'kiro', '--causes', '--backend', address],
    ['exec', 'kiro', '--backend', address, '--', 'true'],
    ['serve', 'kiro', '--backend', address],
    ['fidelity', '--backend', address],
  ]) {
    it(`is refused by ${words.slice(0, 2).join(' ')} with ${words.length} words, and nothing is looked up or connected to`, async () => {
      const { status, out, err } = await type(words);
      expect([status, out]).to.deep.equal([2, '']);
      expect(err).to.include('is an address of AWS');
      expect(seen).to.deep.equal([]);
    });
  }

  it('is the only reason: another name is looked up by the same road', async () => {
    await type(['run', 'kiro', '--backend', 'http://cloud.example:4566']);
    expect(seen).to.deep.equal(['look-up cloud.example']);
  });
});
