/** FullAWSAccess, which AWS attaches to every root, unit and account, so that SCPs forbid nothing by themselves. */

export const fullAccessId = 'p-FullAWSAccess';

export const fullAccess = {
  name: 'FullAWSAccess',
  description: 'Allows access to every operation',
  content: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  }),
} as const;

/** It belongs to AWS: `arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess`. */
export function fullAccessArn(partition: string): string {
  return `arn:${partition}:organizations::aws:policy/service_control_policy/${fullAccessId}`;
}
