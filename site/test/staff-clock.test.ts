import assert from "node:assert/strict";
import { test } from "node:test";

import { StaffClock } from "../src/lib/staff-clock.ts";

const MINUTE = 60_000;

test("nothing is said while nobody does anything and the end is far", () => {
  const clock = new StaffClock(0, 900);

  assert.equal(clock.next(12 * MINUTE), "wait");
  assert.equal(clock.isEnding(12 * MINUTE), false);
});

test("a key is reported once a minute", () => {
  const clock = new StaffClock(0, 900);
  clock.touch(10_000);
  assert.equal(clock.next(30_000), "wait");
  assert.equal(clock.next(MINUTE), "report");

  clock.answered(MINUTE, 900);
  assert.equal(clock.next(3 * MINUTE), "wait");
});

test("two minutes before the end the server is asked and a key is reported at once", () => {
  const clock = new StaffClock(0, 900);
  assert.equal(clock.isEnding(13 * MINUTE), true);
  assert.equal(clock.next(13 * MINUTE), "ask");

  clock.answered(13 * MINUTE, 120);
  assert.equal(clock.next(13 * MINUTE + 1000), "wait");
  clock.touch(13 * MINUTE + 2000);
  assert.equal(clock.next(13 * MINUTE + 3000), "report");
});

test("another tab that moved the clock puts the warning off", () => {
  const clock = new StaffClock(0, 900);

  clock.answered(13 * MINUTE, 800);

  assert.equal(clock.isEnding(13 * MINUTE), false);
});

test("a computer that slept finds the session over", () => {
  const clock = new StaffClock(0, 900);

  assert.equal(clock.isOver(8 * 60 * MINUTE), true);
  assert.equal(clock.next(8 * 60 * MINUTE), "ask");
});
