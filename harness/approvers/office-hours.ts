/** People who read what they are shown, when they are at work: an ask outside of their office hours waits for the morning. */
import { defineApprover, type Decide } from '../contract/approver.js';
import { nearest } from '../contract/blastpit-error.js';
import { carefulSeconds } from './careful.js';
import { answersByTicket } from './deciding/answers-by-ticket.js';
import { closesAtHour, opensAtHour, workedFor } from './deciding/office-day.js';
import { wrongValue } from './deciding/wrong-value.js';

/** Modeled: an ask waits for four days, so that what comes in on a Friday evening is still there on Monday. */
export const officeAskDays = 4;

export default defineApprover({
  name: 'office-hours',
  summary: `decides like careful, Monday to Friday ${opensAtHour} to ${closesAtHour} local time; asks wait till then`,
  decide: atWorkIn(['UTC']),
  expiresAfterSeconds: officeAskDays * 24 * 3600,
  parameter: {
    placeholder: 'ZONE',
    summary: 'where they are, an IANA time zone; of several, with commas, people are in each by turns',
    example: 'Asia/Shanghai',
    otherwise: 'UTC',
    choose: (typed) => {
      const zones = typed.split(',').map((zone) => knownZone(zone, typed));
      return { name: `office-hours:${zones.join(',')}`, decide: atWorkIn(zones) };
    },
  },
});

function atWorkIn(zones: readonly string[]): Decide {
  return (request) =>
    answersByTicket(request, (index) => {
      const zone = zones[index % zones.length] ?? 'UTC';
      const answeredAt = workedFor(request.askedAt, carefulSeconds(index) / 60, zone);
      return (answeredAt - request.askedAt) / 1000;
    });
}

/** As it is written in the list of zones, which is what people may type in any case. */
function knownZone(zone: string, typed: string): string {
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const found = known.find((each) => each.toLowerCase() === zone.toLowerCase());
  if (found !== undefined) return found;
  // Older names of zones are not listed, and are known all the same; offsets (+08:00) are no zones.
  if (/^[a-z]/i.test(zone) && isKnown(zone)) return zone;
  const near = nearest(zone, known);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw wrongValue('office-hours', typed, `an IANA time zone, e.g. office-hours:Asia/Shanghai${hint}`);
}

function isKnown(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
