/** Starting and stopping a trail's logging, and how it goes. No log files are written: the journal is the record here. */
import type {
  GetTrailStatusCommandInput,
  GetTrailStatusCommandOutput,
  StartLoggingCommandInput,
  StartLoggingCommandOutput,
  StopLoggingCommandInput,
  StopLoggingCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { operation } from '../../service.js';
import { deliveryError } from './delivery.js';
import { changeTrail, trailAtHome, trailNamed, trailRequest } from './trail.js';

const startLogging = operation<StartLoggingCommandInput, StartLoggingCommandOutput>({
  readOnly: false,
  actions: (input, scene) => trailRequest('cloudtrail:StartLogging', input.Name, scene),
  run: (input, context) => {
    const trail = trailAtHome(context, input.Name);
    if (!trail.body.logging) changeTrail(context, trail, { logging: true, startedAt: context.now });
    return {};
  },
});

const stopLogging = operation<StopLoggingCommandInput, StopLoggingCommandOutput>({
  readOnly: false,
  actions: (input, scene) => trailRequest('cloudtrail:StopLogging', input.Name, scene),
  run: (input, context) => {
    const trail = trailAtHome(context, input.Name);
    if (trail.body.logging) changeTrail(context, trail, { logging: false, stoppedAt: context.now });
    return {};
  },
});

const getTrailStatus = operation<GetTrailStatusCommandInput, GetTrailStatusCommandOutput>({
  readOnly: true,
  actions: (input, scene) => trailRequest('cloudtrail:GetTrailStatus', input.Name, scene),
  run: (input, context) => {
    const { arn, body } = trailNamed(context, input.Name);
    const { bucket, logging, prefix, startedAt, stoppedAt } = body;
    const failing = logging ? deliveryError(context, { arn, bucket, prefix }) : null;
    return {
      IsLogging: logging,
      ...(failing === null ? {} : { LatestDeliveryError: failing }),
      ...(startedAt === null ? {} : { StartLoggingTime: new Date(startedAt) }),
      ...(stoppedAt === null ? {} : { StopLoggingTime: new Date(stoppedAt) }),
      TimeLoggingStarted: timeText(startedAt),
      TimeLoggingStopped: timeText(stoppedAt),
    };
  },
});

/** `2025-12-15T09:00:00Z`; empty where there is no such time. */
function timeText(time: number | null): string {
  return time === null ? '' : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

export const loggingOperations = {
  GetTrailStatus: getTrailStatus,
  StartLogging: startLogging,
  StopLogging: stopLogging,
};
