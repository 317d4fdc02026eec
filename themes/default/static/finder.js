// What a query finds in the index of the search: few small files are asked for, by the characters of its words.
// `fold`, `shard` and `numbers` do what src/search does when the index is made.

/** How many bytes of the index are read before the reader is asked whether to go on. */
const INDEX_BUDGET = 80_000;
/** A word that names more agencies names none in particular. */
const MOST_AGENCIES = 3;
const SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';
const SAME = [
  [/[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/, ' '],
  [/[\0-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]/, ''],
  [/[[{〔【〖〘〚﹝﹙⟦]/, '('],
  [/[\]}〕】〗〙〛﹞﹚⟧]/, ')'],
  [/['\u2018-\u201f「」『』〝〞]/, '"'],
  [/[\u2010-\u2015\u2212]/, '-'],
  [/[•・‧∙]/, '·'],
];

function plain(sign) {
  const code = sign.codePointAt(0);
  if (code >= 0x4e00 && code <= 0x9fff) return sign;
  const half = code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : sign;
  return SAME.find(([written]) => written.test(half))?.[1] ?? (code < 0x80 || half !== sign ? half.toLowerCase() : sign);
}

/** A text as it is compared; and for each unit of that, where it stands in the text as it is written. */
export function folded(written) {
  let [text, hasSpace, at] = ['', false, 0];
  const places = [];
  for (const sign of written) {
    let same = plain(sign);
    if (same === ' ') hasSpace = true;
    else if (same) {
      if (hasSpace && /[0-9a-z]$/.test(text.slice(-1)) && /[0-9a-z]/.test(same)) same = ` ${same}`;
      hasSpace = false;
      text += same;
      while (places.length < text.length) places.push(at);
    }
    at += sign.length;
  }
  return { text, places: [...places, at] };
}

export const fold = (written) => folded(written).text;

/** In which of some files a term stands. */
export function shard(term, files) {
  let hash = 0;
  for (const sign of term) hash = (Math.imul(hash, 31) + sign.codePointAt(0)) | 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) & (files - 1);
}

/** The numbers of a line of the index: a bit each, or the gaps between them. */
function numbers(line) {
  const found = [];
  const sixes = [...line].map((sign) => SIGNS.indexOf(sign));
  if (line[0] === '!') {
    for (let at = 6; at < sixes.length * 6; at++) if ((sixes[Math.floor(at / 6)] >> at % 6) & 1) found.push(at - 6);
    return found;
  }
  let [next, gap, shift] = [0, 0, 0];
  for (const six of sixes) {
    gap |= (six & 31) << shift;
    shift += 5;
    if (six >= 32) continue;
    found.push(next + gap);
    [next, gap, shift] = [next + gap + 1, 0, 0];
  }
  return found;
}

/** The terms that cover a word: its pairs of characters, of a long word every other one. */
function terms(word) {
  const signs = [...word];
  const pairs = signs.slice(1).map((sign, at) => signs[at] + sign);
  if (pairs.length <= 4) return pairs.length ? pairs : signs;
  const cover = pairs.filter((_, at) => at % 2 === 0 || at === pairs.length - 1);
  return cover.filter((_, at) => at % Math.ceil(cover.length / 8) === 0);
}

const isLong = (word) => [...word].length > 1;
const common = (lists) => lists.map((list) => new Set(list)).reduce((left, right) => new Set([...left].filter((number) => right.has(number))));

/** A query at work. `load(path)` answers with a file of the index, and `load.bytes` tells how much it has read. */
export class Finder {
  constructor(layout, load, agencies) {
    const [, firsts, heads, ...words] = layout.split(' ').map(Number);
    Object.assign(this, { load, agencies, firsts, heads, blocks: [], hits: [], inHead: 0 });
    for (let [at, start] = [0, 0]; at < words.length; start += words[at], at += 2) {
      this.blocks.push({ folder: `words-${at / 2}`, start, end: start + words[at], files: words[at + 1] });
    }
  }

  /** Who has a term in titles (or in words), and who in numbers. */
  async lookup(folder, files, term) {
    const text = `\n${await this.load(`${folder}/${shard(term, files)}.txt`)}`;
    const at = text.indexOf(`\n${term} `) + 1;
    const [, titles, others] = at ? text.slice(at, text.indexOf('\n', at)).split(' ') : [];
    return [numbers(titles ?? ''), numbers(others ?? '')];
  }

  inHeads(terms) {
    return Promise.all(terms.map((term) => this.lookup('heads', this.heads, term)));
  }

  async head(word) {
    const lists = await this.inHeads(terms(word));
    const named = isLong(word) ? this.agencies.filter(({ names }) => names.some((name) => name.includes(word))) : [];
    const owned = await this.inHeads(named.slice(0, named.length <= MOST_AGENCIES ? named.length : 0).map(({ key }) => `@agency/${key}`));
    const [title, number] = [0, 1].map((field) => common(lists.map((list) => list[field])));
    return { title, number, all: new Set([...title, ...number, ...owned.flatMap(([all]) => all)]) };
  }

  /** Finds what has the words in its title, its numbers, or the name of its agency. */
  async begin(query, choice = {}) {
    this.words = [...new Set(query.split(/\s+/).map(fold).filter(Boolean))].slice(0, 8);
    const chosen = Object.entries(choice).filter(([, key]) => key).map(([what, key]) => `@${what}/${key}`);
    const allowed = (await this.inHeads(chosen)).map(([all]) => all);
    this.allowed = allowed.length ? common(allowed) : null;
    this.found = await Promise.all(this.words.map((word) => this.head(word)));
    const rank = (entry) => {
      if (this.found.every(({ title }) => title.has(entry))) return entry < this.firsts ? 0 : 1;
      return this.found.some(({ number }) => number.has(entry)) ? 2 : 3;
    };
    const hits = this.found.length ? this.within(this.found.map(({ all }) => all)) : [];
    const ranks = new Map(hits.map((entry) => [entry, rank(entry)]));
    this.hits = hits.sort((one, other) => ranks.get(one) - ranks.get(other) || other - one);
    this.inHead = hits.length;
    this.left = this.words.some(isLong) ? this.blocks.length : 0;
  }

  within(sets) {
    return [...common(this.allowed ? [...sets, this.allowed] : sets)];
  }

  /** Looks into words, the latest first, until so many are found or enough was read. */
  async more(wanted, budget = INDEX_BUDGET) {
    const limit = this.load.bytes + budget;
    while (this.hits.length < wanted && this.left > 0 && this.load.bytes < limit) await this.block(this.blocks[--this.left]);
  }

  async block({ folder, start, end, files }) {
    const isIn = (entry) => entry >= start && entry < end;
    if (this.allowed && ![...this.allowed].some(isIn)) return;
    const sets = [];
    for (const [at, word] of this.words.entries()) {
      // A single character is looked up in titles only: hardly a text is without it.
      if (!isLong(word)) continue;
      const inWords = await this.inWords(folder, files, terms(word));
      sets.push(new Set([...this.found[at].all].filter(isIn).concat([...inWords].map((local) => start + local))));
      if (!this.within(sets).length) return;
    }
    const known = new Set(this.hits);
    this.hits.push(...this.within(sets).filter((entry) => !known.has(entry)).sort((one, other) => other - one));
  }

  async inWords(folder, files, terms) {
    let found = [];
    for (let at = 0; at < terms.length && (at === 0 || found.size); at += 2) {
      const lists = await Promise.all(terms.slice(at, at + 2).map((term) => this.lookup(folder, files, term)));
      found = common([...(at ? [found] : []), ...lists.map(([all]) => all)]);
    }
    return found;
  }
}
