import { checkRows, type Row } from './condition-rows.js';

const time = (text: string): number => Date.parse(text);

describe('condition operators', () => {
  describe('on text', () => {
    const region = 'aws:RequestedRegion';
    checkRows([
      ['StringEquals, equal', { StringEquals: { [region]: 'cn-north-1' } }, { [region]: 'cn-north-1' }, true],
      [
        'StringEquals, other case',
        { StringEquals: { [region]: 'CN-north-1' } },
        { [region]: 'cn-north-1' },
        false,
      ],
      ['StringEquals, one of several', { StringEquals: { [region]: ['a', 'b'] } }, { [region]: 'b' }, true],
      ['StringEquals, none of several', { StringEquals: { [region]: ['a', 'b'] } }, { [region]: 'c' }, false],
      [
        'StringEquals, a star is no wildcard',
        { StringEquals: { [region]: 'cn-*' } },
        { [region]: 'cn-north-1' },
        false,
      ],
      ['StringEquals, a star is itself', { StringEquals: { [region]: 'cn-*' } }, { [region]: 'cn-*' }, true],
      ['StringEquals, empty text', { StringEquals: { 's3:prefix': '' } }, { 's3:prefix': '' }, true],
      ['StringEquals, absent', { StringEquals: { [region]: 'a' } }, {}, false],
      ['StringEquals, no values', { StringEquals: { [region]: [] } }, { [region]: 'a' }, false],
      ['StringNotEquals, equal', { StringNotEquals: { [region]: 'a' } }, { [region]: 'a' }, false],
      ['StringNotEquals, different', { StringNotEquals: { [region]: 'a' } }, { [region]: 'b' }, true],
      [
        'StringNotEquals, equal to the second',
        { StringNotEquals: { [region]: ['a', 'b'] } },
        { [region]: 'b' },
        false,
      ],
      ['StringNotEquals, absent', { StringNotEquals: { [region]: 'a' } }, {}, true],
      [
        'StringEqualsIgnoreCase, other case',
        { StringEqualsIgnoreCase: { [region]: 'AbC' } },
        { [region]: 'aBc' },
        true,
      ],
      [
        'StringEqualsIgnoreCase, different',
        { StringEqualsIgnoreCase: { [region]: 'AbC' } },
        { [region]: 'abd' },
        false,
      ],
      [
        'StringNotEqualsIgnoreCase, other case',
        { StringNotEqualsIgnoreCase: { [region]: 'A' } },
        { [region]: 'a' },
        false,
      ],
      ['StringNotEqualsIgnoreCase, absent', { StringNotEqualsIgnoreCase: { [region]: 'A' } }, {}, true],
      ['StringLike, wildcards', { StringLike: { [region]: 'cn-*-?' } }, { [region]: 'cn-north-1' }, true],
      [
        'StringLike, part of the text only',
        { StringLike: { [region]: 'north' } },
        { [region]: 'cn-north-1' },
        false,
      ],
      ['StringLike, case matters', { StringLike: { [region]: 'CN-*' } }, { [region]: 'cn-north-1' }, false],
      [
        'StringLike, crosses colons',
        { StringLike: { 'aws:SourceArn': 'arn:*:end' } },
        { 'aws:SourceArn': 'arn:a:b:c:d:end' },
        true,
      ],
      ['StringLike, absent', { StringLike: { [region]: '*' } }, {}, false],
      ['StringNotLike, matching', { StringNotLike: { [region]: 'cn-*' } }, { [region]: 'cn-north-1' }, false],
      ['StringNotLike, absent', { StringNotLike: { [region]: 'cn-*' } }, {}, true],
      ['key names have no case', { StringEquals: { 'AWS:requestedREGION': 'a' } }, { [region]: 'a' }, true],
      [
        'tag names have no case',
        { StringEquals: { 'aws:PrincipalTag/Team': 'a' } },
        { 'aws:PrincipalTag/team': 'a' },
        true,
      ],
      [
        'a boolean key compared as text',
        { StringEquals: { 'aws:SecureTransport': 'true' } },
        { 'aws:SecureTransport': true },
        true,
      ],
    ]);
  });

  describe('on numbers', () => {
    const key = 's3:max-keys';
    const rows: Row[] = [];
    for (const [operator, below, equal, above] of [
      ['NumericEquals', false, true, false],
      ['NumericNotEquals', true, false, true],
      ['NumericLessThan', true, false, false],
      ['NumericLessThanEquals', true, true, false],
      ['NumericGreaterThan', false, false, true],
      ['NumericGreaterThanEquals', false, true, true],
    ] as const) {
      rows.push([`${operator}, below`, { [operator]: { [key]: '10' } }, { [key]: 9 }, below]);
      rows.push([`${operator}, equal`, { [operator]: { [key]: 10 } }, { [key]: 10 }, equal]);
      rows.push([`${operator}, above`, { [operator]: { [key]: '10' } }, { [key]: 100 }, above]);
      rows.push([
        `${operator}, absent`,
        { [operator]: { [key]: '10' } },
        {},
        operator === 'NumericNotEquals',
      ]);
      rows.push([`${operator}IfExists, absent`, { [`${operator}IfExists`]: { [key]: '10' } }, {}, true]);
    }
    checkRows([
      ...rows,
      ['decimals', { NumericLessThan: { [key]: '10.5' } }, { [key]: 10.25 }, true],
      ['a number given as text', { NumericEquals: { [key]: '10' } }, { [key]: '10.0' }, true],
      ['text that is no number', { NumericEquals: { [key]: '10' } }, { [key]: 'ten' }, false],
      ['text that is no number, negated', { NumericNotEquals: { [key]: '10' } }, { [key]: 'ten' }, true],
      ['alternatives', { NumericEquals: { [key]: ['1', '2'] } }, { [key]: 2 }, true],
      [
        'aws:EpochTime in seconds',
        { NumericEquals: { 'aws:EpochTime': '1764576000' } },
        { 'aws:CurrentTime': time('2025-12-01T08:00:00Z') },
        true,
      ],
    ]);
  });

  describe('on dates', () => {
    const key = 'aws:CurrentTime';
    const noon = '2025-12-01T12:00:00Z';
    const rows: Row[] = [];
    for (const [operator, before, equal, after] of [
      ['DateEquals', false, true, false],
      ['DateNotEquals', true, false, true],
      ['DateLessThan', true, false, false],
      ['DateLessThanEquals', true, true, false],
      ['DateGreaterThan', false, false, true],
      ['DateGreaterThanEquals', false, true, true],
    ] as const) {
      rows.push([
        `${operator}, before`,
        { [operator]: { [key]: noon } },
        { [key]: time(noon) - 1000 },
        before,
      ]);
      rows.push([`${operator}, equal`, { [operator]: { [key]: noon } }, { [key]: time(noon) }, equal]);
      rows.push([`${operator}, after`, { [operator]: { [key]: noon } }, { [key]: time(noon) + 1000 }, after]);
      rows.push([`${operator}, absent`, { [operator]: { [key]: noon } }, {}, operator === 'DateNotEquals']);
    }
    checkRows([
      ...rows,
      [
        'another time zone',
        { DateEquals: { [key]: '2025-12-01T20:00:00+08:00' } },
        { [key]: time(noon) },
        true,
      ],
      ['seconds since 1970', { DateEquals: { [key]: '1764590400' } }, { [key]: time(noon) }, true],
      [
        'a day alone is its midnight',
        { DateGreaterThan: { [key]: '2025-12-01' } },
        { [key]: time(noon) },
        true,
      ],
      [
        'aws:EpochTime as a date',
        { DateLessThan: { 'aws:EpochTime': '2025-12-02' } },
        { [key]: time(noon) },
        true,
      ],
      [
        'AWSRevokeOlderSessions, an older token',
        { DateLessThan: { 'aws:TokenIssueTime': noon } },
        { 'aws:TokenIssueTime': time(noon) - 1 },
        true,
      ],
      [
        'AWSRevokeOlderSessions, a newer token',
        { DateLessThan: { 'aws:TokenIssueTime': noon } },
        { 'aws:TokenIssueTime': time(noon) },
        false,
      ],
      [
        'AWSRevokeOlderSessions, a long-term key',
        { DateLessThan: { 'aws:TokenIssueTime': noon } },
        {},
        false,
      ],
    ]);
  });

  describe('on booleans, bytes and absence', () => {
    const mfa = 'aws:MultiFactorAuthPresent';
    checkRows([
      ['Bool, true', { Bool: { [mfa]: 'true' } }, { [mfa]: true }, true],
      ['Bool, false', { Bool: { [mfa]: 'true' } }, { [mfa]: false }, false],
      ['Bool, a JSON boolean', { Bool: { [mfa]: false } }, { [mfa]: false }, true],
      ['Bool, absent', { Bool: { [mfa]: 'false' } }, {}, false],
      ['BoolIfExists, absent', { BoolIfExists: { [mfa]: 'false' } }, {}, true],
      ['BoolIfExists, present and different', { BoolIfExists: { [mfa]: 'false' } }, { [mfa]: true }, false],
      [
        'BinaryEquals, same bytes',
        { BinaryEquals: { 'sts:ExternalId': 'QmluYXJ5' } },
        { 'sts:ExternalId': 'QmluYXJ5' },
        true,
      ],
      [
        'BinaryEquals, other bytes',
        { BinaryEquals: { 'sts:ExternalId': 'QmluYXJ5' } },
        { 'sts:ExternalId': 'qmluYXJ5' },
        false,
      ],
      ['BinaryEquals, absent', { BinaryEquals: { 'sts:ExternalId': 'QmluYXJ5' } }, {}, false],
      ['Null true, absent', { Null: { 'aws:TokenIssueTime': 'true' } }, {}, true],
      ['Null true, present', { Null: { 'aws:TokenIssueTime': 'true' } }, { 'aws:TokenIssueTime': 5 }, false],
      ['Null false, absent', { Null: { 'aws:TokenIssueTime': false } }, {}, false],
      ['Null false, present', { Null: { 'aws:TokenIssueTime': false } }, { 'aws:TokenIssueTime': 5 }, true],
      ['Null true, an empty list', { Null: { 'aws:TagKeys': 'true' } }, { 'aws:TagKeys': [] }, true],
      ['Null false, empty text is a value', { Null: { 's3:prefix': 'false' } }, { 's3:prefix': '' }, true],
    ]);
  });

  describe('on addresses', () => {
    const ip = 'aws:SourceIp';
    const documented = ['203.0.113.0/24', '2001:DB8:1234:5678::/64'];
    checkRows([
      ['IpAddress, in the range', { IpAddress: { [ip]: documented } }, { [ip]: '203.0.113.77' }, true],
      ['IpAddress, beside the range', { IpAddress: { [ip]: documented } }, { [ip]: '203.0.114.0' }, false],
      [
        'IpAddress, IPv6 in the range',
        { IpAddress: { [ip]: documented } },
        { [ip]: '2001:db8:1234:5678:9::1' },
        true,
      ],
      [
        'IpAddress, IPv6 beside the range',
        { IpAddress: { [ip]: documented } },
        { [ip]: '2001:db8:1234:5679::' },
        false,
      ],
      ['IpAddress, one address', { IpAddress: { [ip]: '203.0.113.5' } }, { [ip]: '203.0.113.5' }, true],
      [
        'IpAddress, one address, another',
        { IpAddress: { [ip]: '203.0.113.5' } },
        { [ip]: '203.0.113.4' },
        false,
      ],
      [
        'IpAddress, an odd number of bits',
        { IpAddress: { [ip]: '10.0.16.0/20' } },
        { [ip]: '10.0.31.255' },
        true,
      ],
      ['IpAddress, just beyond', { IpAddress: { [ip]: '10.0.16.0/20' } }, { [ip]: '10.0.32.0' }, false],
      ['IpAddress, everything', { IpAddress: { [ip]: '0.0.0.0/0' } }, { [ip]: '8.8.8.8' }, true],
      [
        'IpAddress, everything of IPv4 is not IPv6',
        { IpAddress: { [ip]: '0.0.0.0/0' } },
        { [ip]: '::1' },
        false,
      ],
      [
        'IpAddress, a service instead',
        { IpAddress: { [ip]: '0.0.0.0/0' } },
        { [ip]: 'cloudformation.amazonaws.com' },
        false,
      ],
      ['IpAddress, absent', { IpAddress: { [ip]: '0.0.0.0/0' } }, {}, false],
      ['NotIpAddress, in the range', { NotIpAddress: { [ip]: documented } }, { [ip]: '203.0.113.1' }, false],
      ['NotIpAddress, outside', { NotIpAddress: { [ip]: documented } }, { [ip]: '198.51.100.1' }, true],
      ['NotIpAddress, absent', { NotIpAddress: { [ip]: documented } }, {}, true],
      ['NotIpAddressIfExists, absent', { NotIpAddressIfExists: { [ip]: documented } }, {}, true],
      [
        'an IPv4 address inside IPv6',
        { IpAddress: { [ip]: '::ffff:c000:200/120' } },
        { [ip]: '::ffff:192.0.2.9' },
        true,
      ],
    ]);
  });

  describe('on ARNs', () => {
    const key = 'aws:PrincipalArn';
    const role = 'arn:aws:iam::111122223333:role/ops/deploy';
    checkRows([
      ['ArnEquals, equal', { ArnEquals: { [key]: role } }, { [key]: role }, true],
      [
        'ArnEquals takes wildcards',
        { ArnEquals: { [key]: 'arn:aws:iam::*:role/ops/*' } },
        { [key]: role },
        true,
      ],
      [
        'ArnLike, another account',
        { ArnLike: { [key]: 'arn:aws:iam::444455556666:role/*' } },
        { [key]: role },
        false,
      ],
      [
        'ArnLike, any partition',
        { ArnLike: { [key]: 'arn:aws*:iam::111122223333:role/*' } },
        { [key]: role },
        true,
      ],
      [
        'ArnLike, a star stays in its part',
        { ArnLike: { 'aws:SourceArn': 'arn:aws:someservice:*:111122223333:finance/*' } },
        {
          'aws:SourceArn':
            'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt',
        },
        false,
      ],
      [
        'StringLike, a star does not',
        { StringLike: { 'aws:SourceArn': 'arn:aws:someservice:*:111122223333:finance/*' } },
        {
          'aws:SourceArn':
            'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt',
        },
        true,
      ],
      [
        'ArnLike, colons in the last part',
        { ArnLike: { 'lambda:FunctionArn': 'arn:aws:lambda:*:*:function:*' } },
        { 'lambda:FunctionArn': 'arn:aws:lambda:r:1:function:f:3' },
        true,
      ],
      ['ArnLike, no ARN', { ArnLike: { [key]: 'arn:*:*:*:*:*' } }, { [key]: 'deploy' }, false],
      ['ArnLike, absent', { ArnLike: { [key]: 'arn:*:*:*:*:*' } }, {}, false],
      [
        'ArnNotLike, matching',
        { ArnNotLike: { [key]: 'arn:aws:iam::*:role/ops/*' } },
        { [key]: role },
        false,
      ],
      [
        'ArnNotEquals, matching',
        { ArnNotEquals: { [key]: 'arn:aws:iam::*:role/ops/*' } },
        { [key]: role },
        false,
      ],
      [
        'ArnNotLike, different',
        { ArnNotLike: { [key]: 'arn:aws:iam::*:role/dev/*' } },
        { [key]: role },
        true,
      ],
      ['ArnNotLike, absent', { ArnNotLike: { [key]: role } }, {}, true],
    ]);
  });
});
