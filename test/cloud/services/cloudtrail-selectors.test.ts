import { expect } from 'chai';
import type { GetEventSelectorsCommandOutput } from '@aws-sdk/client-cloudtrail';
import type { Effect } from '../../../harness/contract/effect.js';
import type { CloudUnderTest } from '../cloud-under-test.js';
import { arn, bucketArn, trailOf, trailType, withTrail } from './trail-under-test.js';

function effectsOf(cloud: CloudUnderTest, operation: string, input: object): Effect[] {
  return [...cloud.preview('CloudTrail', operation, input).effects];
}

function kindsOf(cloud: CloudUnderTest, operation: string, input: object): string[] {
  return effectsOf(cloud, operation, input)
    .filter(({ detail }) => !detail.startsWith('configuration'))
    .map(({ kind }) => kind);
}

describe('CloudTrail selectors', () => {
  const reads = [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }];

  it('are those of all management events until others are put', async () => {
    const cloud = await withTrail();
    const get = (): GetEventSelectorsCommandOutput =>
      cloud.call<GetEventSelectorsCommandOutput>('CloudTrail', 'GetEventSelectors', { TrailName: 'audit' });
    expect(get()).to.deep.equal({
      TrailARN: arn,
      EventSelectors: [
        {
          ReadWriteType: 'All',
          IncludeManagementEvents: true,
          DataResources: [],
          ExcludeManagementEventSources: [],
        },
      ],
    });
    expect(trailOf(cloud).HasCustomEventSelectors).to.equal(false);
    const AdvancedEventSelectors = [
      { Name: 'writes', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
    ];
    cloud.call('CloudTrail', 'PutEventSelectors', { TrailName: arn, AdvancedEventSelectors });
    expect(get()).to.deep.equal({ TrailARN: arn, AdvancedEventSelectors });
    expect(trailOf(cloud).HasCustomEventSelectors).to.equal(true);
  });

  it('are refused where they say nothing or what there is not', async () => {
    const cloud = await withTrail();
    const management = { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
    for (const input of [
      {},
      { EventSelectors: reads, AdvancedEventSelectors: [management] },
      { EventSelectors: [{ ReadWriteType: 'Some' }] },
      { EventSelectors: [{ IncludeManagementEvents: false }] },
      { EventSelectors: [{ ExcludeManagementEventSources: ['s3.amazonaws.com'] }] },
      { EventSelectors: [{ DataResources: [{ Type: 'AWS::EC2::Instance', Values: [] }] }] },
      { EventSelectors: Array.from({ length: 6 }, () => ({})) },
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] },
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'readOnly', Equals: ['true'] }] }] },
    ]) {
      expect(
        cloud.errorOf('CloudTrail', 'PutEventSelectors', { TrailName: 'audit', ...input }).code,
        JSON.stringify(input),
      ).to.equal('InvalidEventSelectorsException');
    }
  });

  it('turn insights on and off', async () => {
    const cloud = await withTrail();
    const TrailName = 'audit';
    const get = { TrailName };
    expect(cloud.errorOf('CloudTrail', 'GetInsightSelectors', get).code).to.equal(
      'InsightNotEnabledException',
    );
    const InsightSelectors = [{ InsightType: 'ApiCallRateInsight' }];
    cloud.call('CloudTrail', 'PutInsightSelectors', { TrailName, InsightSelectors });
    expect(cloud.call('CloudTrail', 'GetInsightSelectors', get)).to.deep.equal({
      TrailARN: arn,
      InsightSelectors,
    });
    expect(trailOf(cloud).HasInsightSelectors).to.equal(true);
    const wrong = { TrailName, InsightSelectors: [{ InsightType: 'Anything' }] };
    expect(cloud.errorOf('CloudTrail', 'PutInsightSelectors', wrong).code).to.equal(
      'InvalidInsightSelectorsException',
    );
  });
});

describe('Blinding a trail', () => {
  const put = (EventSelectors: object[]): object => ({ TrailName: 'audit', EventSelectors });
  const pick = (...filters: object[]): object => ({
    TrailName: 'audit',
    AdvancedEventSelectors: [
      { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, ...filters] },
    ],
  });

  it('is a stop by StopLogging and a deletion by DeleteTrail', async () => {
    const cloud = await withTrail();
    expect(kindsOf(cloud, 'StopLogging', { Name: 'audit' })).to.deep.equal(['stop']);
    expect(kindsOf(cloud, 'DeleteTrail', { Name: 'audit' })).to.deep.equal(['delete']);
    cloud.call('CloudTrail', 'StopLogging', { Name: 'audit' });
    expect(effectsOf(cloud, 'StopLogging', { Name: 'audit' })).to.be.empty;
    expect(kindsOf(cloud, 'StartLogging', { Name: 'audit' })).to.deep.equal(['update']);
    cloud.call('CloudTrail', 'DeleteTrail', { Name: 'audit' });
    expect(cloud.inventory(trailType)).to.be.empty;
  });

  it('is a stop where selectors take away the management events that write', async () => {
    const cloud = await withTrail();
    const objects = [{ Type: 'AWS::S3::Object', Values: [`${bucketArn}/`] }];
    for (const input of [
      put([{ ReadWriteType: 'ReadOnly' }]),
      put([{ IncludeManagementEvents: false, DataResources: objects }]),
      pick({ Field: 'readOnly', Equals: ['true'] }),
      pick({ Field: 'eventName', Equals: ['ListBuckets'] }),
    ]) {
      expect(kindsOf(cloud, 'PutEventSelectors', input), JSON.stringify(input)).to.include('stop');
    }
  });

  it('takes protection away where selectors or settings narrow it', async () => {
    const cloud = await withTrail({ EnableLogFileValidation: true, IsMultiRegionTrail: true });
    for (const input of [
      put([{ ReadWriteType: 'WriteOnly' }]),
      put([{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }]),
      pick({ Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }),
    ]) {
      expect(kindsOf(cloud, 'PutEventSelectors', input), JSON.stringify(input)).to.deep.equal(['unprotect']);
    }
    const changes = { Name: 'audit', EnableLogFileValidation: false, IsMultiRegionTrail: false };
    const [effect] = effectsOf(cloud, 'UpdateTrail', changes);
    expect([effect?.kind, effect?.detail]).to.deep.equal([
      'unprotect',
      'protections: AllManagementEventSources, EnableLogFileValidation, IncludeGlobalServiceEvents, IsMultiRegionTrail, ReadManagementEvents → AllManagementEventSources, IncludeGlobalServiceEvents, ReadManagementEvents',
    ]);
  });

  it('is none where selectors let it see more, or the same in other words', async () => {
    const cloud = await withTrail();
    expect(kindsOf(cloud, 'PutEventSelectors', pick())).to.deep.equal([]);
    const objects = [{ Type: 'AWS::S3::Object', Values: [`${bucketArn}/`] }];
    expect(kindsOf(cloud, 'PutEventSelectors', put([{ DataResources: objects }]))).to.deep.equal(['update']);
  });
});
