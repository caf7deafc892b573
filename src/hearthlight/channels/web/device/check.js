// The check-in on the device: one step a screen, answers in memory only, the outcome composed here.
// It walks the same tables in the same order as documents/outline.py and channels/web/sections.py.
'use strict';
(() => {
  const script = document.currentScript, url = script.dataset.table;

  // ---- the walk

  const holds = (condition, facts) => condition.every(([least, entries]) => {
    let met = 0;
    for (const entry of entries) if (entry.some((fact) => facts.has(fact)) && ++met >= least) return true;
    return false;
  });
  const shows = (row, facts) =>
    holds(row.when, facts) && !(row.unless.length && holds(row.unless, facts));

  // Whom to call for what is known: the first visible row for a contact wins.
  const callsFor = (table, known) => {
    const seen = new Set();
    return table.calls.filter((call) => !seen.has(call.contact) && shows(call, known) && seen.add(call.contact));
  };

  // said: a set of indexes of facts; place: an index or -1. Returns ids only, in order.
  const outline = (table, said, place) => {
    const matched = table.rules.filter((rule) => holds(rule.when, said));
    const rank = Math.min(table.otherwise, ...matched.map((rule) => rule.outcome));
    const because = matched.filter((rule) => rule.outcome === rank);
    const known = new Set(said);
    known.add(table.facts.indexOf(table.outcomes[rank])).add(table.page);
    for (let at = place; at >= 0; at = table.within[at] ?? -1) known.add(at);
    const calls = callsFor(table, known), ticks = table.asked.filter((fact) => said.has(fact));
    const fill = (block) => {
      if (block.kind === 'calls') return calls.filter((call) => call.prominent === block.prominent);
      if (block.kind === 'reasons') return because;
      if (block.kind === 'unsure') return ticks.filter((fact) => table.unsure.includes(fact));
      if (block.kind === 'ticks') {
        const sure = ticks.filter((fact) => !table.unsure.includes(fact));
        return place < 0 ? sure : [...sure, place];
      }
      return null;
    };
    const sections = [];
    for (const section of table.sections) {
      const blocks = section.blocks.filter((block) => shows(block, known))
        .map((block) => ({ block, filling: fill(block) }))
        .filter(({ filling }) => !filling || filling.length);
      if (blocks.length) sections.push({ section, blocks });
    }
    return { outcome: table.outcomes[rank], because, sections };
  };

  // ---- the words: trees of [tag, attributes, ...children], made from the server's own pieces

  const grow = (tree) => {
    if (typeof tree === 'string') return document.createTextNode(tree);
    const [tag, attributes, ...children] = tree;
    const node = /^(svg|g|path|circle)$/.test(tag)
      ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    node.append(...children.map(grow));
    return node;
  };

  const list = (name, trees) => {
    const node = document.createElement('ul');
    if (name) node.className = name;
    node.append(...trees.map(grow));
    return node;
  };

  const filled = (table, block, filling, leads) => {
    if (block.kind === 'calls') {
      const node = list('calls', filling.map((call) => call.tree));
      if (leads) node.firstChild.classList.add('first');
      return node;
    }
    if (block.kind === 'reasons') return list('', filling.map((rule) => rule.tree));
    return list('ticks', filling.map((fact) => table.ticks[fact]));
  };

  const render = (table, outlined) => {
    const nodes = [grow(table.tops[outlined.outcome])];
    outlined.sections.forEach(({ section, blocks }, number) => {
      const node = grow(section.tree), sources = new Set();
      let steps = null, step = null, said = false;
      for (const { block, filling } of blocks) {
        block.sources.forEach((source) => sources.add(source));
        if (block.kind === 'reasons') for (const rule of filling) rule.sources.forEach((source) => sources.add(source));
        if (block.kind === 'step') {
          if (!steps) { steps = document.createElement('ol'); steps.className = 'steps'; node.append(steps); }
          steps.append(step = grow(block.tree));
          continue;
        }
        if (block.kind !== 'say') steps = step = null;
        if (block.tree) (step || node).append(grow(block.tree));
        if (filling) node.append(filled(table, block, filling, number === 0));
        said = said || block.kind === 'ticks' || block.kind === 'unsure';
      }
      if (said) node.append(grow(table.change));
      if (sources.size) {
        const details = grow(table.sourced);
        details.append(list('', [...sources].map((source) => table.sources[source])));
        node.append(details);
      }
      nodes.push(node);
    });
    return nodes;
  };

  // ---- the screens

  const start = (table) => {
    const form = document.querySelector('#check'), main = form.parentElement;
    const heading = main.querySelector('h1'), title = heading.textContent, tab = document.title;
    const steps = [...form.querySelectorAll('.step')], words = form.dataset;
    document.querySelector('#alone')?.remove();
    const extras = [...main.children].filter((node) => node !== form && !node.matches('.draft'));
    const result = document.createElement('div'), bar = document.createElement('div');
    const urgent = extras.find((node) => node.matches('.section-check-danger'));
    const index = new Map(table.facts.map((fact, at) => [fact, at]));
    const button = (text, name, act) => {
      const node = document.createElement('button');
      node.type = 'button';
      node.className = name;
      node.textContent = text;
      node.addEventListener('click', act);
      return node;
    };
    let current = 0, sheet = null;

    // The sheet for a call, in this very page: what was ticked goes on to it, and nowhere else.
    const openSheet = () => {
      const node = grow(table.sheet), field = node.querySelector('[data-carries]');
      const noticed = table.noticed.filter((fact) => answers().said.has(fact));
      if (field) field.value = noticed.map((fact) => grow(table.ticks[fact]).querySelector('span').textContent).join('\n');
      if (field) field.rows = Math.max(field.rows, noticed.length + 1);
      node.querySelector('#tools').hidden = false;
      return node;
    };

    const answers = () => {
      const said = new Set();
      let place = -1;
      for (const field of form.querySelectorAll('input:checked, select')) {
        const fact = index.get(field.value);
        if (fact === undefined) continue;
        if (table.asked.includes(fact)) said.add(fact); else place = fact;
      }
      return { said, place };
    };

    const show = (at, arriving) => {
      const asking = typeof at === 'number';
      result.hidden = asking;
      form.hidden = !asking;
      extras.forEach((node) => { node.hidden = !asking || (at > 0 && node !== urgent && !node.contains(heading)); });
      document.title = asking ? tab : table.title;
      main.className = asking ? 'page-check stepwise' : 'wide';
      result.className = asking ? '' : at === 'sheet' ? 'page-notes' : 'page-outcome';
      if (asking) {
        current = at;
        steps.forEach((step, number) => { step.hidden = number !== at; });
        heading.textContent = at ? steps[at].querySelector('h2').textContent : title;
        back.hidden = at === 0;
        next.hidden = at === steps.length - 1;
        finish.className = next.hidden ? '' : 'quiet';
        if (!arriving) heading.focus();
      } else if (at === 'sheet') {
        result.replaceChildren(sheet ??= openSheet());
        result.querySelector('h1').focus();
      } else {
        const { said, place } = answers(), nodes = render(table, outline(table, said, place));
        if (at === 'calls') nodes.splice(2, nodes.length, button(words.go, 'quiet', () => go(1)));
        result.replaceChildren(...nodes);
        result.querySelector('h1').focus();
      }
      if (!arriving) scrollTo(0, 0);
    };
    const go = (at) => { history.pushState({ step: at }, ''); show(at); };

    const next = button(words.next, '', () => {
      const { said } = answers();
      go(current === 0 && table.danger.some((fact) => said.has(fact)) ? 'calls' : current + 1);
    });
    const back = button(words.back, 'quiet', () => history.back());
    const finish = button(words.show, '', () => go('end'));
    bar.className = 'bar';
    bar.append(next, finish, back);
    form.querySelectorAll('button').forEach((node) => node.remove());
    form.querySelector('#sent').textContent = words.private;
    form.append(bar);
    main.append(result);

    // A ZIP code chooses from the list, or leaves in it only where the code may be.
    const code = form.querySelector('#zip'), list = form.querySelector('#place');
    if (code) code.addEventListener('input', () => {
      const told = form.querySelector('#zip-d'), zip = /^\s*(\d{5})(-\d{4})?\s*$/.exec(code.value);
      const run = zip && table.zips.find(([first, last]) => first <= zip[1] && zip[1] <= last);
      const found = run ? run[2].map((fact) => table.facts[fact]) : [];
      for (const option of list.options) option.hidden = found.length > 1 && !!option.value && !found.includes(option.value);
      list.value = found.length === 1 ? found[0] : '';
      told.textContent = !zip || found.length === 1 ? '' : found.length ? told.dataset.several : told.dataset.unknown;
    });
    // A link to a part of the form leads to its step.
    main.addEventListener('click', (event) => {
      const link = event.target.closest('a[href^="#"]'), at = link ? steps.findIndex((step) => `#${step.id}` === link.hash) : -1;
      if (at >= 0) { event.preventDefault(); go(at); }
    });
    document.addEventListener('wipe', () => { for (const option of list ? list.options : []) option.hidden = false; });
    form.addEventListener('submit', (event) => { event.preventDefault(); go('end'); });
    result.addEventListener('submit', (event) => event.preventDefault());
    result.addEventListener('click', (event) => {
      if (table.sheet && event.target.closest(`a[href="${table.notes}"]`)) { event.preventDefault(); return go('sheet'); }
      const link = event.target.closest('[form=change], #change button');
      if (!link) return;
      const name = (link.getAttribute('formaction') || '').split('#')[1];
      go(Math.max(0, steps.findIndex((step) => step.id === name)));
    });
    // Forward to an outcome after the answers are gone: begin again instead.
    addEventListener('popstate', (event) => {
      const at = event.state ? event.state.step : 0, { said, place } = answers();
      show(typeof at === 'number' || said.size || place >= 0 ? at : 0);
    });
    document.addEventListener('wipe', () => { sheet = null; result.replaceChildren(); });
    // The answers were wiped as the page went: begin again rather than show an empty outcome.
    addEventListener('pageshow', (event) => { if (event.persisted) show(0, true); });

    const asked = steps.findIndex((step) => `#${step.id}` === location.hash);
    history.replaceState({ step: Math.max(0, asked) }, '');
    show(Math.max(0, asked), true);
  };

  // Without the table the form stays as it is, and works.
  if (document.querySelector('#check [role=alert], .error')) return;
  fetch(url, { credentials: 'omit' }).then((reply) => reply.json()).then((table) => {
    document.dispatchEvent(new CustomEvent('table', { detail: { table, callsFor, outline, render } }));
    // Someone who has begun on the long form goes on with it.
    if (!document.querySelector('#check :is(input:checked, option:checked):not([value=""])')) start(table);
  }).catch(() => {});
})();
