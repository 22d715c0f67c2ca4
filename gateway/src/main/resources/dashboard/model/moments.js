/** Moments and durations for people. Moments are milliseconds since 1970; durations are milliseconds. */

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const zoned = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });

/** "12:04:31", in the zone of the browser. @param {number} time */
export const clockTime = (time) => clock.format(time);

/** "CET": the zone that all times of the page are in. @param {number} time */
export const zoneName = (time) => zoned.formatToParts(time).find((part) => part.type === 'timeZoneName')?.value ?? '';

/** "12:04:31", with the day in front when that is not today. @param {number} time @param {number} now */
export const momentText = (time, now) => {
  const today = new Date(time).toDateString() === new Date(now).toDateString();
  return today ? clockTime(time) : `${day.format(time)} ${clockTime(time)}`;
};

const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** What stands at an axis whose marks are `step` apart: no more than tells them apart. @param {number} time @param {number} step */
export const axisTime = (time, step) => {
  if (step >= 86_400_000) return day.format(time);
  if (step < 60_000) return clock.format(time);
  const isMidnight = minute.format(time) === '00:00';
  return isMidnight ? day.format(time) : minute.format(time);
};

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** The two largest parts, as in "2 min 10 s"; "0 s" for nothing. @param {number} duration */
export const durationText = (duration) => {
  let rest = Math.max(0, duration);
  const from = units.findIndex(([, size]) => rest >= size);
  if (from < 0) return '0 s';
  return units
    .slice(from, from + 2)
    .map(([name, size]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return count ? `${count} ${name}` : '';
    })
    .filter(Boolean)
    .join(' ');
};

/** "1 Dec 2026", in the zone of the browser. @param {number} time */
export const dateText = (time) => date.format(time);

/** "3 h ago", by the largest part; "just now" for less than a minute. @param {number} time @param {number} now */
export const agoText = (time, now) =>
  now - time < 60_000 ? 'just now' : `${durationText(now - time).split(' ').slice(0, 2).join(' ')} ago`;

/** "00:03:12", or "2 d 03:12:09". @param {number} duration */
export const stopwatch = (duration) => {
  const seconds = Math.max(0, Math.floor(duration / 1000));
  const two = (n) => String(n % 60).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const days = Math.floor(hours / 24);
  return `${days ? `${days} d ` : ''}${String(hours % 24).padStart(2, '0')}:${two(Math.floor(seconds / 60))}:${two(seconds)}`;
};
