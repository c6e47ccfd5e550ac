/** What other clouds answer to the same calls: every difference is explained, with AWS's documentation as the judge. */
import { expect } from 'chai';
import { runFidelity } from '../../harness/runs/fidelity/run-fidelity.js';
import {
  motoIsThere,
  startBlastpit,
  startMoto,
  startOwnLocalstack,
  type Server,
} from '../backends/backend-under-test.js';
import { localstackHere } from '../runs/remote/localstack-here.js';

interface Kind {
  readonly name: 'blastpit' | 'moto' | 'localstack';
  readonly start: () => Promise<Server>;
  /** Why it cannot be tried here; null where it can. */
  readonly missing: string | null;
  /** Operations that it must have, of those that are asked. */
  readonly least: number;
}

/** There nothing may be left out. */
const needed = process.env['CI'] === 'true';

const kinds: readonly Kind[] = [
  { name: 'blastpit', start: startBlastpit, missing: null, least: 250 },
  {
    name: 'moto',
    start: startMoto,
    missing: needed || motoIsThere() ? null : 'moto server is not there (.ci/install-clients)',
    least: 200,
  },
  {
    name: 'localstack',
    start: startOwnLocalstack,
    missing: (await localstackHere()).missing,
    least: 150,
  },
];

for (const { name, start, missing, least } of kinds) {
  describe(`conformance: fidelity (${name})`, function () {
    this.timeout(240_000);
    let server: Server | null = null;

    before(async function () {
      // An image may have to be pulled.
      this.timeout(300_000);
      if (missing !== null) this.skip();
      server = await start();
    });
    after(async () => {
      await server?.close();
    });

    if (missing !== null) {
      it(`is left out: ${missing}`);
      return;
    }

    it('has no difference that nobody has explained, and no explanation of none', async () => {
      const report = await runFidelity({ endpoint: server!.endpoint, allowedHosts: [], services: [] });
      const unexplained = report.operations.flatMap(({ findings }) =>
        findings.filter(({ explained }) => explained === null),
      );
      expect(unexplained).to.deep.equal([]);
      expect(report.backend.kind).to.equal(name);
      expect(report.summary.compared).to.be.at.least(least);
      expect(report.stale).to.deep.equal([]);
    });
  });
}
