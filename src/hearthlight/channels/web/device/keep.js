// Keep a copy on this phone, or remove it: only when asked. On a page without the two buttons, as
// the one that clears, whatever was kept is removed at once.
'use strict';
(() => {
  const box = document.querySelector('#keep'), workers = navigator.serviceWorker;

  const remove = async () => {
    for (const one of workers ? await workers.getRegistrations() : []) await one.unregister();
    if (window.caches) for (const name of await caches.keys()) await caches.delete(name);
  };
  if (!box) return void remove().catch(() => {});

  const words = box.dataset, [take, drop] = box.querySelectorAll('button');
  const say = (text) => { box.querySelector('[role=status]').textContent = text; };
  const show = (kept) => {
    say(kept ? words.kept : words.none);
    take.hidden = kept;
    drop.hidden = !kept;
    take.disabled = drop.disabled = false;
  };
  if (!workers || !window.caches) return say(words.unable);

  // The only text that a policy of ours lets become a script: the address of the worker.
  const policy = window.trustedTypes
    ? trustedTypes.createPolicy('hl', { createScriptURL: () => words.worker }) : { createScriptURL: () => words.worker };

  const isKept = async () => {
    const found = await workers.getRegistration(words.root);
    return !!found && !!found.active && new URL(found.scope).pathname === words.root;
  };
  const settle = (worker) => new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === 'activated') resolve();
      if (worker.state === 'redundant') reject(new Error('not kept'));
    };
    worker.addEventListener('statechange', look);
    look();
  });

  take.addEventListener('click', async () => {
    take.disabled = true;
    say(words.taking);
    try {
      const made = await workers.register(policy.createScriptURL(''), { scope: words.root });
      await settle(made.installing || made.waiting || made.active);
      show(true);
      drop.focus();
    } catch {
      show(await isKept().catch(() => false));
      say(words.failed);
    }
  });
  drop.addEventListener('click', async () => {
    drop.disabled = true;
    await remove().catch(() => {});
    location.assign(words.clear);
  });
  isKept().then(show, () => say(words.unable));
})();
