// A part of the page that reads what is typed. What it needs is fetched when it is opened; if that
// does not arrive, the form stays as it is, is sent, and says so.
'use strict';
(() => {
  const part = document.querySelector('details.own');
  if (!part) return;
  const form = part.querySelector('form'), field = form.querySelector('textarea'), told = form.querySelector('#told');
  const [status, answer] = part.querySelectorAll('[role=status], .answers'), sent = told.textContent, alone = form.hidden;
  let loading = false, read = null, asked = false;

  const grow = ([tag, attributes, ...children]) => {
    const node = /^(svg|g|path|circle)$/.test(tag)
      ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    node.append(...children.map((child) => typeof child === 'string' ? child : grow(child)));
    return node;
  };
  const list = (name, trees) => {
    const node = grow(['ul', name ? { class: name } : {}]);
    node.append(...trees.map(grow));
    return node;
  };

  const show = () => {
    asked = false;
    const { nodes, says } = read(field.value);
    answer.replaceChildren(...nodes);
    answer.scrollIntoView({ block: 'nearest' });
    // Said anew even where it is the same again.
    status.textContent = '';
    setTimeout(() => { status.textContent = says.join(' '); }, 100);
  };
  const wipe = () => { asked = false; status.textContent = ''; answer.replaceChildren(); };

  const get = (url) => fetch(url, { credentials: 'omit' }).then((reply) => reply.json());
  const open = () => {
    if (!part.open || loading || read) return;
    loading = true;
    form.hidden = false;
    told.textContent = told.dataset.wait;
    const { reads, model, table } = part.dataset;
    Promise.all([import(new URL(reads, document.baseURI)), get(model), get(table)]).then(([module, tables, words]) => {
      read = module.prepare(tables, words, { grow, list });
      field.maxLength = module.longest;
      told.textContent = told.dataset.stays;
      if (asked) show();
    }).catch(() => { told.textContent = sent; asked = false; form.hidden = part.hidden = alone; }).finally(() => { loading = false; });
  };

  // Where nobody answers a form, the part is hidden until there is a script to read words.
  part.hidden = false;
  part.addEventListener('toggle', open);
  form.addEventListener('submit', (event) => {
    if (!read && !loading) return;
    event.preventDefault();
    asked = true;
    if (read) show();
  });
  document.addEventListener('wipe', wipe);
  open();
})();
