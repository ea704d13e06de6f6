/**
 * The cabinet's service worker. It keeps hashed static files and one offline page, and nothing else: pages, JSON and files of
 * a patient never pass through a cache. Registered by the cabinet alone, so it cannot break the public site.
 */
import { isStatic, staticFilesOf } from "../lib/offline.ts";

declare const self: ServiceWorkerGlobalScope;

const CACHE = "clinic-1";
const OFFLINE = new URL("offline/", self.registration.scope).href;

self.addEventListener("install", (event) => {
  event.waitUntil(keepOfflinePage().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") {
    return;
  }
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(offlinePage));
  } else if (isStatic(new URL(event.request.url), self.location.origin)) {
    event.respondWith(keptOrFetched(event.request));
  }
});

async function keepOfflinePage(): Promise<void> {
  const cache = await caches.open(CACHE);
  const page = await fetch(OFFLINE, { credentials: "omit" });
  await cache.put(OFFLINE, page.clone());
  await cache.addAll(staticFilesOf(await page.text()));
}

async function dropOldCaches(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

async function offlinePage(): Promise<Response> {
  return (await caches.match(OFFLINE)) ?? Response.error();
}

async function keptOrFetched(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept !== undefined) {
    return kept;
  }
  const fresh = await fetch(request);
  if (fresh.ok) {
    const cache = await caches.open(CACHE);
    await cache.put(request, fresh.clone());
  }
  return fresh;
}
