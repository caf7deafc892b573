// How words are looked for on the device: the same walk as coach/walking.py over tables of the same
// make. `coach.js` and `notice.js` import it.
const ANY = -1, BEGINS = -2, ENDS = -3, ASKS = -4, CUE = 0;
const SENTENCE_ENDS = '.!?;\n\r…¡¿', CLAUSE_ENDS = ',:()—–';
// A folded word, or what ends a sentence or a clause.
const PIECES = /[a-z0-9][a-z0-9']*|[.!?;\n\r…¡¿,:()—–]/g;

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

// From a word to the classes of the beginnings that it has, of two letters or more.
const begunBy = (beginnings) => {
  const found = new Map();
  for (const [beginning, its] of beginnings) {
    const letters = beginning.slice(0, 2);
    if (!found.has(letters)) found.set(letters, []);
    if (letters.length === 2) found.get(letters).push([beginning, its]);
  }
  return (word) => (found.get(word.slice(0, 2)) ?? []).flatMap(([beginning, its]) => word.startsWith(beginning) ? its : []);
};

// The table, ready to walk.
export const build = (table) => ({
  ...table, folds: mapped(table.folds),
  languages: Object.entries(table.languages).map(([tag, language]) => {
    const { words, beginnings, phrases } = unpackClasses(language), sequences = unpackSequences(language.sequences);
    const { spellings } = language, said = new Map(), begun = begunBy(beginnings);
    const known = new Map([...words].map(([word, its]) => [word, new Set([...its, ...begun(word)])]));
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
      ...language, tag, sequences, firsts, needs, reached, pairs, spellings: mapped(spellings), known, begun,
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

const classesOf = (word, { known, begun }) => {
  const found = known.get(word) ?? new Set(begun(word));
  return /^[0-9]/.test(word) ? new Set([...found, ...known.get('#') ?? []]) : found;
};

// ---- reading

// [piece, start, end] for each word and each end of a clause or sentence.
const piecesOf = (points, folds) => {
  const places = [];
  const folded = points.map((point, at) => {
    const letters = folds.get(point) ?? point;
    for (let unit = 0; unit < letters.length; unit += 1) places.push(at);
    return letters;
  }).join('');
  places.push(points.length);
  return Array.from(folded.matchAll(PIECES), ({ 0: piece, index }) => [piece, places[index], places[index + piece.length]]);
};

const sentences = (points, pieces, language) => {
  const found = [];
  let tokens = [], begins = true, asked = false;
  // Whether a full stop ends no sentence: after `Mr`, or inside `3.30`.
  const goesOn = (at) => tokens.at(-1)?.classes.has(language.abbreviations) || /^[0-9]/.test(points[at + 1] ?? '');
  for (const [piece, start, end] of pieces) {
    if (CLAUSE_ENDS.includes(piece)) begins = true;
    else if (!SENTENCE_ENDS.includes(piece)) {
      for (const word of respell(piece, language)) {
        const classes = classesOf(word, language), breaks = classes.has(language.breaks);
        tokens.push({ word, classes, start, end, begins: begins || breaks });
        begins = breaks;
      }
    } else if (piece !== '.' || !goesOn(start)) {
      if (tokens.length) found.push({ tokens, asks: asked || piece === '?' });
      tokens = [];
      asked = piece === '¿';
      begins = true;
    }
  }
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
  const size = BigInt(tokens.length), all = (2n << size) - 1n;
  const words = new Map(), phrases = new Map(), known = new Map(), present = new Set();
  let begins = 0n;
  tokens.forEach((token, at) => {
    const here = 1n << BigInt(at), { word, classes } = token;
    if (token.begins) begins |= here;
    if (words.has(word)) words.get(word).places |= here;
    else {
      words.set(word, { places: here, classes });
      for (const what of classes) present.add(what);
    }
    for (const [rest, its] of at + 1 < tokens.length && pairs.get(`${word} ${tokens[at + 1].word}`) || []) {
      if (rest.some((following, number) => tokens[at + 2 + number]?.word !== following)) continue;
      for (const what of its) {
        if (!phrases.has(what)) phrases.set(what, []);
        phrases.get(what).push([BigInt(rest.length + 2), here]);
        present.add(what);
      }
    }
  });
  const ends = begins | 1n << size;
  // The lengths of what is of a class, each with the places where it begins.
  const of = (what) => {
    if (!known.has(what)) {
      let single = 0n;
      for (const { places, classes } of words.values()) if (classes.has(what)) single |= places;
      known.set(what, [...single ? [[1n, single]] : [], ...phrases.get(what) ?? []]);
    }
    return known.get(what);
  };
  return {
    present,
    // The places where something of a class begins.
    starts: (what) => of(what).reduce((places, [, begun]) => places | begun, 0n),
    // The places where the elements may end that begin at one of `places`.
    ends: (elements, places) => {
      for (const [what, least, most] of elements) {
        if (what >= 0) {
          let after = least ? 0n : places;
          for (const [length, begun] of of(what)) after |= (places & begun) << length;
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
  const walk = walkOf(language, tokens, asks), cues = [], guarded = [], denied = [], covers = new Map();
  // A sequence is looked at only where its rarest class is.
  for (const what of walk.present) for (const number of language.reached.get(what) ?? []) {
    if (!language.needs[number].every((needed) => walk.present.has(needed))) continue;
    const [pattern, kind, stands, elements] = language.sequences[number], starts = walk.starts(language.firsts[number]);
    if (!walk.ends(elements, starts)) continue;
    for (let at = 0; at < tokens.length; at += 1) {
      const here = 1n << BigInt(at), ends = starts & here && walk.ends(elements, here);
      if (!ends) continue;
      let end = at;
      while (!(ends >> BigInt(end) & 1n)) end += 1;
      if (kind !== CUE) {
        const [begin, last] = stands ? [0, tokens.length] : [at, end];
        if (!covers.has(pattern)) covers.set(pattern, new Set());
        for (let word = begin; word < last; word += 1) covers.get(pattern).add(word);
        guarded.push([pattern, begin, last]);
      } else (stands || !isDenied(tokens, at, language) ? cues : denied).push([pattern, at, end]);
    }
  }
  const found = cues.filter(([pattern, at, end]) => {
    for (let word = at; word < end; word += 1) if (covers.get(pattern)?.has(word)) return false;
    return true;
  });
  const placed = (its) => its.map(([pattern, at, end]) => [pattern, tokens[at].start, tokens[end - 1].end, language.tag]);
  return { found: placed(found), guarded: placed(guarded), denied: placed(denied) };
};

// [cue, start, end, language] for each place in a text, of which every language is tried: what is
// `found`, what guards match, and the cues that are denied. Places are in code points.
export const findMatches = ({ folds, languages }, points) => {
  const pieces = piecesOf(points, folds);
  const each = languages.flatMap((language) => sentences(points, pieces, language).map((sentence) => matches(language, sentence)));
  return { found: each.flatMap(({ found }) => found), guarded: each.flatMap(({ guarded }) => guarded), denied: each.flatMap(({ denied }) => denied) };
};
