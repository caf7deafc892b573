// From a caregiver's own words to the signs they may mean: the same walk as notice/reading.py and
// notice/noticing.py over the same tables, and the same ear for danger as documents/hearing.py.
// `device/own.js` fetches it when it is asked for.
import { build as buildCues, findMatches } from './cues.js';

const WINDOW = 40, STRIDE = 30, LEAST = 3, SCOPE = 5, PART = 4, MOST = 5, MOST_WORDS = 4, SHARE = 3;
const NUMBERS = [5, 13, 18, 21, 70, 101, 1001], LONGEST_NUMBER = 9, MIDDLE = 63, DANGER = 'danger-';
export const longest = 10000;

// The tables, ready to walk.
export const build = ({ model, danger }) => ({ ...buildModel(model), cues: buildCues(danger) });

const buildModel = (file) => {
  const to = [...file.fold[1]], rows = new Map(), { units } = file;
  const numbers = new Int32Array(file.rows.length);
  file.features.split('\n').forEach((feature, number) => {
    rows.set(feature, number * units);
    for (let at = number * units; at < (number + 1) * units; at += 1) numbers[at] = (file.rows.charCodeAt(at) - MIDDLE) << file.shifts[number];
  });
  return {
    file, rows, numbers,
    fold: new Map([...file.fold[0]].map((from, at) => [from, to[at]])),
    negators: new Set(file.negators), breakers: new Set(file.breakers),
  };
};

// ---- reading

const classed = (word) => !/^\d/.test(word) ? word
  : `#${word.length > LONGEST_NUMBER ? NUMBERS.length : NUMBERS.filter((end) => +word >= end).length}`;

