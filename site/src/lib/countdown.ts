/** Whole seconds from `now` until `end`, never below zero. Both in milliseconds since the epoch. */
export function secondsLeft(end: number, now: number): number {
  return Math.max(0, Math.ceil((end - now) / 1000));
}

/** `9:05`; a time limit is read out by its minutes and seconds alike in both languages. */
export function asClock(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Seconds left at which those who listen are told, so that a countdown does not talk all the time. */
const SPOKEN = [120, 60, 20];

/** The mark passed between two looks at the clock, if any. Looks may be far apart: background pages sleep. */
export function markPassed(before: number, after: number): number | null {
  const passed = SPOKEN.filter((mark) => before > mark && after <= mark);
  return passed.at(-1) ?? null;
}
