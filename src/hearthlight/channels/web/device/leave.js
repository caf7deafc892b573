// Leave fast, and leave nothing behind. Every page carries it; every page works without it.
'use strict';
(() => {
  const PRESSES = 3, PAUSE = 5000;
  let presses = 0, alone = false, timer = 0;

  // There from the start: a live region that arrives with its words may not be read out.
  const status = document.createElement('p');
  status.className = 'presses';
  status.setAttribute('role', 'status');
  document.body.append(status);

  const wipe = () => {
    for (const field of document.querySelectorAll('input')) {
      if (field.type === 'hidden') field.remove();
      else if (field.type === 'text') field.value = field.defaultValue = '';
      else field.checked = field.defaultChecked = false;
    }
    for (const field of document.querySelectorAll('select')) field.selectedIndex = 0;
    for (const field of document.querySelectorAll('textarea, input[type^=date]')) field.value = field.defaultValue = '';
    for (const opened of document.querySelectorAll('details[open]')) opened.open = false;
    document.dispatchEvent(new Event('wipe'));
  };

  // The page empties first, so that nothing is left to see even where the network is gone.
  const leave = (target) => {
    wipe();
    document.body.replaceChildren();
    document.title = 'Loading';
    window.open(target, '_blank', 'noopener');
    location.replace(target);
  };

  const say = (left) => {
    const words = document.body.dataset;
    status.textContent = left === PRESSES ? '' : left === 1 ? words.last : words.shift.replace('{count}', left);
    status.dataset.left = left;
  };

  const reset = () => {
    if (presses) { presses = 0; say(PRESSES); }
    clearTimeout(timer);
  };

  document.addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a.go');
    if (link) { event.preventDefault(); leave(link.href); }
  });

  // Shift alone, three times. Shift with another key is typing; a held key repeats and is no press.
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Shift') { alone = false; reset(); } else if (!event.repeat) alone = !(event.altKey || event.ctrlKey || event.metaKey);
  });
  // Shift held while selecting with a mouse or a finger is no press either.
  document.addEventListener('pointerdown', () => { alone = false; reset(); });
  document.addEventListener('keyup', (event) => {
    if (event.key !== 'Shift' || !alone) return;
    alone = false;
    presses += 1;
    clearTimeout(timer);
    if (presses === PRESSES) return leave(document.querySelector('a.go').href);
    say(PRESSES - presses);
    timer = setTimeout(reset, PAUSE);
  });

  addEventListener('pagehide', wipe);
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    wipe();
    if (!document.querySelector('main')) location.reload();
  });
})();
