#!/usr/bin/env node
// The search of a built portal: what its script finds in the files of the index, and what it does in a browser.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Finder, fold, shard } from '../../themes/default/static/finder.js';
import { launch, listen, openTab } from './browser.mjs';
import { fileBelow, serve } from './host.mjs';

const USAGE = `node search.mjs SITE_DIR [--base /bmzt/]     the example portal
node search.mjs --large LANMU                a portal of 14 agencies and 700 items, built by that program`;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LEAST_RECALL = 0.99;
const MOST_BYTES = 150_000;
// The style sheet and the two scripts alone have as much, packed: less means that something was not weighed.
const LEAST_BYTES = ['site.css', 'finder.js', 'search.js'].reduce((sum, name) => sum + gzipSync(readFileSync(new URL(`../../themes/default/static/${name}`, import.meta.url))).length, 0);

let failures = 0;
const check = (holds, what) => {
  console.log(`${holds ? 'ok   ' : 'FAULT'} ${what}`);
  if (!holds) failures++;
};

const { values, positionals: [given] } = parseArgs({ allowPositionals: true, options: { base: { type: 'string', default: '/' }, large: { type: 'boolean' } } });
if (!given) throw new Error(USAGE);
const root = values.large ? largePortal() : null;
const folder = root ? join(root, 'public') : given;
const page = readFileSync(join(folder, 'search/index.html'), 'utf8');
const layout = page.match(/data-layout="([^"]*)"/)[1];
const agencies = [...page.matchAll(/value="([^"]+)" data-names="([^"]*)"/g)].map(([, key, names]) => ({ key, names: names.split('|').map(fold) }));

try {
  folding();
  await recall();
  await inBrowser();
} finally {
  if (root) rmSync(root, { recursive: true });
}
console.log(failures ? `${failures} faults` : 'the search holds');
process.exitCode = failures ? 1 : 0;

/** A portal with more titles than one page lists, and more agencies than radios are good for. */
function largePortal() {
  const root = mkdtempSync(join(tmpdir(), 'lanmu-search-'));
  const write = (path, text) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('site.toml', '[site]\ntitle = "示例门户"\nbase_url = "https://www.example.gov.cn/"\n\n[[category]]\nslug = "news"\nname = "政务动态"\n\n[check]\nduty-missing = "off"\n');
  for (let agency = 1; agency <= 14; agency++) {
    write(`content/a${agency}/agency.yaml`, `name: 示例市第${agency}局\ninitials: sl${agency}j\n`);
    for (let number = 1; number <= 50; number++) {
      const day = `2024-${String((number % 12) + 1).padStart(2, '0')}-${String((number % 28) + 1).padStart(2, '0')}`;
      write(`content/a${agency}/2024/news/n${number}.md`, `---\ntitle: 示例通知第${agency}之${number}号\ndate: ${day}\n---\n\n本件说明第${agency * number}项工作的办理情况，仅作示例。\n`);
    }
  }
  execFileSync(given, ['build', '--root', root, '--date', '2025-01-15'], { stdio: 'ignore' });
  return root;
}

function folding() {
  const table = JSON.parse(readFileSync(new URL('../search/folding.json', import.meta.url), 'utf8'));
  const wrong = Object.entries(table).filter(([written, expected]) => fold(written) !== expected);
  check(!wrong.length, `${Object.keys(table).length} texts fold as they do where the index is built ${JSON.stringify(wrong)}`);
  check(shard('公开', 1024) === 497 && shard('@agency/kjj', 1024) === 139, 'terms stand in the files they are put into');
}

/** Every title, and parts of the words of every page. */
async function recall() {
  const results = readdirSync(join(folder, 'search/index/results')).map((name) => [Number.parseInt(name), JSON.parse(readFileSync(join(folder, 'search/index/results', name)))]);
  const entries = results.sort(([one], [other]) => one - other).flatMap(([, all]) => all);
  const random = randomNumbers(20241105);
  let [titles, samples, found, most] = [0, 0, 0, 0];
  const lost = [];
  for (const [number, [address, title, , , , docNo, indexNo]] of entries.entries()) {
    for (const query of [title, docNo, indexNo].filter(Boolean)) {
      const { hits } = await found_(query);
      titles += hits.includes(number) ? 0 : 1;
    }
    for (const query of parts(words(address), random)) {
      const { hits, load } = await found_(query);
      samples++;
      most = Math.max(most, load.bytes);
      if (hits.includes(number)) found++;
      else lost.push(query);
    }
  }
  check(titles === 0, `all titles and numbers of ${entries.length} entries are found, but for ${titles}`);
  check(samples > 0 && found >= samples * LEAST_RECALL, `${found} of ${samples} parts of words are found; not ${JSON.stringify(lost.slice(0, 12))}`);
  check(most <= MOST_BYTES, `a query reads at most ${most} bytes of the index`);
}

