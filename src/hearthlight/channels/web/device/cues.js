// How words are looked for on the device: the same walk as coach/walking.py over tables of the same
// make. `coach.js` and `notice.js` import it.
const ANY = -1, BEGINS = -2, ENDS = -3, ASKS = -4, CUE = 0;
const SENTENCE_ENDS = '.!?;\n\r…¡¿', CLAUSE_ENDS = ',:()—–';

// Words are keys here, and a word may be the name of something that every object has.
const mapped = (object) => new Map(Object.entries(object));

// ---- a table, as channels/web/coach_table.py writes it

const PLACES = [[ANY, 1, 1], [ANY, 0, 2], [ANY, 0, 5], [ANY, 0, 12], [BEGINS, 0, 0], [ENDS, 0, 0], [ASKS, 0, 0]];
const NEXT = 7, NAMED = 9, BACKSLASH = 92, ZERO = 48;

// A number is one character.
const numbersOf = (text) => Array.from(text, (one) => {
  const code = one.charCodeAt(0);
  return code - (code < BACKSLASH ? ZERO : ZERO + 1);
});

// Word, beginning, and first word of phrases, each to the classes that it is of.
const unpackClasses = ({ items, classes }) => {
  const all = items.split('/'), its = all.map(() => []);
  classes.split(' ').forEach((steps, what) => {
    let at = 0;
    for (const step of numbersOf(steps)) its[at += step].push(what);
  });
  const words = new Map(), beginnings = new Map(), phrases = new Map();
  all.forEach((item, number) => {
    const [first, ...rest] = item.split(' ');
    if (!rest.length) {
      if (first.endsWith('*')) beginnings.set(first.slice(0, -1), its[number]); else words.set(first, its[number]);
    } else if (phrases.has(first)) phrases.get(first).push([rest, its[number]]);
    else phrases.set(first, [[rest, its[number]]]);
  });
  return { words, beginnings, phrases };
};

const unpackSequences = (text) => {
  let following = 0;
  return (text ? text.split(' ') : []).map((written) => {
    const [head, ...codes] = numbersOf(written);
    return [head >> 2, head >> 1 & 1, head & 1, codes.map((code) => {
      if (code < NEXT) return PLACES[code];
      const what = code < NAMED ? following++ : code - NAMED >> 1;
      return [what, code < NAMED ? 1 - (code - NEXT) : 1 - (code - NAMED & 1), 1];
    })];
  });
};

// The table, ready to walk.
export const build = (table) => ({
  ...table, folds: mapped(table.folds),
  languages: Object.entries(table.languages).map(([tag, language]) => {
    const { words, beginnings, phrases } = unpackClasses(language), sequences = unpackSequences(language.sequences);
    const { spellings } = language, said = new Map();
    const firsts = sequences.map(([, , , elements]) => elements.find(([what]) => what >= 0)[0]);
    const needs = sequences.map(([, , , elements]) => [...new Set(elements.filter(([what, least]) => what >= 0 && least).map(([what]) => what))]);
    // A word that many classes hold is a word that people say often. Class to the sequences that
    // need it, and need none that is said more seldom.
    const count = (classes, often) => { for (const what of classes) said.set(what, (said.get(what) ?? 0) + often); };
    for (const classes of words.values()) count(classes, classes.length);
    for (const [word, its] of phrases) for (const [, classes] of its) count(classes, (words.get(word)?.length ?? 0) >> 3);
    const reached = new Map(), pairs = new Map(), often = (what) => said.get(what) ?? 0;
    needs.forEach((needed, number) => {
      const least = needed.reduce((one, two) => often(two) < often(one) ? two : one);
      if (!reached.has(least)) reached.set(least, []);
      reached.get(least).push(number);
    });
    // The first two words of a phrase to the words after them, and its classes.
    for (const [first, its] of phrases) for (const [[second, ...rest], classes] of its) {
      const pair = `${first} ${second}`;
      if (!pairs.has(pair)) pairs.set(pair, []);
      pairs.get(pair).push([rest, classes]);
    }
    return {
      ...language, tag, sequences, firsts, needs, reached, pairs, spellings: mapped(spellings), words, beginnings,
    };
  }),
});

// ---- words

// A letter that stands three times or more stands once.
const shorten = (word) => word.replace(/(.)\1{2,}/g, '$1');

const respell = (word, { spellings, endings }) => {
  if (!/^[0-9]+$/.test(word)) word = shorten(word.replace(/^'+|'+$/g, ''));
  if (spellings.has(word)) return spellings.get(word);
  if (word.includes("'")) {
    for (const [ending, meant] of endings) {
      if (!word.endsWith(ending) || word === ending) continue;
      const stem = word.slice(0, -ending.length).replaceAll("'", '');
      return [...spellings.get(stem) ?? [stem], ...meant];
    }
    word = word.replaceAll("'", '');
    if (spellings.has(word)) return spellings.get(word);
  }
  return word ? [word] : [];
};

const classesOf = (word, { words, beginnings }) => {
  const found = new Set(words.get(word));
  if (/^[0-9]/.test(word)) for (const what of words.get('#') ?? []) found.add(what);
  for (let length = 2; length <= word.length; length += 1) for (const what of beginnings.get(word.slice(0, length)) ?? []) found.add(what);
  return found;
};

// ---- reading

