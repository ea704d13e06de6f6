import assert from "node:assert/strict";
import { test } from "node:test";

import { length, room } from "../src/lib/measure.ts";

test("characters are counted as a reader counts them, without the spaces around them", () => {
  assert.equal(length("  Приём 🩺 "), 7);
});

for (const [text, expected] of [
  ["", "empty"],
  ["   ", "empty"],
  ["abc", "short"],
  ["abcdef", "fits"],
  ["abcdefgh", "long"],
] as const) {
  test(`"${text}" is ${expected} in a room of 5 to 6`, () => {
    assert.equal(room(text, { least: 5, most: 6 }), expected);
  });
}
