/** DynamoDB's numbers: up to 38 significant digits, so more than JavaScript's. */
import { invalid } from './table-settings.js';

/** `digits` times ten to the power of `exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** @throws AwsFailure ValidationException where the text is not a number that DynamoDB takes. */
function decimalOf(text: string): Decimal {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  const [, sign = '', whole = '', fraction = '', power = '0'] = match ?? [];
  if (match === null || whole + fraction === '') {
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  const significant = (whole + fraction).replace(/^0+/, '').replace(/0+$/, '');
  const magnitude = significant === '' ? 0 : Number(power) + whole.replace(/^0+/, '').length;
  if (significant.length > 38) {
    throw invalid('Attempting to store more than 38 significant digits in a Number');
  }
  if (Math.abs(magnitude) > 130) {
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  return {
    digits: BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`),
    exponent: Number(power) - fraction.length,
  };
}

function aligned(left: Decimal, right: Decimal): readonly [bigint, bigint, number] {
  const exponent = Math.min(left.exponent, right.exponent);
  const scale = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent);
  return [scale(left), scale(right), exponent];
}

export function compareNumbers(left: string, right: string): number {
  const [one, other] = aligned(decimalOf(left), decimalOf(right));
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

export function addNumbers(left: string, right: string): string {
  const [one, other, exponent] = aligned(decimalOf(left), decimalOf(right));
  return textOf({ digits: one + other, exponent });
}

export function subtractNumbers(left: string, right: string): string {
  const [one, other, exponent] = aligned(decimalOf(left), decimalOf(right));
  return textOf({ digits: one - other, exponent });
}

/** The one text of a number, as DynamoDB gives it back: without leading and trailing zeros. */
export function canonicalNumber(text: string): string {
  return textOf(decimalOf(text));
}

function textOf({ digits, exponent }: Decimal): string {
  if (digits === 0n) return '0';
  const sign = digits < 0n ? '-' : '';
  const text = String(digits < 0n ? -digits : digits);
  if (exponent >= 0) return sign + text + '0'.repeat(exponent);
  const padded = text.padStart(1 - exponent, '0');
  const whole = padded.slice(0, exponent);
  const fraction = padded.slice(exponent).replace(/0+$/, '');
  return sign + whole + (fraction === '' ? '' : `.${fraction}`);
}