async function found_(query, choice) {
  const load = async (path) => {
    const file = readFileSync(join(folder, 'search/index', path));
    load.bytes += file.length;
    return file.toString();
  };
  load.bytes = 0;
  const finder = new Finder(layout, load, agencies);
  await finder.begin(query, choice);
  await finder.more(Infinity, Infinity);
  return finder;
}

/** The words of a page's prose, block by block, as a browser shows them. */
function words(address) {
  const html = readFileSync(join(folder, decodeURIComponent(address), address.endsWith('/') ? 'index.html' : ''), 'utf8');
  const prose = [...html.matchAll(/<div class="prose">([\s\S]*?)\n<\/div>/g)].map(([, inner]) => inner).join('\n');
  const blocks = prose.replace(/<(?:script|style)[\s\S]*?<\/(?:script|style)>/g, '').split(/<\/?(?:p|li|ul|ol|h\d|t[rhd]|table|thead|tbody|blockquote|caption|br|div|sup|section|hr|dl|dt|dd|pre)\b[^>]*>/);
  const plain = (text) => text.replace(/<[^>]+>/g, '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&').trim();
  return blocks.map(plain).filter((block) => [...block].length >= 2);
}

function* parts(blocks, random) {
  if (!blocks.length) return;
  for (let sample = 0; sample < (values.large ? 4 : 40); sample++) {
    const signs = [...blocks[random(blocks.length)]];
    const length = 2 + random(5);
    const part = signs.slice(random(Math.max(1, signs.length - length + 1))).slice(0, length).join('');
    // Words are parted by space: such a part is several.
    if (!/\s/.test(part) && [...part].length >= 2) yield part;
  }
}

function randomNumbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

async function inBrowser() {
  const base = `/${values.base}/`.replace(/\/+/g, '/');
  const server = await serve(base, (path) => fileBelow(folder, path));
  const host = `http://127.0.0.1:${server.address().port}${base}`;
  const browser = await launch();
  try {
    await (values.large ? walkLarge : walk)(browser, host);
    await accessible(browser, host);
    await withoutScript(browser, host);
  } finally {
    await browser.close();
    server.close();
  }
}

async function walk(browser, root) {
  const { page, close } = await openTab(browser, { viewport: { width: 1280, height: 900 } });
  const told = [];
  listen(page, (fault) => told.push(fault));
  let loaded = [];
  page.on('response', (response) => loaded.push(response.body().then((body) => gzipSync(body).length, () => 0)));
  const titles = () => page.locator('#results h3').allTextContents();
  const search = async (query) => {
    await page.fill('#q', query);
    await page.keyboard.press('Enter');
    await settled(page);
  };

  // From the head of another page, by keyboard.
  await page.goto(root);
  await page.focus('#find');
  await page.keyboard.type('政府信息公开申请');
  // All that the search loads, packed as the budgets of pages are: its page, the query, and the pages that excerpts are cut
  // from. Bodies of the page before may come in still.
  loaded = [];
  await page.keyboard.press('Enter');
  await page.waitForURL(/search\/\?q=/);
  await settled(page);
  check((await titles()).length > 0, `the form in the head of a page leads to results: ${await page.textContent('#count')}`);
  check((await page.locator('#results .excerpt mark').count()) > 0, 'excerpts are cut and marked');
  const bytes = (await Promise.all(loaded)).reduce((sum, length) => sum + length, 0);
  check(bytes > LEAST_BYTES && bytes <= MOST_BYTES, `the page and its query took ${bytes} bytes`);
  check(await page.locator('#titles').isHidden(), 'the list of titles makes room');

  for (const query of ['运科发〔2024〕', '运科发[2024]', '运科发（２０２４）', '运科发【2024】']) {
    await search(query);
    const first = await page.locator('#results li').first().textContent();
    check(/运科发〔2024〕/.test(first), `${query}: ${first.trim().slice(0, 40)}`);
  }
  await search('科技');
  const [first] = await titles();
  check(/科/.test(first ?? ''), `a word of two characters: ${first}`);
  await search('kjj');
  check(/科学技术局/.test((await titles())[0]), `the initials of an agency: ${(await titles())[0]}`);
  await search('局');
  check((await titles()).every((title) => title.includes('局')), 'a single character stands in titles');
  await search('科技局 示例');
  check((await titles()).length > 1, 'the name of an agency and a word in its titles');

  await search('公开');
  const all = await count(page);
  await page.check('input[name=agency][value=suqian]');
  await settled(page);
  const few = await count(page);
  check(few > 0 && few < all, `an agency is chosen: ${few} of ${all}`);
  check(/agency=suqian/.test(page.url()), 'the address tells the choice');
  await page.focus('input[name=year][value=""]');
  await page.keyboard.press('ArrowDown');
  await settled(page);
  check((await count(page)) <= few, `a year is chosen by keyboard: ${await count(page)}`);
  await page.goBack();
  await settled(page);
  check((await count(page)) === few, 'going back takes the choice back');
  await page.reload();
  await settled(page);
  check((await count(page)) === few && await page.isChecked('input[name=agency][value=suqian]'), 'the address alone asks for the same');

  await search('饕餮鬻爨');
  check(await page.isVisible('#none') && (await page.locator('#none a').count()) > 0, `nothing is found: ${await page.textContent('#count')}`);
  await page.fill('#q', '公开');
  await settled(page);
  check((await count(page)) > 0, 'results come while one types');
  await search('<img src=x onerror=alert(1)>');
  check((await page.locator('main img').count()) === 0, 'a query is text');
  await page.fill('#q', '');
  await page.keyboard.press('Enter');
  check(await page.isVisible('#titles'), 'without a query the titles are there again');
  check(!told.length, `nothing went wrong in the page ${told.join('; ')}`);
  await close();
}

