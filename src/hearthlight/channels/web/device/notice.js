// From a caregiver's own words to the signs they may mean: as notice/noticing.py says, with the same
// ear for danger as documents/hearing.py.
// `device/own.js` fetches it when it is asked for.
import { build as buildCues, findMatches } from './cues.js';
import { build as buildModel, led, scored, told, weigh, windows } from './network.js';

const MOST = 5, LEAST = 3, FEW = 8, AROUND = 2, CLAUSE = 4, CLAUSE_LESS = 1536, CLAUSE_GATE_LESS = 512;
const BRIEF = 5, BRIEF_MORE = 320, DENIED_MORE = 2048, GUARDED_MORE = 512;
export const longest = 10000;

// The tables, ready to walk.
export const build = ({ signs, dangers, cues }) => ({ signs: buildModel(signs), dangers: buildModel(dangers), cues: buildCues(cues) });

// ---- noticing

const isWord = ({ word }) => /^[a-z]/.test(word);
const worded = (said) => said.some((sentence) => sentence.some(isWord)) ? said : [];

// A sentence cut at its commas, and before words that end what a "no" reaches.
const clausesOf = (sentence, breakers) => {
  const clauses = [[]];
  for (const word of sentence) {
    if ((word.word === ',' || breakers.has(word.word)) && clauses.at(-1).length >= CLAUSE) {
      clauses.push([]);
      if (word.word === ',') continue;
    }
    clauses.at(-1).push(word);
  }
  if (clauses.length > 1 && clauses.at(-1).length < CLAUSE) {
    const last = clauses.pop();
    clauses.at(-1).push(...last);
  }
  return clauses;
};

// All of a text, and each of several clauses by itself, which must say more.
const partsOf = (model, said) => {
  const { labels, weights } = model.file, gate = labels.length - 1;
  const read = (cuts, less, gateLess) => cuts.map((cut) => {
    const window = weigh(model, cut);
    return { ...window, scores: weights.map((_, label) => scored(model, window, label) - (label === gate ? gateLess : less)) };
  });
  const clauses = said.flatMap((one) => clausesOf(one, model.breakers)), alone = clauses.length > 1 ? clauses : [];
  return [...read(windows(said), 0, 0), ...read(alone.flatMap((one) => windows([one])), CLAUSE_LESS, CLAUSE_GATE_LESS)];
};

// `known`: a set of the ids that the pack has.
const noticeSigns = (model, points, known) => {
  const { labels, thresholds, weights } = model.file, gate = labels.length - 1, found = partsOf(model, worded(told(model, points)));
  if (!found.length) return { ranked: [], offered: [] };
  const best = weights.map((_, label) => found.reduce((one, two) => two.scores[label] > one.scores[label] ? two : one));
  const score = best.map(({ scores }, label) => scores[label]);
  const order = labels.map((_, label) => label).slice(0, gate).filter((label) => known.has(labels[label]))
    .sort((one, two) => score[two] - score[one] || one - two);
  const said = (label) => led(model, label, best[label]).map((at) => best[label].open[at]);
  return {
    ranked: order.slice(0, MOST).map((label) => labels[label]),
    offered: order.filter((label) => score[label] >= thresholds[label] && best[label].scores[gate] >= thresholds[gate]).slice(0, MOST)
      .map((label) => ({ id: labels[label], words: said(label).map(({ start, end }) => points.slice(start, end).join('')) })),
  };
};

// The gate says whether it is danger. Which one is every danger that reaches its own level; where
// none does, the nearest, unless one is named otherwise.
const noticeDangers = (model, said, guarded, denied, named) => {
  const { labels, thresholds } = model.file, gate = labels.length - 1, each = [...Array(gate).keys()];
  return new Set(windows(worded(said)).flatMap((cut) => {
    const window = weigh(model, cut, [...guarded, ...denied]), { open } = window;
    const reaches = (its) => !named && its.some(([, start, end]) => start < open.at(-1).end && open[0].start < end);
    const asked = thresholds[gate] + (open.length <= BRIEF ? BRIEF_MORE : 0)
      + (reaches(denied) ? DENIED_MORE : reaches(guarded) ? GUARDED_MORE : 0);
    if (open.length < LEAST || scored(model, window, gate) < asked) return [];
    const scores = each.map((label) => scored(model, window, label)), reached = each.filter((label) => scores[label] >= thresholds[label]);
    return reached.length || named ? reached : [each.reduce((one, two) => scores[two] > scores[one] ? two : one)];
  }).map((label) => labels[label]));
};

