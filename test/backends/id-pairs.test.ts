/** Ids of one resource on two sides: translated wherever they stand, out and back. */
import { expect } from 'chai';
import fc from 'fast-check';
import { IdPairs, learnFromAnswers } from '../../harness/backends/id-pairs.js';

function pairsOf(...known: readonly (readonly [string, string])[]): IdPairs {
  const pairs = new IdPairs();
  for (const [own, theirs] of known) pairs.learn(own, theirs);
  return pairs;
}

describe('ids of a shadow and a backend', () => {
  it('are replaced in ARNs, addresses and templates, whichever form was learned', () => {
    const pairs = pairsOf(
      ['518233046217', '600000000001'],
      [
        'https://sqs.cn-north-1.amazonaws.com.cn/518233046217/shop-Queue-AAAA',
        'http://127.0.0.1:5000/600000000001/shop-Queue-BBBB',
      ],
    );
    const asked = {
      QueueUrl: 'https://sqs.cn-north-1.amazonaws.com.cn/518233046217/shop-Queue-AAAA',
      Policy: '{"Resource":"arn:aws-cn:sqs:cn-north-1:518233046217:shop-Queue-AAAA"}',
    };
    const outward = pairs.outward(asked);
    expect(outward).to.deep.equal({
      QueueUrl: 'http://127.0.0.1:5000/600000000001/shop-Queue-BBBB',
      Policy: '{"Resource":"arn:aws-cn:sqs:cn-north-1:600000000001:shop-Queue-BBBB"}',
    });
    expect(pairs.inward(outward)).to.deep.equal(asked);
  });

  it('leave bytes, dates, numbers and text that names nothing as they are', () => {
    const pairs = pairsOf(['table-one', 'table-two']);
    const value = { at: new Date(0), bytes: new Uint8Array([1]), count: 3, none: null, text: 'a table' };
    expect(pairs.outward(value)).to.deep.equal(value);
  });

  it('that are short or the same on both sides are not replaced', () => {
    const pairs = pairsOf(['a-b', 'c-d'], ['alias/shop', 'alias/shop']);
    expect(pairs.outward('a-b alias/shop')).to.equal('a-b alias/shop');
  });

  it('come back as they went out', () => {
    const id = fc.stringMatching(/^[a-z]{3}-[A-Z0-9]{9}$/);
    const distinct = fc.uniqueArray(id, { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(distinct, fc.array(fc.nat(20), { maxLength: 8 }), (ids, order) => {
        const half = Math.floor(ids.length / 2);
        const own = ids.slice(0, half);
        const pairs = pairsOf(...own.map((each, index) => [each, ids[half + index]!] as const));
        const text = order.map((index) => `<${own[index % half]}>`).join(' ');
        expect(pairs.inward(pairs.outward({ text }))).to.deep.equal({ text });
      }),
      { seed: 5 },
    );
  });

  it('are learned from two answers to one call, but not from lists that may be in another order', () => {
    const pairs = new IdPairs();
    learnFromAnswers(
      pairs,
      {
        KeyMetadata: { KeyId: 'key-own-1', State: 'Enabled' },
        Items: [{ Id: 'own-aaa' }, { Id: 'own-bbb' }],
      },
      {
        KeyMetadata: { KeyId: 'key-their-1', State: 'Ready!' },
        Items: [{ Id: 'their-bbb' }, { Id: 'their-aaa' }],
      },
    );
    expect(pairs.outward('key-own-1 Enabled own-aaa')).to.equal('key-their-1 Enabled own-aaa');
  });

  it('that are known stay as they are where a page of one shows another thing on each side', () => {
    const pairs = pairsOf(['key-own-1', 'key-their-1'], ['key-own-2', 'key-their-2']);
    const page = (KeyId: string): object => ({ Keys: [{ KeyId, KeyArn: `arn:aws:kms:key/${KeyId}` }] });
    learnFromAnswers(pairs, page('key-own-1'), page('key-their-2'));
    learnFromAnswers(pairs, page('key-own-1'), page('key-of-nobody'));
    expect(pairs.outward('key-own-1 key-own-2')).to.equal('key-their-1 key-their-2');
    expect(pairs.inward('key-their-2 key-of-nobody')).to.equal('key-own-2 key-of-nobody');
  });

  it('that are addresses around the same name, or end in a time, leave names and numbers as they are', () => {
    const pairs = new IdPairs();
    learnFromAnswers(pairs, { Location: '/my-bucket' }, { Location: 'http://my-bucket.s3.amazonaws.com/' });
    learnFromAnswers(
      pairs,
      { LatestStreamArn: 'arn:aws:dynamodb:table/t/stream/2025-12-15T02:02:00.000' },
      { LatestStreamArn: 'arn:aws:dynamodb:table/t/stream/2026-11-22T22:50:10.745' },
    );
    const queue = {
      own: 'https://sqs.eu-west-1.amazonaws.com/work-queue',
      theirs: 'http://a:4566/work-queue',
    };
    learnFromAnswers(pairs, { QueueUrl: queue.own }, { QueueUrl: queue.theirs });
    expect(pairs.outward(queue.own)).to.equal(queue.theirs);
    const text = 'my-bucket costs 100.000';
    expect(pairs.outward(text)).to.equal(text);
    expect(pairs.inward('http://my-bucket.s3.amazonaws.com costs 10.745')).to.equal(
      'http://my-bucket.s3.amazonaws.com costs 10.745',
    );
    expect(pairs.outward('stream/2025-12-15T02:02:00.000 of arn')).to.equal(
      'stream/2025-12-15T02:02:00.000 of arn',
    );
    expect(pairs.outward('arn:aws:dynamodb:table/t/stream/2025-12-15T02:02:00.000')).to.equal(
      'arn:aws:dynamodb:table/t/stream/2026-11-22T22:50:10.745',
    );
  });
});