async function walkLarge(browser, root) {
  const { page, close } = await openTab(browser, { viewport: { width: 1280, height: 900 } });
  const told = [];
  listen(page, (fault) => told.push(fault));
  const shown = () => page.locator('#results li').count();
  await page.goto(`${root}search/?q=${encodeURIComponent('办理情况')}`);
  await settled(page);
  check((await count(page)) === 700 && (await shown()) === 20, `${await page.textContent('#count')} ${await shown()} are shown`);
  await page.focus('#more');
  await page.keyboard.press('Enter');
  await settled(page);
  check((await shown()) === 40, `a key shows more: ${await shown()}`);
  check(await page.evaluate(() => document.activeElement === document.querySelectorAll('#results a')[20]), 'the first of them has the focus');
  await page.selectOption('select[name=agency]', 'a3');
  await settled(page);
  check((await count(page)) === 50 && /agency=a3/.test(page.url()), `an agency is chosen from many: ${await page.textContent('#count')}`);
  await page.fill('#q', '饕餮');
  await settled(page);
  await page.click('#widen');
  await settled(page);
  check(!/agency/.test(page.url()), 'and given up again');
  await page.fill('#q', 'sl3j');
  await settled(page);
  check(/第3局/.test(await page.locator('#results li').first().textContent()), 'initials of an agency');
  check(!told.length, `nothing went wrong in the page ${told.join('; ')}`);
  await close();
}

/** Axe, on results. */
async function accessible(browser, root) {
  const { page, look, close } = await openTab(browser);
  const options = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }, resultTypes: ['violations'] };
  for (const query of ['示例', '饕餮']) {
    for (const [width, colorScheme] of [[1280, 'light'], [1280, 'dark'], [375, 'light'], [320, 'dark']]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.goto(`${root}search/?q=${encodeURIComponent(query)}`);
      await settled(page);
      await page.evaluate(() => { document.querySelector('#choices').open = true; });
      await look(`${AXE};0`);
      const faults = await look(`axe.run(document, ${JSON.stringify(options)}).then((result) => result.violations.map(({ id, nodes }) => id + ' ' + nodes[0].target))`);
      const isWide = await look('document.documentElement.scrollWidth > innerWidth');
      check(!faults.length && !isWide, `“${query}” at ${width} px, ${colorScheme} ${faults.join('; ')}${isWide ? ' scrolls sideways' : ''}`);
    }
  }
  await close();
}

async function withoutScript(browser, root) {
  const { page, close } = await openTab(browser, { javaScriptEnabled: false, viewport: { width: 375, height: 812 } });
  await page.goto(`${root}search/?q=x`);
  const links = await page.locator('#titles a').count();
  check(links >= agencies.length && await page.isVisible('#titles') && await page.isHidden('#choices'), `without script ${links} links of titles are there`);
  await close();
}

async function count(page) {
  return Number(/\d+/.exec(await page.textContent('#count'))?.[0] ?? 0);
}

/** Waits until the script has done what it was asked for. */
async function settled(page) {
  await page.waitForTimeout(300);
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.querySelector('#count').textContent !== '');
}
