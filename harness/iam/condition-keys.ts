/**
 * The condition keys that blastpit knows the facts for: what a policy may ask when it is loaded, and of which type each key is
 * (IAM User Guide, "AWS global condition context keys"; Service Authorization Reference for the others).
 */

export type KeyType = 'text' | 'arn' | 'boolean' | 'number' | 'date' | 'epoch' | 'ip';

export interface ConditionKey {
  /** As AWS spells it; a trailing `*` stands for a name that the policy chooses, such as a tag's. */
  readonly name: string;
  readonly type: KeyType;
  /** A multivalued key: needs ForAllValues or ForAnyValue, and cannot be a variable. */
  readonly many: boolean;
}

const single = (type: KeyType, names: string): ConditionKey[] =>
  names.split(' ').map((name) => ({ name, type, many: false }));
const many = (names: string): ConditionKey[] =>
  names.split(' ').map((name) => ({ name, type: 'text', many: true }));

/** Every supported key. A key whose facts the world does not model must not stand here: a guess would be worse than an error. */
export const conditionKeys: readonly ConditionKey[] = [
  ...single('arn', 'aws:PrincipalArn aws:SourceArn'),
  ...single(
    'text',
    'aws:PrincipalAccount aws:PrincipalOrgID aws:PrincipalTag/* aws:PrincipalType aws:PrincipalServiceName',
  ),
  ...single(
    'text',
    'aws:userid aws:username aws:SourceIdentity aws:FederatedProvider aws:UserAgent aws:Referer',
  ),
  ...single(
    'text',
    'aws:RequestedRegion aws:RequestTag/* aws:ResourceTag/* aws:ResourceAccount aws:ResourceOrgID',
  ),
  ...single('text', 'aws:CalledViaFirst aws:CalledViaLast aws:SourceAccount aws:SourceVpc aws:SourceVpce'),
  ...single(
    'boolean',
    'aws:MultiFactorAuthPresent aws:ViaAWSService aws:SecureTransport aws:PrincipalIsAWSService',
  ),
  ...single('date', 'aws:CurrentTime aws:TokenIssueTime'),
  ...single('epoch', 'aws:EpochTime'),
  ...single('number', 'aws:MultiFactorAuthAge'),
  ...single('ip', 'aws:SourceIp aws:VpcSourceIp'),
  ...many(
    'aws:PrincipalOrgPaths aws:ResourceOrgPaths aws:PrincipalServiceNamesList aws:TagKeys aws:CalledVia',
  ),

  ...single('text', 'iam:PassedToService iam:ResourceTag/*'),
  ...single('arn', 'iam:PermissionsBoundary iam:PolicyARN iam:AssociatedResourceArn'),
  ...single('text', 'sts:ExternalId sts:SourceIdentity sts:RoleSessionName'),
  ...many('sts:TransitiveTagKeys'),
  ...single('arn', 'cloudformation:RoleArn'),
  ...single('text', 'cloudformation:StackPolicyUrl cloudformation:TemplateUrl cloudformation:ChangeSetName'),
  ...single('text', 'cloudformation:CreateAction'),
  ...many('cloudformation:ResourceTypes'),
  ...single('text', 's3:prefix s3:delimiter s3:VersionId s3:x-amz-acl s3:x-amz-server-side-encryption'),
  ...single('text', 's3:ExistingObjectTag/* s3:object-lock-mode'),
  ...single('number', 's3:max-keys s3:object-lock-remaining-retention-days'),
  ...single('text', 'kms:ViaService kms:CallerAccount kms:EncryptionContext:*'),
  ...single('number', 'kms:ScheduleKeyDeletionPendingWindowInDays'),
  ...single('boolean', 'kms:GrantIsForAWSResource'),
  ...many('kms:ResourceAliases kms:EncryptionContextKeys'),
  ...single('boolean', 'dynamodb:FullTableScan'),
  ...many('dynamodb:LeadingKeys dynamodb:Attributes'),
  ...single('arn', 'lambda:FunctionArn'),
  ...single('text', 'lambda:FunctionUrlAuthType lambda:Principal'),
  ...many('lambda:Layer lambda:SecurityGroupIds lambda:SubnetIds'),
  ...single('text', 'rds:DatabaseEngine rds:db-tag/* rds:cluster-tag/*'),
  ...single('text', 'ec2:Region ec2:ResourceTag/*'),
];

const byName = new Map<string, ConditionKey>();
const byPrefix = new Map<string, ConditionKey>();
for (const key of conditionKeys) {
  const name = key.name.toLowerCase();
  if (name.endsWith('*')) byPrefix.set(name.slice(0, -1), key);
  else byName.set(name, key);
}

/** The key of a name, in any case, with the chosen part filled in (`aws:PrincipalTag/team`); undefined where it is not supported. */
export function findConditionKey(name: string): ConditionKey | undefined {
  const lowerCased = name.toLowerCase();
  const exact = byName.get(lowerCased);
  if (exact !== undefined) return exact;
  for (const [prefix, key] of byPrefix) {
    if (lowerCased.startsWith(prefix) && lowerCased.length > prefix.length) return key;
  }
  return undefined;
}
