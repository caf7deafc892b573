// The duty to report without a server: every answer was made before, for each place, role and child.
// The device looks one up and builds it; it sends nothing, and works out no day.
'use strict';
(() => {
  const form = document.querySelector('main form'), main = form.parentElement, url = document.currentScript.dataset.table;
  const top = main.querySelector('.top'), result = document.createElement('div');
  const others = [...main.children].filter((node) => node !== form && node !== top && !node.matches('.draft'));

  // A fragment is what the server would send: elements that open, text, and 0 for one that closes.
  const build = (fragments) => {
    result.replaceChildren();
    let at = result;
    for (const step of fragments.flat()) {
      if (step === 0) at = at.parentElement;
      else if (typeof step === 'string') at.append(step);
      else {
        const [tag, attributes, stays] = step;
        const node = /^(svg|g|path|circle)$/.test(tag) ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
        for (const name in attributes) node.setAttribute(name, attributes[name]);
        at.append(node);
        if (!stays) at = node;
      }
    }
  };

  const start = (table) => {
    const answer = document.createElement('p');
    answer.className = 'answer';
    document.querySelector('#alone').remove();
    form.querySelector('[name=when]').closest('label').replaceWith(table.count);
    form.querySelector('#sent').textContent = table.stays;
    form.hidden = false;
    form.before(result);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const told = new FormData(form), [place, role, child] = ['place', 'role', 'child'].map((name) => told.get(name));
      const found = table.answers[[place, role, child].join()] || table.answers[',,unsaid'];
      build(found.flatMap((section) => table.sections[section].map((fragment) => table.fragments[fragment])));
      const said = [...form.querySelectorAll('option:checked, input:checked')].filter((one) => one.value && one.value !== 'unsaid');
      answer.textContent = said.map((one) => (one.matches('option') ? one : one.nextElementSibling).textContent.trim()).join(' · ') || table.nothing;
      top.append(answer);
      others.forEach((node) => { node.hidden = true; });
      top.querySelector('h1').focus();
      scrollTo(0, 0);
    });
    document.addEventListener('wipe', () => {
      result.replaceChildren();
      answer.remove();
      others.forEach((node) => { node.hidden = false; });
    });
  };

  // Without the table, whom to call stays where it is.
  fetch(url, { credentials: 'omit' }).then((reply) => reply.json()).then(start).catch(() => {});
})();
