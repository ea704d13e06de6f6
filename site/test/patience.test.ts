import assert from "node:assert/strict";
import { test } from "node:test";
import { pauseBefore } from "../src/lib/patience.ts";

test("questions come often at first and never more often later", () => {
  const pauses = Array.from({ length: 12 }, (_, question) => pauseBefore(question));
  assert.equal(pauses[0], 2);
  assert.deepEqual(pauses, [...pauses].sort((a, b) => a - b));
  assert.equal(pauses.at(-1), 20);
});