// Whether the model hears so little danger that cues which heard it are not believed. They are where
// one stands in a sentence of few words. Else no part may be near to danger: not all of the text, no
// sentence by itself, and not the words around a cue.
const doubtsDanger = (model, said, heard, taken) => {
  const gate = model.file.labels.length - 1;
  const parts = [...windows(said), ...said.flatMap((one) => windows([one]))];
  for (const one of said) for (const [, start, end] of heard) {
    const places = one.flatMap((token, at) => start < token.end && token.start < end ? [at] : []);
    if (!places.length) continue;
    if (one.length <= FEW) return false;
    parts.push(one.slice(Math.max(0, places[0] - AROUND), places.at(-1) + 1 + AROUND));
  }
  return parts.every((part) => scored(model, weigh(model, part, taken), gate) < model.file.cued[gate]);
};

// Danger is what the cues hear and what the model hears, in the order of `dangers`. The model weighs
// that a guard matches somewhere, or that a cue is denied.
export const notice = (model, text, known, dangers) => {
  const points = [...text].slice(0, longest), heard = findMatches(model.cues, points), { found } = heard;
  const { doubts, languages } = model.dangers.file, fact = ([number]) => model.cues.facts[number];
  const [guarded, denied] = [heard.guarded, heard.denied].map((its) => its.map(([, start, end]) => ['taken', start, end]));
  const said = told(model.dangers, points);
  const doubtful = found.filter((match) => languages.includes(match[3]) && doubts.includes(fact(match)));
  const doubted = doubtful.length > 0 && doubtsDanger(model.dangers, said, doubtful, [...guarded, ...denied]);
  const named = found.filter((match) => !(doubted && doubtful.includes(match))).map(fact);
  const ids = noticeDangers(model.dangers, said, guarded, denied, named.length > 0);
  for (const id of named) ids.add(id);
  return { ...noticeSigns(model.signs, points, known), danger: dangers.filter((id) => ids.has(id)) };
};

// ---- asking

// What own.js asks for: from the tables and the page's tools to a function of what is typed.
export const prepare = (file, table, { grow, list }) => {
  const model = build(file), known = new Set([...Object.keys(table.facts), ...table.dangers]);
  const boxes = (id) => document.querySelectorAll(`input[type=checkbox][value="${id}"]`);
  // A box of ours and the form's own are one: whichever is ticked, and by whom, the other follows.
  document.addEventListener('change', ({ target }) => {
    if (table.facts[target.value]) for (const box of boxes(target.value)) box.checked = target.checked;
  });
  const ask = ({ id, words }) => {
    const node = grow(table.facts[id]), box = node.querySelector('input');
    box.checked = [...boxes(id)].some((other) => other.checked);
    if (words.length) node.querySelector('span').append(grow(['small', {}, table.led.replace('{words}', () => words.map((word) => `“${word}”`).join(', '))]));
    return node;
  };
  return (text) => {
    const { offered, danger } = notice(model, text, known, table.dangers), nodes = [], says = [];
    const at = danger.reduce((sum, id) => sum + 2 ** table.dangers.indexOf(id), 0);
    const calls = list('calls', table.order[at].map((call) => table.calls[call]));
    calls.firstChild?.classList.add('first');
    if (danger.length) {
      const node = grow(table.danger);
      says.push(node.textContent);
      node.append(calls);
      nodes.push(node);
    }
    if (offered.length) {
      const could = grow(table.could), asked = list('asked', []);
      asked.append(...offered.map(ask));
      says.push(could.textContent, ...[...asked.querySelectorAll('span')].map((label) => `${label.firstChild.data}.`));
      nodes.push(could, grow(table.tick), grow(table.asked), asked);
    } else if (!danger.length) {
      nodes.push(grow(table.none));
      says.push(nodes[0].textContent);
    }
    const help = danger.length || !calls.firstChild ? [] : [grow(table.help), calls];
    nodes.push(grow(table.onward), ...help, ...danger.length ? table.now.map(grow) : []);
    return { nodes, says };
  };
};
