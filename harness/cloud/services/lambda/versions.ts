/** Publishing and listing versions. */
import type {
  ListVersionsByFunctionCommandInput,
  ListVersionsByFunctionCommandOutput,
  PublishVersionCommandInput,
  PublishVersionCommandOutput,
} from '@aws-sdk/client-lambda';
import { refuse } from '../../input-check.js';
import { pageOf } from '../../page.js';
import { operation } from '../../service.js';
import { badMarker, checkRevision, invalidParameter } from './failures.js';
import { functionNamed, requireSettled } from './function.js';
import { listedFunction } from './function-description.js';
import { askedArn } from './function-name.js';
import { describeVersion, listedVersion, publish, versionsOf } from './version.js';

const publishVersion = operation<PublishVersionCommandInput, PublishVersionCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 'lambda:PublishVersion', resources: [askedArn(input.FunctionName, scene)] },
  ],
  run: (input, context) => {
    refuse('Lambda.PublishVersion', input, ['PublishTo']);
    const record = functionNamed(context, input.FunctionName);
    checkRevision(input.RevisionId, record.body.revision);
    requireSettled(record);
    const { sha256 } = record.body.code;
    if (input.CodeSha256 !== undefined && input.CodeSha256 !== sha256) {
      throw invalidParameter(
        `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${sha256}). Please try again with the CodeSHA256 in $LATEST.`,
      );
    }
    return describeVersion(publish(context, record, input.Description).version);
  },
});

const listVersionsByFunction = operation<
  ListVersionsByFunctionCommandInput,
  ListVersionsByFunctionCommandOutput
>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 'lambda:ListVersionsByFunction', resources: [askedArn(input.FunctionName, scene)] },
  ],
  run: (input, context) => {
    const record = functionNamed(context, input.FunctionName);
    const latest = { ...listedFunction(record), FunctionArn: `${record.arn}:$LATEST` };
    const all = [latest, ...versionsOf(context.state, record).map(listedVersion)];
    const { items, next } = pageOf(all, {
      keyOf: ({ Version = '' }) => (Version === '$LATEST' ? '' : Version.padStart(12, '0')),
      limit: Math.min(input.MaxItems ?? 50, 50),
      token: input.Marker,
      badToken: badMarker,
    });
    return { Versions: items, ...(next === undefined ? {} : { NextMarker: next }) };
  },
});

export const versionOperations = {
  ListVersionsByFunction: listVersionsByFunction,
  PublishVersion: publishVersion,
};