const sentences = (model, points) => {
  const found = [[]];
  let scope = 0;
  for (const { 0: raw, index } of points.map((point) => model.fold.get(point) ?? ' ').join('').matchAll(/[a-z']+|[0-9]+|[$.,]/g)) {
    const word = raw.replaceAll("'", '');
    if (word === '.') {
      if (found.at(-1).length) found.push([]);
      scope = 0;
    } else if (word) {
      if (word === ',' || model.breakers.has(word)) scope = 0;
      found.at(-1).push({ word: classed(word), start: index, end: index + raw.length, negated: scope > 0 });
      scope = model.negators.has(word) ? SCOPE : scope - 1;
    }
  }
  return found.filter((sentence) => sentence.length);
};

const windows = (found) => {
  const cut = [];
  let open = [];
  for (const sentence of found) {
    if (open.length && open.length + sentence.length > WINDOW) { cut.push(open); open = []; }
    open = [...open, ...sentence];
    for (; open.length > WINDOW; open = open.slice(STRIDE)) cut.push(open.slice(0, WINDOW));
  }
  return open.length ? [...cut, open] : cut;
};

// Sentences, and what stands between their commas: danger is looked for in each by itself too.
const parts = (found) => found.flatMap((sentence) => {
  const commas = sentence.flatMap(({ word }, at) => word === ',' ? [at] : []), ends = [...commas, sentence.length];
  const spans = found.length > 1 ? [[0, sentence.length]] : [];
  if (commas.length) [0, ...commas.map((at) => at + 1)].forEach((start, at) => spans.push([start, ends[at]]));
  return spans.filter(([start, end]) => end - start >= LEAST)
    .map(([start, end]) => sentence.slice(start, Math.min(end, start + WINDOW)));
});

const features = ({ word, negated }) => {
  const found = negated ? [`=${word}`, `!${word}`] : [`=${word}`];
  if (/^[a-z]+$/.test(word)) for (let at = 0; at <= word.length + 2 - PART; at += 1) found.push(` ${word} `.slice(at, at + PART));
  return found;
};

// ---- noticing

// The sum of the rows of words, and how many rows there were.
const add = ({ file, rows, numbers }, open, from, to) => {
  const sums = new Float64Array(file.units);
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const its = features(open[at]);
    if (at) its.push(`=${open[at - 1].word} ${open[at].word}`);
    for (const feature of its) {
      const row = rows.get(feature);
      if (row === undefined) continue;
      count += 1;
      for (let unit = 0; unit < file.units; unit += 1) sums[unit] += numbers[row + unit];
    }
  }
  return { sums, count };
};

const weigh = (model, open) => {
  const { inverse, offsets } = model.file, { sums, count } = add(model, open, 0, open.length);
  const root = inverse[Math.min(count, inverse.length - 1)];
  const units = sums.map((sum, unit) => Math.max(0, Math.floor(sum * root / 65536) + offsets[unit]));
  return { open, units };
};

const scored = ({ file: { weights, biases } }, { units }, label) =>
  Math.floor(weights[label].reduce((sum, weight, unit) => sum + weight * units[unit], 0) / 256) + biases[label];

// The words that raised a label most.
const led = (model, label, { open, units }, points) => {
  const weights = model.file.weights[label];
  const shares = open.map((_, at) => add(model, open, at, at + 1).sums.reduce((all, sum, unit) => units[unit] ? all + weights[unit] * sum : all, 0));
  const most = Math.max(...shares);
  if (most <= 0) return [];
  return shares.map((_, at) => at).sort((one, two) => shares[two] - shares[one] || one - two)
    .slice(0, MOST_WORDS).filter((at) => shares[at] * SHARE >= most).sort((one, two) => one - two)
    .map((at) => points.slice(open[at].start, open[at].end).join(''));
};

// `known`: a set of the ids that the pack has.
const noticeAlone = (model, points, known) => {
  const { labels, thresholds, weights } = model.file, gate = labels.length - 1;
  const told = sentences(model, points);
  if (!told.some((sentence) => sentence.some(({ word }) => /^[a-z]/.test(word)))) return { ranked: [], offered: [], danger: [] };
  const found = windows(told).map((open) => weigh(model, open));
  for (const window of found) window.scores = weights.map((_, label) => scored(model, window, label));
  const best = weights.map((_, label) => found.reduce((one, two) => two.scores[label] > one.scores[label] ? two : one));
  const score = best.map(({ scores }, label) => scores[label]), reaches = (label) => score[label] >= thresholds[label];
  const dangers = labels.flatMap((id, label) => id.startsWith(DANGER) ? [label] : []);
  for (const open of parts(told)) {
    const part = weigh(model, open);
    for (const label of dangers) score[label] = Math.max(score[label], scored(model, part, label));
  }
  const order = labels.map((_, label) => label).slice(0, gate).filter((label) => known.has(labels[label]))
    .sort((one, two) => score[two] - score[one] || one - two);
  const asked = order.filter((label) => !dangers.includes(label));
  return {
    ranked: asked.slice(0, MOST).map((label) => labels[label]),
    offered: asked.filter((label) => reaches(label) && best[label].scores[gate] >= thresholds[gate]).slice(0, MOST)
      .map((label) => ({ id: labels[label], words: led(model, label, best[label], points) })),
    danger: order.filter((label) => dangers.includes(label) && reaches(label)).map((label) => labels[label]),
  };
};

// Danger is what the model hears and what the cues hear, in the order of `dangers`.
export const notice = (model, text, known, dangers) => {
  const points = [...text].slice(0, longest), noticed = noticeAlone(model, points, known), { found, taken } = findMatches(model.cues, points);
  const heard = new Set(found.map(([number]) => model.cues.facts[number]));
  let learned = noticed.danger;
  if (learned.length && taken.length && !heard.size) {
    // What a guard knows better, and what is denied, the model does not hear.
    for (const [start, end] of taken) points.fill(' ', start, end);
    learned = noticeAlone(model, points, known).danger;
  }
  for (const id of learned) heard.add(id);
  return { ...noticed, danger: dangers.filter((id) => heard.has(id)) };
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
