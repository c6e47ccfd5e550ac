/** How reports write virtual time: from the start of the episode, as a stop-watch would show it. */

/** `0:00:48`, `13:02:10`; days are counted in hours, since an outage is. */
export function stopWatch(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 3600)}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** `2025-12-15 02:00:00 UTC`. */
export function clockTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
