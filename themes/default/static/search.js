// The page of the search: shows what is found. Nothing is sent anywhere.

import { Finder, fold, folded } from './finder.js';

/** How many bytes a query reads at most, with the pages that excerpts are cut from. */
const QUERY_BUDGET = 120_000;
const PER_PAGE = 20;
const PER_FILE = 16;

function make(name, className, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** A text in which words are marked. */
function marked(text, words) {
  const { text: compared, places } = folded(text);
  const isMarked = new Uint8Array(text.length);
  for (const word of words) {
    for (let at = compared.indexOf(word); at >= 0; at = compared.indexOf(word, at + 1)) isMarked.fill(1, places[at], places[at + word.length]);
  }
  const nodes = [];
  for (let [from, to] = [0, 1]; from < text.length; from = to, to++) {
    while (to < text.length && isMarked[to] === isMarked[from]) to++;
    nodes.push(isMarked[from] ? make('mark', '', text.slice(from, to)) : text.slice(from, to));
  }
  return nodes;
}

/** What stands in a page around the first of some words. */
function excerpt(html, words) {
  const main = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
  main?.querySelectorAll('h1, nav, dl').forEach((other) => other.remove());
  const text = main?.textContent.replace(/\s+/g, ' ') ?? '';
  const { text: compared, places } = folded(text);
  const longest = [...words].sort((one, other) => other.length - one.length);
  const at = longest.map((word) => compared.indexOf(word)).find((place) => place >= 0);
  if (at === undefined) return '';
  const [from, to] = [Math.max(0, at - 30), Math.min(places.length - 1, at + 90)];
  return `${from ? '…' : ''}${text.slice(places[from], places[to]).trim()}${to < places.length - 1 ? '…' : ''}`;
}

function start(form) {
  const [count, found, list, more, none, titles, choices, widen] =
    ['count', 'found', 'results', 'more', 'none', 'titles', 'choices', 'widen'].map((id) => document.getElementById(id));
  const input = form.elements.namedItem('q');
  const agencies = [...form.querySelectorAll('[data-names]')].map(({ value, dataset }) => ({ key: value, names: dataset.names.split('|').map(fold).filter(Boolean) }));
  const texts = new Map();
  let [finder, shown, turn, timer] = [null, 0, 0, 0];

  /** A file of the portal, which counts for as much as came over the wire. */
  async function load(url) {
    const response = await fetch(url, { cache: 'no-cache' });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    const text = await response.text();
    load.bytes += performance.getEntriesByName(response.url).at(-1)?.encodedBodySize || new Blob([text]).size;
    return text;
  }
  const indexed = (path) => {
    if (!texts.has(path)) texts.set(path, load(form.dataset.index + path));
    return texts.get(path);
  };
  Object.defineProperty(indexed, 'bytes', { get: () => load.bytes });

  async function run() {
    const mine = ++turn;
    const { q, ...choice } = Object.fromEntries(new FormData(form));
    load.bytes = 0;
    titles.hidden = q.trim() !== '';
    choices.hidden = found.hidden = !titles.hidden;
    if (found.hidden) count.textContent = '';
    else await attempt(async () => {
      const next = new Finder(form.dataset.layout, indexed, agencies);
      await next.begin(q, choice);
      await next.more(PER_PAGE);
      if (mine !== turn) return;
      [finder, shown] = [next, 0];
      list.replaceChildren();
      await show(mine);
    });
  }

  /** Where a file cannot be had, the titles are there. */
  async function attempt(what) {
    try {
      await what();
    } catch (error) {
      texts.clear();
      count.textContent = count.dataset.failed;
      titles.hidden = false;
      console.warn(error);
    }
  }

  async function show(mine) {
    const { hits, left, words, inHead } = finder;
    const first = shown;
    const entries = hits.slice(first, first + PER_PAGE);
    const files = await Promise.all(entries.map((entry) => indexed(`results/${Math.floor(entry / PER_FILE)}.json`)));
    if (mine !== turn) return;
    const told = files.map((file, at) => JSON.parse(file)[entries[at] % PER_FILE]);
    const items = told.map((result) => item(result, words));
    list.append(...items);
    shown += entries.length;
    count.textContent = count.dataset[left ? 'some' : hits.length ? 'found' : 'none'].replace('{n}', hits.length);
    more.hidden = shown === hits.length && !left;
    none.hidden = hits.length > 0 || left > 0;
    if (first) items[0]?.querySelector('a').focus();
    await Promise.all(items.map(async (element, at) => {
      // An excerpt is cut out of the page itself, which the reader probably opens next.
      if (first + at < inHead || load.bytes > QUERY_BUDGET) return;
      const page = await load(form.dataset.root + told[at][0]);
      element.querySelector('.excerpt').append(...marked(excerpt(page, words), words));
    }));
  }

  function item([address, title, agency, kind, date, docNo, indexNo, status], words) {
    const link = make('a', '', ...marked(title, words));
    link.href = form.dataset.root + address;
    const badge = status && status !== form.dataset.inForce ? [' ', make('strong', 'badge', status)] : [];
    const facts = [agency, kind, date].filter(Boolean).map((fact) => make('span', '', fact));
    const ids = [docNo, indexNo].filter(Boolean).map((id) => make('span', '', ...marked(id, words)));
    return make('li', '', make('h3', '', link, ...badge), make('p', 'excerpt'), make('p', 'meta', ...facts, ...ids));
  }

  /** Finds what the form asks for now, and has the address say so. */
  function ask(how) {
    const url = new URL(location);
    url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    if (url.href !== location.href) history[how](null, '', url);
    run();
  }

  function recall() {
    const asked = [...new URLSearchParams(location.search)];
    choices.open ||= asked.length > 1 || matchMedia('(min-width: 48em)').matches;
    form.reset();
    for (const [name, value] of asked) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    run();
  }

  form.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(timer); ask('pushState'); });
  choices.addEventListener('change', () => ask('pushState'));
  for (const typed of ['input', 'compositionend']) {
    input.addEventListener(typed, ({ isComposing }) => {
      clearTimeout(timer);
      if (!isComposing) timer = setTimeout(ask, 150, 'replaceState');
    });
  }
  more.addEventListener('click', () => attempt(async () => {
    const mine = turn;
    await finder.more(shown + PER_PAGE);
    if (mine === turn) await show(mine);
  }));
  widen.addEventListener('click', () => {
    const { value } = input;
    form.reset();
    input.value = value;
    input.focus();
    ask('pushState');
  });
  addEventListener('popstate', recall);
  recall();
}

start(document.getElementById('search'));
