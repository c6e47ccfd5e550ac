/** Times that a signature carries: read here, and held against the wall clock that the entrance hands in. */

const basicFormat = /^\d{8}T\d{6}Z$/;

/** Wall time in milliseconds of `20130524T000000Z`; undefined where the text is nothing of the kind. */
function parseBasicTime(text: string): number | undefined {
  if (!basicFormat.test(text)) return undefined;
  const month = Number(text.slice(4, 6));
  const day = Number(text.slice(6, 8));
  const hour = Number(text.slice(9, 11));
  const minute = Number(text.slice(11, 13));
  const second = Number(text.slice(13, 15));
  const time = Date.UTC(Number(text.slice(0, 4)), month - 1, day, hour, minute, second);
  // Date.UTC takes the 31st of February for a day in March, and 25 o'clock for the next day.
  const date = new Date(time);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && minute < 60 && second < 60;
  return real ? time : undefined;
}

/** `20130524T000000Z` of a wall time in milliseconds. */
export function formatBasicTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** A time in both of its forms: the text is what signatures are made of, and formatting it costs more than a hash. */
export interface SignedTime {
  /** `20130524T000000Z` */
  readonly text: string;
  /** Wall time in milliseconds. */
  readonly time: number;
}

/** Reads `20130524T000000Z`; undefined where the text is nothing of the kind. */
export function readBasicTime(text: string): SignedTime | undefined {
  const time = parseBasicTime(text);
  return time === undefined ? undefined : { text, time };
}

/** Reads an `X-Amz-Date` or, where there was none, a `Date` header, which may be in the format of HTTP (RFC 9110). */
export function readHeaderTime(text: string): SignedTime | undefined {
  const basic = readBasicTime(text);
  if (basic !== undefined) return basic;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : { text: formatBasicTime(time), time };
}
