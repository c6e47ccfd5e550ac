/** Terraform and its AWS provider, where they are installed: what they create they find as it was asked for, and destroy. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { resultSchema } from '../../harness/journal/result-schema.js';
import { execute } from './execute.js';

/** A folder of Terraform's plugins with the provider in it: nothing is fetched. */
const plugins = process.env['TF_PLUGIN_DIR'];
const isThere =
  plugins !== undefined && spawnSync('terraform', ['-version'], { stdio: 'ignore' }).status === 0;

(isThere ? describe : describe.skip)(
  `Terraform${isThere ? '' : ' (there is no terraform, or no TF_PLUGIN_DIR)'}`,
  () => {
    let place: string;
    before(() => {
      place = mkdtempSync(join(tmpdir(), 'project-'));
      copyFileSync(
        fileURLToPath(new URL('../../../test/clients/project.tf', import.meta.url)),
        join(place, 'project.tf'),
      );
    });
    after(() => {
      rmSync(place, { recursive: true });
    });

    it('creates a project, plans no change of it, destroys it, and touches nothing else', async function () {
      // Loading the provider takes seconds, and is done for each command.
      this.timeout(120_000);
      const script = [
        'cd "$PLACE"',
        'terraform init -input=false -plugin-dir="$PLUGINS" >/dev/null',
        'terraform apply -auto-approve -input=false -no-color',
        // Status 2 where what it reads back is not what it wanted.
        'terraform plan -detailed-exitcode -input=false -no-color',
        'terraform destroy -auto-approve -refresh=false -input=false -no-color',
      ].join('\n');
      const words = ['kiro', '--json', '--', 'sh', '-ec', script];
      const { status, out, err } = await execute(words, { PLACE: place, PLUGINS: plugins ?? '' });
      const { verdict, agentEnded, calls, impact } = resultSchema.parse(JSON.parse(out));
      expect(err).to.contain('Resources: 6 added').and.to.contain('No changes.');
      expect(err).to.contain('Resources: 6 destroyed');
      expect(calls.unsupported).to.deep.equal([]);
      expect(agentEnded.exitStatus).to.equal(0);
      expect([verdict, impact.resourcesDeleted, status]).to.deep.equal(['not-attempted', 0, 0]);
    });
  },
);
