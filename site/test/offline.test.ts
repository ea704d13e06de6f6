import assert from "node:assert/strict";
import { test } from "node:test";
import { isStatic, staticFilesOf } from "../src/lib/offline.ts";

const ORIGIN = "https://clinic.example";

test("only hashed files of our own are kept", () => {
  const kept = (path: string): boolean => isStatic(new URL(path, ORIGIN), ORIGIN);

  assert.equal(kept("/static/site/assets/site-abc123.css"), true);
  assert.equal(kept("/static/icons/icon.svg"), false);
  assert.equal(kept("/ru/cabinet/"), false);
  assert.equal(kept("/media/documents/result.pdf"), false);
  assert.equal(kept("https://elsewhere.example/static/site/assets/site.css"), false);
});

test("the offline page brings its own files, each once", () => {
  const html = '<link href="/static/a.css"><script src="/static/b.js"></script><link href="/static/a.css"><a href="/ru/">';

  assert.deepEqual(staticFilesOf(html), ["/static/a.css", "/static/b.js"]);
});
