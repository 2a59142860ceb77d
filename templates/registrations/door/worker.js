// Keeps the pages of the door, and what they are made of, for when there is no net. The list of a session is not kept
// here: the page keeps it, locked. What belongs in the cache the page says (static/js/door_store.js).
"use strict";

const CACHE = "door";
const PATIENCE = 4000; // milliseconds: a net that answers later than this is none for somebody at a door

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// By its path alone: a page that was asked with words is the same page.
async function kept(request) {
  const cache = await caches.open(CACHE);
  return cache.match(request, { ignoreSearch: true });
}

async function fromNetFirst(request) {
  const found = await kept(request);
  if (!found) {
    return fetch(request);
  }
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, found));
  return Promise.race([fetch(request).catch(() => found), late]);
}

async function fromCacheFirst(request) {
  return (await kept(request)) || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(fromNetFirst(request));
  } else if (!url.pathname.startsWith("/door/")) {
    event.respondWith(fromCacheFirst(request));
  }
});
