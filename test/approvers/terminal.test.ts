/** Questions at the terminal: one after the other, and nothing that was typed before one was seen. */
import { PassThrough } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import terminal from '../../harness/approvers/terminal.js';
import { questionUnderTest, surroundingsUnderTest } from './surroundings-under-test.js';

async function atKeyboard(): Promise<{
  readonly said: () => string;
  readonly type: (text: string) => Promise<void>;
  readonly channel: Awaited<ReturnType<typeof terminal.reach>>;
}> {
  const [keyboard, said] = [new PassThrough(), [] as string[]];
  const channel = await terminal.reach(surroundingsUnderTest(said, { keyboard }));
  return {
    said: () => said.join(''),
    type: async (text) => {
      keyboard.write(text);
      await pause(10);
    },
    channel,
  };
}

describe('approvals at the terminal', () => {
  it('are refused where nobody sits there', async () => {
    const failed = await terminal.reach(surroundingsUnderTest([])).catch((error: unknown) => error);
    expect(failed).to.include({ code: 'no-terminal' });
  });

  it('show who asks for what, and take yes or no and a name', async () => {
    const { said, type, channel } = await atKeyboard();
    const { question, given } = questionUnderTest();
    channel.ask(question);
    expect(said()).to.contain('a1  CloudFormation.UpdateStack waits').and.contain('fix the currency');
    await type('sure\n');
    await type('Yes\nzhang.min\n');
    expect(given).to.deep.equal([{ person: 'zhang.min', answer: 'grant', reason: '' }]);
    expect(said()).to.contain('it takes more people');
    await channel.close();
  });

  it('take nothing that was typed before the question stood there', async () => {
    const { type, channel } = await atKeyboard();
    const { question, given } = questionUnderTest();
    await type('y\nzhang.min\n');
    channel.ask(question);
    await type('chen.jie\n');
    expect(given).to.be.empty;
    await channel.close();
  });

  it('come one after the other, the next when one is settled, whoever settled it', async () => {
    const { said, type, channel } = await atKeyboard();
    const [first, second] = [questionUnderTest('q1'), questionUnderTest('q2')];
    channel.ask(first.question);
    channel.ask(second.question);
    await type('y\n');
    first.settle('expired');
    await first.question.settled;
    await type('zhang.min\n');
    expect(said()).to.contain('a1 is expired.');
    await type('n\nchen.jie\n');
    expect(first.given).to.be.empty;
    expect(second.given).to.deep.equal([{ person: 'chen.jie', answer: 'refuse', reason: '' }]);
    await channel.close();
  });
});
