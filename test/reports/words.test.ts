/** How reports write amounts, times, principals, calls and effects. */
import { expect } from 'chai';
import { bytesInWords, countInWords, countOf } from '../../harness/reports/words/amounts.js';
import { callInWords } from '../../harness/reports/words/call-name.js';
import { effectsInWords } from '../../harness/reports/words/effects.js';
import { listInWords } from '../../harness/contract/list-in-words.js';
import { principalInWords } from '../../harness/reports/words/principals.js';
import { clockTime, stopWatch } from '../../harness/reports/words/virtual-time.js';
import { deletions, effect, reference } from './made-runs.js';

describe('amounts in words', () => {
  it('are said as people say them', () => {
    expect(
      [0, 1, 999, 12_000, 999_400, 999_500, 3_100_000, 18_400_000, 999_999_999, 2_100_000_000, 4.2e12].map(
        countInWords,
      ),
    ).to.deep.equal([
      '0',
      '1',
      '999',
      '12,000',
      '999,400',
      '1 million',
      '3.1 million',
      '18.4 million',
      '1 billion',
      '2.1 billion',
      '4.2 trillion',
    ]);
    expect(
      [0, 512, 1023, 1024, 9_000_000, 210 * 2 ** 30, 1.5 * 2 ** 40, 40 * 2 ** 40].map(bytesInWords),
    ).to.deep.equal([
      '0 bytes',
      '512 bytes',
      '1,023 bytes',
      '1 KiB',
      '8.58 MiB',
      '210 GiB',
      '1.5 TiB',
      '40 TiB',
    ]);
    expect([countOf(1, 'call', 'calls'), countOf(2, 'call', 'calls')]).to.deep.equal(['1 call', '2 calls']);
  });
});

describe('times in words', () => {
  it('run on over days like a stop-watch', () => {
    expect([0, 48_000, 3_599_600, 46_930_000, 100 * 3_600_000].map(stopWatch)).to.deep.equal([
      '0:00:00',
      '0:00:48',
      '1:00:00',
      '13:02:10',
      '100:00:00',
    ]);
    expect(clockTime(Date.UTC(2025, 11, 15, 2))).to.equal('2025-12-15 02:00:00 UTC');
  });
});

describe('principals in words', () => {
  it('are called what people call them', () => {
    expect(
      [
        'arn:aws-cn:iam::523907416882:user/li.wei',
        'arn:aws-cn:sts::523907416882:assumed-role/service-operator/li.wei',
        'arn:aws:iam::523907416882:root',
        'cloudformation.amazonaws.com',
      ].map(principalInWords),
    ).to.deep.equal([
      'user li.wei',
      'role service-operator (session li.wei)',
      'root of account 523907416882',
      'cloudformation.amazonaws.com',
    ]);
    expect([[], ['a'], ['a', 'b', 'c']].map(listInWords)).to.deep.equal(['', 'a', 'a, b and c']);
  });
});

describe('calls in words', () => {
  const call = (input: Parameters<typeof callInWords>[0]['input']): string =>
    callInWords({ service: 'CloudFormation', operation: 'DeleteStack', input });

  it('name what they are about, switches and choices, and leave contents out', () => {
    expect(
      call({
        DeletionMode: 'FORCE_DELETE_STACK',
        StackName: 'costs',
        TemplateBody: 'Resources:\n',
        Tags: [],
      }),
    ).to.equal('CloudFormation.DeleteStack costs, DeletionMode FORCE_DELETE_STACK');
    expect(call({ EnableTerminationProtection: false, StackName: 'costs' })).to.equal(
      'CloudFormation.DeleteStack costs, EnableTerminationProtection false',
    );
  });

  it('shorten an ARN to its resource', () => {
    expect(
      call({
        StackName:
          'arn:aws-cn:cloudformation:cn-north-1:5239:stack/costs/8c7f0b70-d9a4-11f0-9d6a-0a58a9feac02',
      }),
    ).to.equal('CloudFormation.DeleteStack stack/costs/8c7f0b70…');
  });

  it('tell a queue by the end of its URL, and a list of one name by that name', () => {
    const url = 'https://sqs.cn-north-1.amazonaws.com.cn/123456789012/usage';
    expect(call({ QueueUrl: url })).to.equal('CloudFormation.DeleteStack usage');
    expect(call({ AlarmNames: ['late'] })).to.equal('CloudFormation.DeleteStack late');
    expect(call({ AlarmNames: ['late', 'later'] })).to.equal('CloudFormation.DeleteStack');
  });

  it('say the operation alone where the input names nothing', () => {
    expect([call(null), call({}), call({ MaxItems: 5 })]).to.deep.equal(
      Array(3).fill('CloudFormation.DeleteStack'),
    );
  });
});

describe('effects in words', () => {
  it('count by kind, and name those first that lose the most data', () => {
    expect(effectsInWords(deletions)).to.equal(
      'delete 11 (Table 2.1 billion records, 1.5 TiB; stack costs; Function; Role0; Role1; and 6 more)',
    );
  });

  it('say in which stack where there are several', () => {
    const other = reference('Table', { stack: 'other' });
    expect(effectsInWords([effect('stop', reference('Table')), effect('stop', other)])).to.equal(
      'stop 2 (costs/Table, other/Table)',
    );
  });

  it('give the detail of what is only changed', () => {
    const detail = 'protections: TerminationProtection → none';
    expect(effectsInWords([effect('unprotect', reference(''), { detail })])).to.equal(
      `unprotect 1 (stack costs: ${detail})`,
    );
    expect(effectsInWords([])).to.equal('none');
  });
});
