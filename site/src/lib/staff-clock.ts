/**
 * What the browser knows of a staff session that ends 15 minutes after a person last did something. The server decides;
 * this only says when to tell it of a key or a pointer, when to ask it, and when to warn. Times are milliseconds of
 * Date.now(), which goes on while the computer sleeps.
 */
const REPORT_EVERY = 60_000;
const ASK_EVERY = 30_000;
const WARN_BEFORE = 120_000;

export type Step = "report" | "ask" | "wait";

export class StaffClock {
  private deadline = 0;
  private touched: number;
  private told: number;

  constructor(now: number, secondsLeft: number) {
    this.touched = now;
    this.told = now;
    this.answered(now, secondsLeft);
  }

  /** A person pressed a key or the pointer. */
  touch(now: number): void {
    this.touched = now;
  }

  /** The server has said how long the session lives if nobody does anything. */
  answered(now: number, secondsLeft: number): void {
    this.told = now;
    this.deadline = now + secondsLeft * 1000;
  }

  next(now: number): Step {
    const since = now - this.told;
    if (this.touched > this.told && (since >= REPORT_EVERY || this.isEnding(now))) {
      return "report";
    }
    // Another tab may have moved the clock, so the end is never assumed.
    return this.isEnding(now) && since >= ASK_EVERY ? "ask" : "wait";
  }

  isEnding(now: number): boolean {
    return this.deadline - now <= WARN_BEFORE;
  }

  isOver(now: number): boolean {
    return now >= this.deadline;
  }
}
