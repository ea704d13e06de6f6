import assert from "node:assert/strict";
import { test } from "node:test";
import { asClock, markPassed, secondsLeft } from "../src/lib/countdown.ts";

test("seconds left are whole and never negative", () => {
  assert.equal(secondsLeft(10_000, 1), 10);
  assert.equal(secondsLeft(10_000, 10_000), 0);
  assert.equal(secondsLeft(10_000, 25_000), 0);
});

test("a clock shows minutes and two digits of seconds", () => {
  assert.deepEqual([600, 65, 9, 0].map(asClock), ["10:00", "1:05", "0:09", "0:00"]);
});

test("a mark is passed once, also after a long sleep", () => {
  assert.equal(markPassed(121, 120), 120);
  assert.equal(markPassed(120, 119), null);
  assert.equal(markPassed(300, 30), 60);
  assert.equal(markPassed(Number.POSITIVE_INFINITY, 600), null);
});
