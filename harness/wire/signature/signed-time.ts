/** Times that a signature carries: read here, and held against the wall clock that the entrance hands in. */

const basicFormat = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** Wall time in milliseconds of `20130524T000000Z`; undefined where the text is nothing of the kind. */
export function parseBasicTime(text: string): number | undefined {
  const match = basicFormat.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  // Refuses the 31st of February, which Date.UTC takes for a day in March.
  return formatBasicTime(time) === text ? time : undefined;
}

/** `20130524T000000Z` of a wall time in milliseconds. */
export function formatBasicTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** The time of an `X-Amz-Date` or, without one, a `Date` header, which may be in the format of HTTP (RFC 9110). */
export function parseHeaderTime(text: string): number | undefined {
  const basic = parseBasicTime(text);
  if (basic !== undefined) return basic;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
