import { checkRows } from './condition-rows.js';

describe('conditions over several values, keys and operators', () => {
  describe('on keys with several values', () => {
    const key = 'aws:TagKeys';
    const condition = (operator: string): unknown => ({
      [operator]: { [key]: ['environment', 'cost-center'] },
    });
    const all = 'ForAllValues:StringEquals';
    const any = 'ForAnyValue:StringEquals';
    const allNot = 'ForAllValues:StringNotEquals';
    const anyNot = 'ForAnyValue:StringNotEquals';
    checkRows([
      [`${all}, a subset`, condition(all), { [key]: ['environment'] }, true],
      [`${all}, one too many`, condition(all), { [key]: ['environment', 'owner'] }, false],
      [`${all}, absent`, condition(all), {}, true],
      [`${all}, an empty list`, condition(all), { [key]: [] }, true],
      [`${all}, empty text`, condition(all), { [key]: [''] }, true],
      [`${any}, one of them`, condition(any), { [key]: ['environment', 'owner'] }, true],
      [`${any}, none of them`, condition(any), { [key]: ['owner'] }, false],
      [`${any}, absent`, condition(any), {}, false],
      [`${any}, an empty list`, condition(any), { [key]: [] }, false],
      [`${allNot}, none of them`, condition(allNot), { [key]: ['owner', 'team'] }, true],
      [`${allNot}, one of them`, condition(allNot), { [key]: ['owner', 'environment'] }, false],
      [`${allNot}, absent`, condition(allNot), {}, true],
      [`${anyNot}, one other`, condition(anyNot), { [key]: ['environment', 'owner'] }, true],
      [`${anyNot}, only listed ones`, condition(anyNot), { [key]: ['environment', 'cost-center'] }, false],
      [`${anyNot}, absent`, condition(anyNot), {}, false],
      [`${any}IfExists, absent`, condition(`${any}IfExists`), {}, false],
      [`${all}IfExists, absent`, condition(`${all}IfExists`), {}, true],
      [
        'ForAnyValue on a key with one value',
        { 'ForAnyValue:StringLike': { 'iam:PassedToService': '*.amazonaws.com' } },
        { 'iam:PassedToService': 'ec2.amazonaws.com' },
        true,
      ],
      [
        'the documented DynamoDB attributes',
        { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['PostDateTime', 'Message', 'Tags'] } },
        { 'dynamodb:Attributes': ['PostDateTime', 'UserName'] },
        false,
      ],
      [
        'the documented CalledVia',
        { 'ForAnyValue:StringEquals': { 'aws:CalledVia': ['dynamodb.amazonaws.com'] } },
        { 'aws:CalledVia': ['cloudformation.amazonaws.com', 'dynamodb.amazonaws.com'] },
        true,
      ],
      [
        'the documented organization path',
        { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-a1/r-ab12/ou-ab12-22222222/ou-*'] } },
        { 'aws:PrincipalOrgPaths': ['o-a1/r-ab12/ou-ab12-22222222/'] },
        false,
      ],
    ]);
  });

  describe('together', () => {
    const two = {
      StringEqualsIgnoreCase: {
        'aws:PrincipalTag/department': ['finance', 'hr', 'legal'],
        'aws:PrincipalTag/role': ['audit', 'security'],
      },
      StringEquals: { 'aws:PrincipalAccount': '123456789012' },
    };
    const all = {
      'aws:PrincipalTag/department': 'HR',
      'aws:PrincipalTag/role': 'audit',
      'aws:PrincipalAccount': '123456789012',
    };
    checkRows([
      ['all operators and keys hold', two, all, true],
      ['one key does not', two, { ...all, 'aws:PrincipalTag/role': 'dev' }, false],
      ['one operator does not', two, { ...all, 'aws:PrincipalAccount': '210987654321' }, false],
      ['no operators at all', {}, {}, true],
    ]);
  });
});
