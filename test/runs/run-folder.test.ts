/** What folders of kept runs are called: by what was chosen, and without what may be a key in it. */
import { expect } from 'chai';
import { chosenIn, runFolder } from '../../harness/runs/run-folder.js';
import { defaultOptions } from '../../harness/runs/run-options.js';

const folderOf = (chosen: Partial<typeof defaultOptions>): string =>
  runFolder('out', 'kiro', 'none', chosenIn({ ...defaultOptions, ...chosen }));

describe('the folder of a kept run', () => {
  it('is called by what was chosen', () => {
    expect(folderOf({ agent: 'scripted:direct-deletes', approvers: 'fatigued:20', seed: 3 })).to.equal(
      'out/kiro.none.direct-deletes.fatigued-20.seed=3',
    );
    expect(folderOf({ agent: 'llm:openai/gpt-4o' })).to.equal('out/kiro.none.llm-openai-gpt-4o');
  });

  it('holds no words of a command and nothing behind a host, where keys may be, and still tells them apart', () => {
    const [one, other] = ['a', 'b'].map((key) =>
      folderOf({
        agent: `process:python3 agent.py --key secret-${key}`,
        approvers: `webhook:https://hooks.example/secret-${key}?token=secret-${key}`,
      }),
    );
    expect(one)
      .to.match(/^out\/kiro\.none\.process-python3-\w{6}\.webhook-https-hooks\.example-\w{6}$/)
      .and.not.to.equal(other);
  });
});
