/** Insights of a trail: which unusual activity it is to look for. None is found here: no past calls are kept. */
import type {
  GetInsightSelectorsCommandInput,
  GetInsightSelectorsCommandOutput,
  InsightSelector,
  PutInsightSelectorsCommandInput,
  PutInsightSelectorsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { constraint } from '../../../contract/aws-error.js';
import { refuse, required } from '../../input-check.js';
import { operation } from '../../service.js';
import { fromStored, toStored } from '../../stored-shape.js';
import { recordedEvents } from './recorded-events.js';
import { changeTrail, trailAtHome, trailNamed, trailRequest } from './trail.js';

const insightTypes = new Set<string>(['ApiCallRateInsight', 'ApiErrorRateInsight']);

const putInsightSelectors = operation<PutInsightSelectorsCommandInput, PutInsightSelectorsCommandOutput>({
  readOnly: false,
  actions: (input, scene) => trailRequest('cloudtrail:PutInsightSelectors', input.TrailName, scene),
  run: (input, context) => {
    refuse('CloudTrail.PutInsightSelectors', input, ['EventDataStore', 'InsightsDestination']);
    const trail = trailAtHome(context, input.TrailName, 'TrailName');
    const selectors = required(input.InsightSelectors, 'InsightSelectors');
    for (const { InsightType } of selectors) {
      if (InsightType !== undefined && insightTypes.has(InsightType)) continue;
      throw constraint('InvalidInsightSelectorsException', `Invalid insight type: ${InsightType ?? ''}`);
    }
    // Insights are drawn from write management events (User Guide, "Working with CloudTrail Insights").
    if (selectors.length > 0 && !recordedEvents(trail.body.selectors).writes) {
      throw constraint(
        'InvalidInsightSelectorsException',
        'The trail must log write management events for Insights.',
      );
    }
    const { arn, body } = changeTrail(context, trail, {
      insights: toStored<InsightSelector[]>([...selectors]),
    });
    return { TrailARN: arn, InsightSelectors: fromStored(body.insights) as InsightSelector[] };
  },
});

const getInsightSelectors = operation<GetInsightSelectorsCommandInput, GetInsightSelectorsCommandOutput>({
  readOnly: true,
  actions: (input, scene) => trailRequest('cloudtrail:GetInsightSelectors', input.TrailName, scene),
  run: (input, context) => {
    refuse('CloudTrail.GetInsightSelectors', input, ['EventDataStore']);
    const { arn, body, id } = trailNamed(context, input.TrailName, 'TrailName');
    if (body.insights.length === 0) {
      throw constraint('InsightNotEnabledException', `Trail ${id} does not have Insights enabled.`);
    }
    return { TrailARN: arn, InsightSelectors: fromStored(body.insights) as InsightSelector[] };
  },
});

export const insightSelectorOperations = {
  GetInsightSelectors: getInsightSelectors,
  PutInsightSelectors: putInsightSelectors,
};
