/** Function URLs: an address of its own for a function or an alias. */
import type { Cors, FunctionUrlConfig } from '@aws-sdk/client-lambda';
import type { CallContext } from '../../call-context.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { fromStored, type Stored } from '../../stored-shape.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourcePlace, ResourceRecord } from '../../world/state.js';
import type { FunctionRecord } from './function.js';

export const urlType = 'AWS::Lambda::Url';

export type UrlBody = {
  readonly address: string;
  readonly authType: 'AWS_IAM' | 'NONE';
  readonly cors: Stored<Cors> | null;
  readonly invokeMode: 'BUFFERED' | 'RESPONSE_STREAM';
  /** Virtual time in milliseconds. */
  readonly lastModified: number;
};

/** Its id is the ARN of what it leads to. */
export type UrlRecord = ResourceRecord<UrlBody>;

export function urlPlace(scene: Scene): ResourcePlace {
  return { type: urlType, account: scene.account, region: scene.region };
}

export function describeUrl({ body, createdAt, id }: UrlRecord): FunctionUrlConfig {
  return {
    FunctionUrl: body.address,
    FunctionArn: id,
    AuthType: body.authType,
    InvokeMode: body.invokeMode,
    CreationTime: new Date(createdAt).toISOString(),
    LastModifiedTime: new Date(body.lastModified).toISOString(),
    ...(body.cors === null ? {} : { Cors: fromStored(body.cors) }),
  };
}

/** A function that goes takes its addresses with it. */
export function deleteUrls(context: CallContext, { arn }: FunctionRecord): void {
  for (const record of recordsAt<UrlBody>(context.state, urlPlace(context))) {
    if (record.id === arn || record.id.startsWith(`${arn}:`)) context.transaction.deleteResource(record);
  }
}

/** Who gets in is said by the function's policy: the address alone lets nobody in. */
export const urlKind: ResourceKind = {
  type: urlType,
  observe: (record) => {
    const { authType, cors, invokeMode } = (record as UrlRecord).body;
    return plainObservation({ configuration: { AuthType: authType, Cors: cors, InvokeMode: invokeMode } });
  },
};
