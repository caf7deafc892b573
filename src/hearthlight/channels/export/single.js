// One file and no network: the table stands in this page, and a link to another page of ours is a
// link to a part of this one.
'use strict';
(() => {
  const table = JSON.parse(document.querySelector('#table').textContent);
  window.fetch = () => Promise.resolve({ json: () => table });

  const arrive = () => {
    const part = location.hash && document.querySelector(location.hash);
    const page = (part && part.closest('article')) || document.querySelector('article');
    document.title = page.dataset.title;
    return part;
  };
  // Another page: what was ticked or typed on the one before is wiped, as by leaving it.
  addEventListener('hashchange', () => {
    dispatchEvent(new Event('pagehide'));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    const part = arrive();
    if (!part) return;
    (part.matches('article') ? part.querySelector('h1') : part).focus();
    part.scrollIntoView();
  });
  arrive();
})();
