/// <reference lib="webworker" />
// The service worker: keeps the shell and the screens of this version, and nothing of any person. What people may read
// offline is kept by the page (core/store.ts), which wipes it on logout.
declare const VERSI: string;
declare const KERANGKA: string[]; // what every page needs
declare const LAYAR: string[]; // the screens
declare const self: ServiceWorkerGlobalScope;

// The names carry hashes, so a list of them names the version.
const NAME = `kerangka-${VERSI}-${KERANGKA.concat(LAYAR).join("").replace(/[^A-Z0-9]/g, "").slice(-60)}`;

self.addEventListener("install", (e) => {
  e.waitUntil(caches.open(NAME).then(async (c) => {
    await c.addAll(KERANGKA);
    // A screen that does not come now is fetched when it is opened.
    await Promise.allSettled(LAYAR.map((f) => c.add(f)));
  }));
});

self.addEventListener("activate", (e) => {
  e.waitUntil(caches.keys().then((all) => Promise.all(all.filter((k) => k !== NAME).map((k) => caches.delete(k)))).then(() => self.clients.claim()));
});

self.addEventListener("message", (e) => {
  if (e.data === "ganti") void self.skipWaiting();
});

/** The shell of this version: a page and its scripts must fit each other; a newer version comes through the update. */
async function shell(): Promise<Response> {
  const kept = await caches.match("/");
  if (!kept) return fetch("/");
  return kept;
}

self.addEventListener("fetch", (e) => {
  const at = new URL(e.request.url);
  if (e.request.method !== "GET" || at.origin !== self.location.origin || at.pathname.startsWith("/api/")) return;
  if (e.request.mode === "navigate") {
    if (!/\.[^/]*$/.test(at.pathname)) e.respondWith(shell());
    return;
  }
  if (at.pathname.startsWith("/aset/") || at.pathname === "/tema.css" || at.pathname === "/ikon.svg")
    e.respondWith(caches.match(at.pathname).then((r) => r ?? fetch(e.request)));
});
