// The small network that reads words: the same walk as notice/reading.py and notice/weighing.py
// over the same tables. `notice.js` and `coach.js` import it. Places are counted in code points.
const WINDOW = 40, STRIDE = 30, SCOPE = 5, PART = 4, MOST_WORDS = 4, SHARE = 3;
const NUMBERS = [5, 13, 18, 21, 70, 101, 1001], LONGEST_NUMBER = 9;
// A sign of `rows` stands for its place in a book; the backslash is left out. See notice/model.py.
const LOWEST = 35, LEFT_OUT = 92;

// The tables, ready to walk.
export const build = (file) => {
  const to = [...file.fold[1]], rows = new Map(), { units, books } = file;
  const numbers = new Int32Array(units * file.shifts.length);
  let at = 0, sign = 0;
  file.features.split('\n').forEach((feature, number) => {
    rows.set(feature, at);
    for (const book of books) {
      const code = file.rows.charCodeAt(sign++);
      for (const one of book[code - LOWEST - (code > LEFT_OUT)]) numbers[at++] = one << file.shifts[number];
    }
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
  for (const { 0: raw, index } of points.map((point) => model.fold.get(point) ?? ' ').join('').matchAll(/[a-z']+|[0-9]+|[$.,?]/g)) {
    const word = raw.replaceAll("'", '');
    const end = index + raw.length, begins = !found.at(-1).length;
    if (word === '.' || word === '?') {
      if (word === '?' && !begins) found.at(-1).push({ word, start: index, end, negated: false, begins });
      if (!begins) found.push([]);
      scope = 0;
    } else if (word) {
      if (word === ',' || model.breakers.has(word)) scope = 0;
      found.at(-1).push({ word: classed(word), start: index, end, negated: scope > 0, begins });
      scope = model.negators.has(word) ? SCOPE : scope - 1;
    }
  }
  return found.filter((sentence) => sentence.length);
};

export const windows = (found) => {
  const cut = [];
  let open = [];
  for (const sentence of found) {
    if (open.length && open.length + sentence.length > WINDOW) { cut.push(open); open = []; }
    open = [...open, ...sentence];
    for (; open.length > WINDOW; open = open.slice(STRIDE)) cut.push(open.slice(0, WINDOW));
  }
  return open.length ? [...cut, open] : cut;
};

const features = ({ word, negated }) => {
  const found = negated ? [`=${word}`, `!${word}`] : [`=${word}`];
  if (/^[a-z]+$/.test(word)) for (let at = 0; at <= word.length + 2 - PART; at += 1) found.push(` ${word} `.slice(at, at + PART));
  return found;
};

// ---- weighing

// A word where it stands, with the rows of its features.
const weighWord = ({ rows }, open, at) => {
  const word = open[at], its = features(word);
  if (word.begins) its.push(`=. ${word.word}`);
  else if (at) its.push(`=${open[at - 1].word} ${word.word}`);
  return { ...word, rows: its.flatMap((feature) => rows.get(feature) ?? []) };
};

const add = ({ file: { units }, numbers }, rows, sums) => {
  for (const row of rows) for (let unit = 0; unit < units; unit += 1) sums[unit] += numbers[row + unit];
  return sums;
};

// The sentences of a text, every word weighed once for all windows that it will stand in.
export const told = (model, points) => sentences(model, points).map((one) => one.map((_, at) => weighWord(model, one, at)));

// `cues`: [id, start, end] of what cues found in the text. What reaches into the window counts as
// one word alone would, however long the window.
export const weigh = (model, cut, cues = []) => {
  const { file: { inverse, offsets, units: size }, rows } = model;
  const open = cut[0].begins ? cut : [weighWord(model, cut.slice(0, 1), 0), ...cut.slice(1)];
  const ids = cues.flatMap(([cue, start, end]) => start < open.at(-1).end && open[0].start < end ? [`>${cue}`] : []);
  const cued = add(model, [...new Set(ids)].flatMap((id) => rows.get(id) ?? []), new Float64Array(size));
  const units = new Float64Array(size);
  let count = 0;
  for (const word of open) {
    add(model, word.rows, units);
    count += word.rows.length;
  }
  const root = inverse[Math.min(count, inverse.length - 1)];
  for (let unit = 0; unit < size; unit += 1) {
    units[unit] = Math.max(0, Math.floor((units[unit] * root + cued[unit] * inverse[1]) / 65536) + offsets[unit]);
  }
  return { open, units };
};

export const scored = ({ file: { weights, biases } }, { units }, label) => {
  const its = weights[label];
  let sum = 0;
  for (let unit = 0; unit < units.length; unit += 1) sum += its[unit] * units[unit];
  return Math.floor(sum / 256) + biases[label];
};

// Where the words stand that raised a label most.
export const led = (model, label, { open, units }) => {
  const weights = model.file.weights[label], sums = new Float64Array(units.length);
  const shares = open.map(({ rows }) => add(model, rows, sums.fill(0)).reduce((all, sum, unit) => units[unit] ? all + weights[unit] * sum : all, 0));
  const most = Math.max(...shares);
  if (most <= 0) return [];
  return shares.map((_, at) => at).sort((one, two) => shares[two] - shares[one] || one - two)
    .slice(0, MOST_WORDS).filter((at) => shares[at] * SHARE >= most).sort((one, two) => one - two);
};
