// From a sentence meant for a child to what may hurt in it and what is good: what coach/walking.py,
// documents/saying.py and documents/coaching.py say. `device/own.js` fetches it when it is asked for.
import { build as buildCues, findMatches } from './cues.js';
import { build as buildModel, led, scored, told, weigh, windows } from './network.js';

const SHOWN = 2, SHORT = 8, DENIED = 0;
const HOLDS = ['stop', 'reconsider'];
export const longest = 2000;

// The tables, ready to walk.
export const build = ({ sayings, cues }) => ({ ...buildCues(cues), learned: buildModel(sayings) });

// Matches of one pattern that overlap are one.
const apart = (found) => found.sort((one, two) => one[1] - two[1] || one[2] - two[2]).reduce((kept, [pattern, start, end]) => {
  const last = kept.at(-1);
  if (last && start < last[2]) last[2] = Math.max(last[2], end); else kept.push([pattern, start, end]);
  return kept;
}, []);

// `matches`: [pattern, start, end] in the order of the table, with places in code points; `denied`.
const findCues = (model, points) => {
  const { patterns } = model, { found, denied } = findMatches(model, points), present = new Set();
  const held = [];
  const kept = patterns.flatMap(({ kind, least, beside }, number) => {
    // A word is shown under one pattern only, the gravest: nobody is told the same thing twice.
    const holds = HOLDS.includes(kind), isHeld = ([, start, end]) => held.some(([other, begun, ended]) =>
      start < ended && begun < end && !beside.includes(other));
    let its = apart(found.filter(([pattern]) => pattern === number));
    if (holds && least === 1) its = its.filter((one) => !isHeld(one));
    if (its.length < least) return [];
    present.add(number);
    if (holds) held.push(...its);
    return its;
  });
  return { matches: kept.filter(([number]) => !patterns[number].yields_to.some((other) => present.has(other))), denied };
};

// ---- what was learned, as documents/saying.py does

// The words that raised a label, those that follow each other as one; or else all words.
const spans = (model, label, window) => {
  const raised = led(model, label, window), { open } = window, places = raised.length ? raised : [...open.keys()];
  let start = places[0];
  return places.flatMap((place, at) => {
    if (places[at + 1] === place + 1) return [];
    const span = [open[start].start, open[place].end];
    start = places[at + 1];
    return [span];
  });
};

export const findPatterns = (model, text) => {
  const { patterns, learned } = model, points = [...text].slice(0, longest), { matches, denied } = findCues(model, points);
  const { labels, thresholds, alone, cued, weights } = learned.file, cues = matches.map(([number, ...span]) => [patterns[number].id, ...span]);
  const said = told(learned, points), present = new Map();
  const read = (cuts) => cuts.map((open) => {
    const window = weigh(learned, open, cues);
    return { ...window, scores: weights.map((_, label) => scored(learned, window, label)) };
  });
  // Each sentence by itself too: kind words do not undo what another sentence does.
  const whole = read(windows(said)), each = said.length > 1 ? read(said.flatMap((one) => windows([one]))) : whole;
  const best = (found, label) => found.reduce((one, two) => two.scores[label] > one.scores[label] ? two : one);
  if (!whole.length) return matches;
  const count = (one) => one.filter(({ word }) => word !== ',' && word !== '?').length, words = count(said.flat());
  const inFew = (its) => said.some((one) => count(one) <= SHORT && its.some(([, start, end]) => one[0].start < end && start < one.at(-1).end));
  const isGrave = ({ kind }) => kind === 'stop' || kind === 'limit';
  const stopped = matches.some(([number]) => isGrave(patterns[number]));
  patterns.forEach((pattern, number) => {
    const { id, kind } = pattern, its = matches.filter(([one]) => one === number), label = labels.indexOf(id);
    if (label >= 0) {
      const all = best(whole, label), part = best(each, label), highest = best([all, part], label);
      // What is denied is found by the model alone only where that is likelier than not.
      const isLikely = its.length || !denied.some(([one]) => one === number) || highest.scores[label] >= DENIED;
      const isLearned = isLikely && (all.scores[label] >= thresholds[label] || part.scores[label] >= alone[label]);
      const isCued = its.length > 0 && (isGrave(pattern) && inFew(its) || highest.scores[label] >= cued[label]);
      if (!isLearned && !isCued || kind === 'praise' && !its.length && words <= SHORT) return;
      if (!its.length) its.push(...spans(learned, label, highest).map((span) => [number, ...span]));
    }
    if (its.length) present.set(number, its);
  });
  // Where a cue of something grave was outvoted, nothing is praised: it may have been right.
  const outvoted = stopped && ![...present.keys()].some((number) => isGrave(patterns[number]));
  return [...present].flatMap(([number, its]) => patterns[number].yields_to.some((other) => present.has(other))
    || outvoted && patterns[number].kind === 'praise' ? [] : its);
};

// ---- saying, as documents/coaching.py does

export const coach = (model, text) => {
  const points = [...text].slice(0, longest), places = new Map();
  for (const [number, start, end] of findPatterns(model, text)) {
    const words = points.slice(start, end).join('').split(/[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/).filter((word) => word).join(' ');
    places.set(number, new Set(places.get(number)).add(words));
  }
  const found = [...places].map(([number, words]) => ({ number, words: [...words], ...model.patterns[number] }));
  const harmful = found.filter(({ kind }) => kind !== 'praise'), limits = harmful.filter(({ kind }) => kind === 'limit');
  return {
    rewrite: harmful.every(({ rewrite }) => rewrite),
    findings: [...harmful.filter(({ kind }) => kind !== 'limit').slice(0, Math.max(SHOWN - limits.length, 1)), ...limits.slice(0, SHOWN)],
    praise: found.filter(({ kind }) => kind === 'praise').slice(0, SHOWN),
    calls: harmful.some(({ calls }) => calls),
  };
};

// What own.js asks for: from the tables and the page's tools to a function of what is typed.
export const prepare = (file, table, { grow, list }) => {
  const model = build(file);
  const show = ({ number, words }, rewrite) => {
    const { top, why, say, sources } = table.patterns[number], node = grow(['li', { class: 'finding' }]);
    const quoted = words.map((word) => `“${word}”`).join(', ');
    node.append(...top ? [grow(top)] : [], grow(['p', { class: 'soft' }, table.led.replace('{words}', () => quoted)]), grow(why), grow(rewrite && say || table.noForm));
    if (sources) node.append(grow(sources));
    return node;
  };
  return (text) => {
    const { rewrite, findings, praise, calls } = coach(model, text), nodes = [], says = [];
    const add = (node) => { nodes.push(node); says.push(node.textContent); };
    if (findings.length) {
      const shown = list('findings', []);
      shown.append(...findings.map((finding) => show(finding, rewrite)));
      nodes.push(grow(table.before), shown);
      for (const { number } of findings) says.push(`${grow(table.patterns[number].top || table.patterns[number].why).textContent}.`.replace('..', '.'));
    } else add(grow(praise.length ? table.fine : table.nothing));
    if (praise.length) {
      add(grow(table.good));
      add(list('', praise.map(({ number }) => ['li', {}, table.patterns[number].why])));
    }
    nodes.push(grow(table.remind));
    if (table.calls.length) {
      const cards = list('calls', table.calls);
      cards.firstChild?.classList.add('first');
      const heading = grow(calls ? table.help : table.whom);
      if (calls) add(heading); else nodes.push(heading);
      nodes.push(cards);
    }
    return { nodes, says };
  };
};
