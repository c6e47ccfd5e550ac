import { expect } from 'chai';
import { globalConditionKeys, iamService } from '../../harness/catalog/iam-actions.js';
import { conditionKeys, findConditionKey, type ConditionKey } from '../../harness/iam/condition-keys.js';

const published = {
  text: 'String',
  arn: 'ARN',
  boolean: 'Bool',
  number: 'Numeric',
  date: 'Date',
  epoch: 'Date',
  ip: 'IPAddress',
} as const;

/** The type that AWS publishes for a key; a chosen part is a placeholder there. */
function publishedType(key: ConditionKey): string | undefined {
  const [prefix = ''] = key.name.split(':');
  const known = prefix === 'aws' ? globalConditionKeys() : iamService(prefix)?.conditionKeys;
  const wanted = key.name.toLowerCase().replace(/\*$/, '');
  for (const [name, { type }] of known ?? []) {
    if (name.replace(/(\$\{.*\}|<key>|tag-key|\*)$/, '') === wanted) return type;
  }
  return undefined;
}

describe('the supported condition keys', () => {
  it('are published by AWS, each with the type it has here', () => {
    const wrong: string[] = [];
    for (const key of conditionKeys) {
      const expected = `${key.many ? 'ArrayOf' : ''}${published[key.type]}`;
      const actual = publishedType(key);
      if (actual?.toLowerCase() !== expected.toLowerCase())
        wrong.push(`${key.name}: ${actual ?? 'not published'}, not ${expected}`);
    }
    expect(wrong).to.deep.equal([]);
  });

  it('are found in any case, a chosen name included and never left out', () => {
    expect(findConditionKey('AWS:principaltag/Cost Center')?.name).to.equal('aws:PrincipalTag/*');
    expect(findConditionKey('kms:EncryptionContext:App')?.name).to.equal('kms:EncryptionContext:*');
    expect(findConditionKey('kms:EncryptionContextKeys')?.many).to.equal(true);
    expect(findConditionKey('aws:PrincipalTag/')).to.equal(undefined);
    expect(findConditionKey('aws:PrincipalTag')).to.equal(undefined);
  });
});
