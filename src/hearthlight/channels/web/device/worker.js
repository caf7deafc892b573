// The saved copy: pages that anyone may read, kept on this phone because its owner asked for it.
// NAME, FAMILY and KEPT stand before this. Nothing that is sent is seen here, and nothing said is kept.
'use strict';
const PATIENCE = 4000;
const bare = (path) => path.replace(/(.)\/$/, '$1');
const kept = new Set(KEPT.map(bare));

const take = async (path) => {
  const reply = await fetch(path, { cache: 'no-store', credentials: 'omit' });
  if (!reply.ok) throw new Error('not there');
  const headers = new Headers(reply.headers);
  ['content-encoding', 'content-length'].forEach((name) => headers.delete(name));
  // A new reply: one that came by way of another address may not answer for a page.
  return [bare(path), new Response(await reply.blob(), { headers })];
};

// All of it is fetched before any of it is kept: half a copy would be found, and help nobody.
const keep = async () => {
  const taken = await Promise.all(KEPT.map(take)), cache = await caches.open(NAME);
  await Promise.all(taken.map(([path, reply]) => cache.put(path, reply)));
  await skipWaiting();
};

const answer = async (request, path) => {
  const copy = await caches.match(path, { cacheName: NAME });
  if (!copy) return fetch(request);
  if (request.mode !== 'navigate') return copy; // its name holds the hash of its bytes
  // The network first, so that numbers are new; the copy where it fails or keeps one waiting.
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, copy); });
  const asked = fetch(request).then((reply) => (reply.status >= 500 ? copy : reply), () => copy);
  return Promise.race([asked, late]);
};

addEventListener('install', (event) => event.waitUntil(keep()));
addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(FAMILY) && name !== NAME) await caches.delete(name);
  await clients.claim();
})()));
addEventListener('fetch', (event) => {
  const { request } = event, url = new URL(request.url), path = bare(url.pathname);
  if (request.method !== 'GET' || url.origin !== location.origin || url.search || !kept.has(path)) return;
  event.respondWith(answer(request, path));
});
