/**
 * Returns a range of waits for people in one unit, or in two where its ends are far apart: `40-50 s`, `12-15 min`,
 * `50 s to 2 min`, `1h 10m to 1h 30m`. Both ends in whole seconds, the second above the first.
 */
export function formatWaitRange(fromSec: number, toSec: number): string {
  if (toSec < 60) return `${fromSec}-${toSec} s`;
  if (toSec < 3_600 && fromSec % 60 === 0 && toSec % 60 === 0) return `${fromSec / 60}-${toSec / 60} min`;
  return `${formatWait(fromSec)} to ${formatWait(toSec)}`;
}

function formatWait(sec: number): string {
  if (sec < 60) return `${sec} s`;
  const [hours, minutes, seconds] = [Math.floor(sec / 3_600), Math.floor(sec / 60) % 60, sec % 60];
  if (hours > 0) return minutes === 0 ? `${hours}h` : `${hours}h ${String(minutes).padStart(2, '0')}m`;
  return seconds === 0 ? `${minutes} min` : `${minutes}m ${String(seconds).padStart(2, '0')}s`;
}
