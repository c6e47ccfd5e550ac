/** Availability zones of a region, as `Fn::GetAZs` lists them for an account. */

/** Where the letters are others than a, b, c. As accounts of today see them; older accounts may differ. */
const letters: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'acd',
  'ap-northeast-2': 'abcd',
  'ca-central-1': 'abd',
  'cn-north-1': 'abd',
  'us-east-1': 'abcdef',
  'us-west-1': 'ac',
  'us-west-2': 'abcd',
};

export function availabilityZones(region: string): readonly string[] {
  return (letters[region] ?? 'abc').split('').map((letter) => region + letter);
}
