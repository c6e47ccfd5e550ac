/** How reports name the approvers: simulated only where they are. */
import { expect } from 'chai';
import { approversInWords } from '../../harness/reports/words/circumstances.js';

describe('approvers in reports', () => {
  it('are called simulated, real people or a model by what the journal says of them, whatever their name is', () => {
    expect(approversInWords({ approvers: 'fatigued:20' })).to.equal('fatigued:20 (simulated)');
    expect(approversInWords({ approvers: 'our-team', approversAre: 'people' })).to.equal(
      'our-team (real people)',
    );
    expect(approversInWords({ approvers: 'llm:ollama/qwen3', approversAre: 'model' })).to.equal(
      'llm:ollama/qwen3 (a model)',
    );
  });

  it('of journals from before they said so, only those that are remote were real', () => {
    expect(approversInWords({ approvers: 'remote' })).to.equal('remote (real people)');
    expect(approversInWords({ approvers: 'careful' })).to.equal('careful (simulated)');
  });
});
