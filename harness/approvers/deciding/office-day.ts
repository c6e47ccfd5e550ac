/** When people are at work: moments of virtual time in the office hours of a time zone, by the calendar of that zone. */

/** Modeled: Monday to Friday, nine to six, local time; holidays are worked through. */
export const opensAtHour = 9;
export const closesAtHour = 18;

const dayMilliseconds = 24 * 3600 * 1000;
const minuteMilliseconds = 60_000;

/**
 * The moment at which somebody who is at work in the zone has worked for so long on something that came in at a moment.
 * What comes in outside of office hours waits for them, and so does what is not done when they close.
 * @param cameAt milliseconds since the epoch, as the result.
 * @param zone an IANA time zone.
 */
export function workedFor(cameAt: number, minutes: number, zone: string): number {
  let left = minutes * minuteMilliseconds;
  for (let from = cameAt; ;) {
    const { opens, closes } = nextOfficeHours(from, zone);
    const begins = Math.max(from, opens);
    if (begins + left <= closes) return begins + left;
    left -= closes - begins;
    from = closes;
  }
}

/** The office hours that are not over at a moment: those of the same day, or of the next that is no weekend. */
function nextOfficeHours(from: number, zone: string): { readonly opens: number; readonly closes: number } {
  const { year, month, day } = localTime(from, zone);
  for (let days = 0; ; days += 1) {
    const date = new Date(Date.UTC(year, month - 1, day) + days * dayMilliseconds);
    const weekday = date.getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const closes = momentOf(date, closesAtHour, zone);
    if (closes > from) return { opens: momentOf(date, opensAtHour, zone), closes };
  }
}

/** When it is a full hour of a date in the zone. Zones change their offset at night: the hour is there once. */
function momentOf(date: Date, hour: number, zone: string): number {
  const asUtc = date.getTime() + hour * 3600 * 1000;
  // The offset is that of a moment nearby first, and of the moment itself then.
  const near = asUtc - offsetAt(asUtc, zone);
  return asUtc - offsetAt(near, zone);
}

function offsetAt(moment: number, zone: string): number {
  const { year, month, day, hour, minute, second } = localTime(moment, zone);
  const whole = Math.floor(moment / 1000) * 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

type LocalTime = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>>;

const formats = new Map<string, Intl.DateTimeFormat>();

function localTime(moment: number, zone: string): LocalTime {
  const parts = formatOf(zone).formatToParts(moment);
  const numberOf = (type: keyof LocalTime): number =>
    Number(parts.find((part) => part.type === type)?.value ?? '0');
  return {
    year: numberOf('year'),
    month: numberOf('month'),
    day: numberOf('day'),
    hour: numberOf('hour'),
    minute: numberOf('minute'),
    second: numberOf('second'),
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}
