/** The kinds of policy and what the grammar of each allows (IAM User Guide, "Grammar of the IAM JSON policy language"; Organizations User Guide, "SCP syntax", "RCP syntax"). */

/**
 * Where a policy is attached decides what it may say and what it does: `identity` grants, `boundary`, `session`, `scp` and `rcp`
 * limit, `resource` grants on a resource, `key` (KMS key policy) and `trust` (role trust policy) must grant.
 */
export type PolicyKind = 'identity' | 'boundary' | 'session' | 'scp' | 'rcp' | 'resource' | 'key' | 'trust';

export interface PolicyGrammar {
  readonly principal: 'forbidden' | 'required' | 'everyone';
  readonly notPrincipal: boolean;
  readonly resource: 'forbidden' | 'required';
  readonly notAction: boolean;
  /** Whether the document may carry an Id. */
  readonly id: boolean;
  /** Whether Version must be there and be the newer one. */
  readonly newVersionOnly: boolean;
  /** Whether a Sid is letters and digits only. */
  readonly plainSid: boolean;
  readonly uniqueSid: boolean;
  /** Whether an ARN with too few parts is completed with wildcards: any such ARN, one that ends in `*` already, or none. */
  readonly shortArn: 'complete' | 'wildcard-end' | 'refuse';
}

const identityGrammar: PolicyGrammar = {
  principal: 'forbidden',
  notPrincipal: false,
  resource: 'required',
  notAction: true,
  id: false,
  newVersionOnly: false,
  plainSid: true,
  uniqueSid: true,
  shortArn: 'complete',
};

const resourceGrammar: PolicyGrammar = {
  principal: 'required',
  notPrincipal: true,
  resource: 'required',
  notAction: true,
  id: true,
  newVersionOnly: false,
  plainSid: false,
  uniqueSid: false,
  shortArn: 'wildcard-end',
};

export const policyGrammars: Readonly<Record<PolicyKind, PolicyGrammar>> = {
  identity: identityGrammar,
  boundary: identityGrammar,
  session: { ...identityGrammar, shortArn: 'refuse' },
  scp: { ...identityGrammar, newVersionOnly: true, plainSid: false, shortArn: 'wildcard-end' },
  rcp: {
    ...identityGrammar,
    principal: 'everyone',
    notAction: false,
    newVersionOnly: true,
    plainSid: false,
    shortArn: 'wildcard-end',
  },
  resource: resourceGrammar,
  key: resourceGrammar,
  trust: {
    ...resourceGrammar,
    notPrincipal: false,
    resource: 'forbidden',
    notAction: false,
    plainSid: true,
    uniqueSid: true,
  },
};
