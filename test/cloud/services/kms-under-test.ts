/** KMS in tests: a fresh cloud with short ways to call it, to make keys, and to be somebody with few permissions. */
import type { EncryptCommandOutput, KeyMetadata } from '@aws-sdk/client-kms';
import { credentialsActor, type Actor } from '../../../harness/contract/actor.js';
import type { AwsError } from '../../../harness/contract/aws-error.js';
import { cloudUnderTest, testAccount, type CloudUnderTest } from '../cloud-under-test.js';

export const keyType = 'AWS::KMS::Key';
export const aliasType = 'AWS::KMS::Alias';
export const daySeconds = 24 * 3600;
export const dayMilliseconds = daySeconds * 1000;
export const root = `arn:aws-cn:iam::${testAccount}:root`;
export const secret = Buffer.from('cost of nothing');

export type MadeKey = KeyMetadata & { readonly KeyId: string; readonly Arn: string };

export interface KmsUnderTest {
  readonly cloud: CloudUnderTest;
  readonly call: <Output extends object>(operation: string, input?: object, as?: Actor) => Output;
  readonly errorOf: (operation: string, input?: object, as?: Actor) => AwsError;
  readonly createKey: (input?: object) => MadeKey;
  readonly describeKey: (KeyId: string) => KeyMetadata;
  /** Encrypts the secret and gives the ciphertext. */
  readonly encrypt: (KeyId: string, further?: object) => Uint8Array;
}

export async function kmsUnderTest(): Promise<KmsUnderTest> {
  const cloud = await cloudUnderTest();
  const call = <Output extends object>(operation: string, input: object = {}, as?: Actor): Output =>
    cloud.call<Output>('KMS', operation, input, as);
  return {
    cloud,
    call,
    errorOf: (operation, input = {}, as) => cloud.errorOf('KMS', operation, input, as),
    createKey: (input = {}) => call<{ KeyMetadata: MadeKey }>('CreateKey', input).KeyMetadata,
    describeKey: (KeyId) => call<{ KeyMetadata: KeyMetadata }>('DescribeKey', { KeyId }).KeyMetadata,
    encrypt: (KeyId, further = {}) =>
      call<EncryptCommandOutput>('Encrypt', { KeyId, Plaintext: secret, ...further }).CiphertextBlob!,
  };
}

export function policyFor(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export function allow(principal: string, ...actions: string[]): object {
  return { Effect: 'Allow', Principal: { AWS: principal }, Action: actions, Resource: '*' };
}

/** A user with an identity policy; `actions` empty gives one that may do nothing by itself. */
export function userWith(cloud: CloudUnderTest, name: string, ...actions: string[]): Actor {
  cloud.call('IAM', 'CreateUser', { UserName: name });
  if (actions.length > 0) {
    cloud.call('IAM', 'PutUserPolicy', {
      UserName: name,
      PolicyName: 'own',
      PolicyDocument: policyFor({ Effect: 'Allow', Action: actions, Resource: '*' }),
    });
  }
  const arn = `arn:aws-cn:iam::${testAccount}:user/${name}`;
  return credentialsActor(arn, `AKIA${name.toUpperCase().padEnd(16, 'X')}`);
}