const sentences = (points, folds, language) => {
  const found = [];
  let tokens = [], word = '', start = 0, begins = true, asked = false;
  const endWord = (end) => {
    for (const part of word ? respell(word, language) : []) {
      const classes = classesOf(part, language), breaks = classes.has(language.breaks);
      tokens.push({ word: part, classes, start, end, begins: begins || breaks });
      begins = breaks;
    }
    word = '';
  };
  // Whether a full stop ends no sentence: after `Mr`, or inside `3.30`.
  const goesOn = (at) => {
    if (tokens.at(-1)?.classes.has(language.abbreviations)) return true;
    const following = points[at + 1] ?? '', [first = ''] = folds.get(following) ?? following;
    return first >= '0' && first <= '9';
  };
  points.forEach((character, at) => {
    for (const one of folds.get(character) ?? character) {
      if ((one >= 'a' && one <= 'z') || (one >= '0' && one <= '9') || (one === "'" && word)) {
        if (!word) start = at;
        word += one;
        continue;
      }
      endWord(at);
      if (SENTENCE_ENDS.includes(one) && !(one === '.' && goesOn(at))) {
        if (tokens.length) found.push({ tokens, asks: asked || one === '?' });
        tokens = [];
        asked = one === '¿';
        begins = true;
      } else if (CLAUSE_ENDS.includes(one)) begins = true;
    }
  });
  endWord(points.length);
  return tokens.length ? [...found, { tokens, asks: asked }] : found;
};

// ---- matching

const isDenied = (tokens, at, { denial, looksBack }) => {
  for (let before = at; before > Math.max(0, at - looksBack); before -= 1) {
    if (tokens[before].begins) return false;
    if (tokens[before - 1].classes.has(denial)) return true;
  }
  return false;
};

// Walks through one sentence at all its places at once: a set of places is an integer with a bit
// for each; place `n` is before word `n`, and the last is after all words.
const walkOf = ({ pairs }, tokens, asks) => {
  const size = BigInt(tokens.length), all = (2n << size) - 1n, found = new Map();
  let begins = 0n;
  const add = (what, length, here) => {
    if (!found.has(what)) found.set(what, []);
    const known = found.get(what).find((one) => one[0] === length);
    if (known) known[1] |= here; else found.get(what).push([length, here]);
  };
  tokens.forEach((token, at) => {
    const here = 1n << BigInt(at);
    if (token.begins) begins |= here;
    for (const what of token.classes) add(what, 1n, here);
    for (const [rest, classes] of at + 1 < tokens.length && pairs.get(`${token.word} ${tokens[at + 1].word}`) || []) {
      if (rest.some((word, number) => tokens[at + 2 + number]?.word !== word)) continue;
      for (const what of classes) add(what, BigInt(rest.length + 2), here);
    }
  });
  const ends = begins | 1n << size;
  return {
    found,
    // The places where something of a class begins.
    starts: (what) => found.get(what).reduce((places, [, begun]) => places | begun, 0n),
    // The places where the elements may end that begin at one of `places`.
    ends: (elements, places) => {
      for (const [what, least, most] of elements) {
        if (what >= 0) {
          let after = least ? 0n : places;
          for (const [length, begun] of found.get(what) ?? []) after |= (places & begun) << length;
          places = after;
        } else if (what === ANY) {
          let after = 0n;
          for (let count = least; count <= most; count += 1) after |= places << BigInt(count);
          places = after & all;
        } else if (what === BEGINS) places &= begins;
        else if (what === ENDS) places &= ends;
        else if (what === ASKS && !asks) return 0n;
        if (!places) return 0n;
      }
      return places;
    },
  };
};

const matches = (language, { tokens, asks }) => {
  const walk = walkOf(language, tokens, asks), cues = [], taken = [], denied = [], guarded = new Map();
  // A sequence is looked at only where its rarest class is.
  for (const what of walk.found.keys()) for (const number of language.reached.get(what) ?? []) {
    if (!language.needs[number].every((needed) => walk.found.has(needed))) continue;
    const [pattern, kind, stands, elements] = language.sequences[number], starts = walk.starts(language.firsts[number]);
    if (!walk.ends(elements, starts)) continue;
    for (let at = 0; at < tokens.length; at += 1) {
      const here = 1n << BigInt(at), ends = starts & here && walk.ends(elements, here);
      if (!ends) continue;
      let end = at;
      while (!(ends >> BigInt(end) & 1n)) end += 1;
      if (kind !== CUE) {
        if (!guarded.has(pattern)) guarded.set(pattern, new Set());
        for (let word = stands ? 0 : at; word < (stands ? tokens.length : end); word += 1) guarded.get(pattern).add(word);
        taken.push(stands ? [0, tokens.length] : [at, end]);
      } else if (stands || !isDenied(tokens, at, language)) cues.push([pattern, at, end]);
      else {
        taken.push([at, end]);
        denied.push(pattern);
      }
    }
  }
  const found = cues.filter(([pattern, at, end]) => {
    for (let word = at; word < end; word += 1) if (guarded.get(pattern)?.has(word)) return false;
    return true;
  }).map(([pattern, at, end]) => [pattern, tokens[at].start, tokens[end - 1].end, language.tag]);
  return { found, denied, taken: taken.map(([at, end]) => [tokens[at].start, tokens[end - 1].end]) };
};

// `found`: [cue, start, end, language] for each place in a text, of which every language is tried; `taken`:
// [start, end] of what a guard matches, and of a cue that is denied; `denied`: the cues that are.
// Places are in code points.
export const findMatches = ({ folds, languages }, points) => {
  const each = languages.flatMap((language) => sentences(points, folds, language).map((sentence) => matches(language, sentence)));
  return { found: each.flatMap(({ found }) => found), denied: new Set(each.flatMap(({ denied }) => denied)), taken: each.flatMap(({ taken }) => taken) };
};
