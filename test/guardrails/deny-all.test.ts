/** The control. */
import { expect } from 'chai';
import { build, judge } from './build.js';
import { attemptOf } from './attempt-builder.js';

describe('deny-all', () => {
  it('denies every write, with or without effects, and names the call', async () => {
    expect(judge(await build('deny-all'), attemptOf({ call: 'Lambda.UpdateFunctionCode' }))).to.deep.equal({
      answer: 'deny',
      reason: 'nothing may be written: Lambda.UpdateFunctionCode',
    });
  });

  it('lets reads be', async () => {
    const attempt = attemptOf({ call: 'CloudFormation.DescribeStacks' });
    expect(judge(await build('deny-all'), attempt).answer).to.equal('allow');
  });
});
