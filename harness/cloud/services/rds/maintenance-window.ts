/** The daily backup window and the weekly maintenance window of a database; all times are UTC. */
import { constraint } from '../../../contract/aws-error.js';
import { digest } from '../../world/cause.js';

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const minuteMilliseconds = 60_000;
const weekMinutes = 7 * 24 * 60;

/** Windows that RDS chooses where the owner does not; they follow from the database's name. */
export function usualWindows(id: string): { readonly backup: string; readonly maintenance: string } {
  const hash = Number.parseInt(digest(0, 'rds windows', id).slice(0, 8), 16);
  // Both within the region's night, 30 minutes long, the maintenance an hour after the backup.
  const hour = 14 + (hash % 6);
  const day = days[hash % 7] ?? 'sun';
  return {
    backup: `${hour}:00-${hour}:30`,
    maintenance: `${day}:${hour + 1}:00-${day}:${hour + 1}:30`,
  };
}

/** @throws AwsFailure InvalidParameterValue unless it has the form `ddd:hh24:mi-ddd:hh24:mi`. */
export function checkMaintenanceWindow(window: string): void {
  if (startMinute(window) === undefined) {
    throw constraint('InvalidParameterValue', `Invalid maintenance window format: ${window}`);
  }
}

/** @throws AwsFailure InvalidParameterValue unless it has the form `hh24:mi-hh24:mi`. */
export function checkBackupWindow(window: string): void {
  if (!/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/.test(window)) {
    throw constraint('InvalidParameterValue', `Invalid backup window format: ${window}`);
  }
}

/** Minutes from Sunday, midnight. */
function startMinute(window: string): number | undefined {
  const found = /^([a-z]{3}):([01]\d|2[0-3]):([0-5]\d)-[a-z]{3}:\d\d:\d\d$/i.exec(window);
  const [, day = '', hour = '', minute = ''] = found ?? [];
  const index = days.indexOf(day.toLowerCase());
  return index < 0 ? undefined : (index * 24 + Number(hour)) * 60 + Number(minute);
}

/** Virtual seconds from now until a maintenance window next begins. */
export function secondsToWindow(window: string, now: number): number {
  const present =
    (new Date(now).getUTCDay() * 24 + new Date(now).getUTCHours()) * 60 + new Date(now).getUTCMinutes();
  const wait = ((startMinute(window) ?? 0) - present + weekMinutes) % weekMinutes;
  const begins = now - (now % minuteMilliseconds) + (wait === 0 ? weekMinutes : wait) * minuteMilliseconds;
  return (begins - now) / 1000;
}
