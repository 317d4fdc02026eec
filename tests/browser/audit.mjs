#!/usr/bin/env node
// Opens pages of a built portal in a browser, at three widths, in all colours and sizes that a reader can choose, walks through
// them by keyboard, and tells what falls short.

import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { launch, listen, openTab } from './browser.mjs';
import * as checks from './checks.mjs';
import { decoded, fileBelow, serve } from './host.mjs';
import { PLANTED } from './planted.mjs';

const USAGE = `node audit.mjs SITE_DIR [--base /bmzt/] [--lang en] [--print PATH]… [--shots DIR] PATH…
node audit.mjs --self-test

  --base PATH    where the portal stands on its host (default /)
  --lang LANG    the language of the pages (default zh)
  --print PATH   a page that is also looked at as it is printed
  --shots DIR    where to leave a picture of every page, width and scheme
  --self-test    look at pages with planted faults instead; each one must be found

Exit 0: all hold. 1: something falls short. 2: could not run.`;

// A desk, a phone, and the width of WCAG 1.4.10 (Reflow).
const WIDTHS = [1280, 375, 320];
const SCHEMES = ['light', 'dark'];
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LEAST_WITHOUT_SCRIPTS = 0.99;
// What a first view may weigh, packed, in bytes; the page of the search is given its own budget by what makes it.
const MOST_BYTES = 40 << 10;
const MOST_SCRIPT_BYTES = 2 << 10;
const MOST_REQUESTS = 6;
// A cheap phone on a slow line: a quarter of this machine's speed, 1.6 Mbit/s, and the time it takes to answer, in milliseconds.
const SLOW = { rate: 4, line: { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 } };
// How far what is drawn may move while the page loads.
const MOST_SHIFT = 0.02;
// The choices of the switch at the top that change how a page looks, by their ids.
const CHOICES = [['high', 'cs-h'], ['elder', 'fs-e']];
// The longest report of the example takes five; more means that a table broke up.
const MOST_PRINTED_PAGES = 8;

main().then(
  (status) => { process.exitCode = status; },
  (error) => { console.error(`audit: ${error.message}`); process.exitCode = 2; },
);

async function main() {
  const { values, positionals: [folder, ...paths] } = parseArgs({
    allowPositionals: true,
    options: {
      base: { type: 'string', default: '/' },
      lang: { type: 'string', default: 'zh' },
      print: { type: 'string', multiple: true, default: [] },
      shots: { type: 'string' },
      'self-test': { type: 'boolean' },
    },
  });
  if (values['self-test']) return selfTest();
  if (folder === undefined || !(paths.length + values.print.length)) throw new Error(`nothing to look at\n\n${USAGE}`);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`no such folder: ${folder}`);
  const base = `/${values.base}/`.replace(/\/+/g, '/');
  const all = [...new Set([...paths, ...values.print])].map((path) => path.replace(/^\//, ''));
  const printed = values.print.map((path) => path.replace(/^\//, ''));
  const faults = await audit({ base, find: (path) => fileBelow(resolve(folder), path), paths: all, printed, shots: values.shots, lang: values.lang });
  return conclude(faults);
}

/** Every page → its faults, told as they are found. */
async function audit({ base, find, paths, printed = [], shots, lang = 'zh', tell = console.log }) {
  if (shots) mkdirSync(shots, { recursive: true });
  const server = await serve(base, find);
  const root = `http://127.0.0.1:${server.address().port}${base}`;
  const browser = await launch();
  const linkFault = linkChecker();
  const found = new Map();
  const loads = [];
  try {
    for (const path of paths) {
      const faults = new Faults();
      const subject = { browser, lang, loads, url: root + path, faults, linkFault, isPrinted: printed.includes(path), shots: shots && join(shots, shotName(path)) };
      await auditPage(subject).catch((error) => faults.add('-', `the audit broke off: ${error.message.split('\n')[0]}`));
      found.set(path, faults.lines());
      for (const line of found.get(path)) tell(`FAULT /${path} ${line}`);
      if (!found.get(path).length) tell(`ok    /${path}`);
    }
    tell(slowest(loads, root));
  } finally {
    await browser.close();
    server.close();
  }
  return found;
}

/** How long readers wait on a slow line: told, and no fault, for it depends on how busy this machine is. */
function slowest(loads, root) {
  const [worst] = loads.toSorted((one, other) => other.largest - one.largest);
  const moved = Math.max(...loads.map(({ shift }) => shift));
  const at = worst && `/${worst.url.slice(root.length)}`;
  return `slow line (CPU ÷${SLOW.rate}, 1.6 Mbit/s): largest paint after ${((worst?.largest ?? 0) / 1000).toFixed(2)} s at most, on ${at}; layout shift ${moved.toFixed(3)} at most`;
}

function conclude(found) {
  const failed = [...found.values()].filter((lines) => lines.length).length;
  console.log(`${found.size} pages audited`);
  console.log(`${found.size - failed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}

/** What is wrong with a page, each fault with the places where it shows. */
class Faults {
  #places = new Map();

  add(place, fault) {
    const text = fault.replace(/\s+/g, ' ').slice(0, 300);
    this.#places.set(text, (this.#places.get(text) ?? new Set()).add(place));
  }

  lines() {
    return [...this.#places].map(([text, places]) => `[${[...places].join(', ')}] ${text}`);
  }
}

async function auditPage(subject) {
  const { browser, url, faults } = subject;
  const tab = await openTab(browser, { viewport: viewport(WIDTHS[0]), colorScheme: SCHEMES[0] });
  try {
    let place = `${WIDTHS[0]}/${SCHEMES[0]}`;
    listen(tab.page, (fault) => faults.add(place, fault));
    const loaded = [];
    const note = (response) => loaded.push(response);
    tab.page.on('response', note);
    const response = await tab.page.goto(url, { waitUntil: 'networkidle' });
    tab.page.off('response', note);
    if (response.status() !== 200) faults.add(place, `HTTP status ${response.status()}`);
    else if (!new URL(url).pathname.endsWith('/search/')) await auditWeight(loaded, faults);
    await auditContent(tab, subject, place);
    await tab.look(`${AXE};0`);
    for (const scheme of SCHEMES) {
      await tab.page.emulateMedia({ colorScheme: scheme });
      for (const width of WIDTHS) {
        place = `${width}/${scheme}`;
        await tab.page.setViewportSize(viewport(width));
        await auditLook(tab, subject, place);
        if (place === '375/light') await auditScroll(tab, subject.faults, place);
      }
    }
    // The colours of the system, as some readers set them for all programs.
    place = `${WIDTHS[0]}/forced`;
    await tab.page.setViewportSize(viewport(WIDTHS[0]));
    await tab.page.emulateMedia({ colorScheme: SCHEMES[0], forcedColors: 'active' });
    await auditLook(tab, subject, place);
    await tab.page.emulateMedia({ forcedColors: 'none' });
    await auditSwitch(tab, subject, (now) => { place = now; });
    await auditLoad(subject);
    place = 'print';
    if (subject.isPrinted) await auditPrint(tab, faults);
  } finally {
    await tab.close();
  }
}

const viewport = (width) => ({ width, height: width < 600 ? 812 : 900 });

/** What the first view of a page takes to load, packed as a host packs it. */
async function auditWeight(loaded, faults) {
  const sizeOf = async (response) => ({ isScript: response.request().resourceType() === 'script', size: gzipSync(await response.body()).length });
  const files = await Promise.all(loaded.filter((response) => response.ok()).map(sizeOf));
  const sum = (files) => files.reduce((all, { size }) => all + size, 0);
  if (sum(files) > MOST_BYTES) faults.add('weight', `weighs ${sum(files)} bytes, expected at most ${MOST_BYTES}`);
  const scripts = sum(files.filter(({ isScript }) => isScript));
  if (scripts > MOST_SCRIPT_BYTES) faults.add('weight', `has ${scripts} bytes of scripts, expected at most ${MOST_SCRIPT_BYTES}`);
  if (loaded.length > MOST_REQUESTS) faults.add('weight', `takes ${loaded.length} requests, expected at most ${MOST_REQUESTS}`);
}

/** The page as it comes in on a slow line: nothing that was drawn may move away from the reader. */
async function auditLoad({ browser, url, faults, loads }) {
  const { page, look, send, close } = await openTab(browser, { viewport: viewport(WIDTHS[1]) });
  await send('Network.enable');
  await send('Network.emulateNetworkConditions', SLOW.line);
  await send('Emulation.setCPUThrottlingRate', { rate: SLOW.rate });
  await page.goto(url, { waitUntil: 'networkidle' });
  const { largest, shift } = await look(checks.paints);
  await close();
  loads.push({ url, largest, shift });
  if (shift >= MOST_SHIFT) faults.add('slow line', `layout shift ${shift.toFixed(3)}, expected less than ${MOST_SHIFT}`);
}

/** The page as each choice of its switch shows it: on the page the reader goes to next. */
async function auditSwitch({ page, look }, subject, at) {
  for (const [choice, id] of CHOICES) {
    at(`${WIDTHS[0]}/${choice}`);
    await page.setViewportSize(viewport(WIDTHS[0]));
    const radio = page.locator(`#${id}`);
    if (!(await radio.count())) return;
    await radio.check();
    await page.reload();
    if (!(await radio.isChecked())) subject.faults.add(choice, 'the choice is not kept for the next page');
    await radio.check();
    await look(`${AXE};0`);
    for (const width of WIDTHS.slice(0, 2)) {
      const place = `${width}/${choice}`;
      at(place);
      await page.setViewportSize(viewport(width));
      await auditLook({ page, look }, subject, place);
      if (choice === 'elder') (await look(checks.elderFaults)).forEach((fault) => subject.faults.add(place, fault));
    }
    await page.evaluate(() => localStorage.clear()).catch(() => look('localStorage.clear()'));
    await page.reload();
  }
}

/** Every Tab stop in its order: each is reached, in sight, and shows that it has the focus. */
async function auditKeyboard({ page, look }, say) {
  const count = await look(checks.markStops);
  const reached = new Set();
  // The first is the link to the main part, which has been looked at.
  for (let step = 1; step < count; step++) {
    await page.keyboard.press('Tab');
    const { stop, fault } = await look(checks.focusedStop);
    say(fault);
    if (stop === null || reached.has(stop)) break;
    reached.add(stop);
  }
  if (reached.size < count - 1) say(`keyboard: ${reached.size + 1} of ${count} stops reached, the next would be ${await look(`(${checks.stopText})(${reached.size + 1})`)}`);
}

/** What a phone is too narrow for scrolls by keyboard too, and its labels stay. */
async function auditScroll({ page, look }, faults, place) {
  const count = await look(checks.markScrollers);
  for (let at = 0; at < count; at++) {
    await look(`(${checks.focusScroller})(${at})`);
    await page.keyboard.press('ArrowRight');
    for (let wait = 0; wait < 20 && !(await look(`window.auditedScrollers[${at}].scrollLeft`)); wait++) await page.waitForTimeout(50);
    const fault = await look(`(${checks.scrolledFault})(${at})`);
    if (fault) faults.add(place, fault);
  }
}

/** What does not depend on the width or the colours. */
async function auditContent({ page, look }, { browser, lang, url, faults, linkFault }, place) {
  const say = (fault) => fault && faults.add(place, fault);
  (await look(`(${checks.basicFaults})(${JSON.stringify(lang)})`)).forEach(say);
  say(await look(checks.languageFault));
  (await look(checks.tableFaults)).forEach(say);
  await page.keyboard.press('Tab');
  say(await look(checks.skipLinkFault));
  await auditKeyboard({ page, look }, say);
  for (const link of await look(checks.ownLinks)) say(await linkFault(link));
  await auditWithoutScripts(browser, url, await look(checks.mainContent), faults);
}

async function auditWithoutScripts(browser, url, full, faults) {
  const { page, look, close } = await openTab(browser, { javaScriptEnabled: false, viewport: viewport(WIDTHS[0]) });
  await page.goto(url);
  const plain = await look(checks.mainContent);
  const changed = page.locator('#only-changed');
  if (await changed.count()) {
    await changed.check();
    const fault = await look(checks.onlyChangedFault);
    if (fault) faults.add('no scripts', fault);
    await changed.uncheck();
  }
  const elder = page.locator('#fs-e');
  if (await elder.count()) {
    await elder.check();
    (await look(checks.elderFaults)).forEach((fault) => faults.add('no scripts', fault));
  }
  await close();
  const length = (lines) => lines.reduce((sum, line) => sum + line.length, 0);
  // The very lines are looked for: as much text of another kind would not do.
  const there = new Set(plain.lines);
  const kept = length(full.lines.filter((line) => there.has(line)));
  if (kept < length(full.lines) * LEAST_WITHOUT_SCRIPTS) faults.add('no scripts', `${kept} of ${length(full.lines)} characters are left`);
  if (plain.tables < full.tables) faults.add('no scripts', `${plain.tables} of ${full.tables} tables are left`);
}

async function auditLook({ page, look }, { faults, shots }, place) {
  const options = { runOnly: { type: 'tag', values: AXE_TAGS }, resultTypes: ['violations'] };
  const violations = await look(`axe.run(document, ${JSON.stringify(options)}).then((result) => result.violations.map((violation) =>
    ({ id: violation.id, help: violation.help, places: violation.nodes.map((node) => node.target.join(' ')) })))`);
  for (const { id, help, places } of violations) faults.add(place, `axe ${id}: ${help}: ${places.length} × ${places.slice(0, 3).join(' | ')}`);
  const sideways = await look(checks.sidewaysFault);
  if (sideways) faults.add(place, sideways);
  if (shots) await page.screenshot({ path: `${shots}-${place.replace('/', '-')}.png`, fullPage: true });
}

/** The page on A4. A reader in the dark prints on white paper all the same. */
async function auditPrint({ page, look }, faults) {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const width = await look(checks.printedWidth);
  await page.setViewportSize({ width, height: 1000 });
  for (const fault of await look(checks.printFaults)) faults.add('print', fault);
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  if (pages < 1 || pages > MOST_PRINTED_PAGES) faults.add('print', `takes ${pages} pages, expected 1 to ${MOST_PRINTED_PAGES}`);
}

const shotName = (path) => path.replace(/\/$/, '/index').replace(/[^A-Za-z0-9.-]+/g, '_') || 'index';

/** Says of an address whether it leads nowhere, asking for each page once. */
function linkChecker() {
  const statuses = new Map();
  const ids = new Map();
  const once = (known, url, ask) => known.get(url) ?? known.set(url, ask()).get(url);
  return async (link) => {
    const { pathname, hash } = new URL(link);
    const url = link.split('#')[0];
    const status = await once(statuses, url, () => fetch(url, { method: 'HEAD', redirect: 'manual' }).then((response) => response.status));
    if (status !== 200) return `dead link: ${pathname} answers ${status}`;
    if (hash.length < 2) return null;
    const there = await once(ids, url, () => fetch(url).then((response) => response.text()).then(idsIn));
    const id = decoded(hash.slice(1));
    return there.has(id) ? null : `dead anchor: ${pathname}#${id}`;
  };
}

const idsIn = (html) => new Set([...html.matchAll(/\sid=(?:"([^"]*)"|'([^']*)'|([^\s>]+))/g)].map((match) => match[1] ?? match[2] ?? match[3]));

/** A check that cannot fail is worth nothing: the planted faults must all be found, and none in the sound page. */
async function selfTest() {
  const planted = new Map(PLANTED.map((page) => [page.path, page]));
  const pages = PLANTED.filter(({ expected }) => expected);
  const printed = pages.filter((page) => page.isPrinted).map((page) => page.path);
  const found = await audit({ base: '/self-test/', find: (path) => planted.get(path), paths: pages.map((page) => page.path), printed, tell: () => {} });
  let [passed, failed] = [0, 0];
  const judge = (holds, path, complaint) => {
    if (holds) passed++;
    else failed++;
    if (!holds) console.log([`SELF-TEST /${path}: ${complaint}; found was:`, ...found.get(path)].join('\n  '));
  };
  for (const { path, expected } of pages) {
    if (!expected.length) judge(!found.get(path).length, path, 'nothing was planted');
    for (const fault of expected) judge(found.get(path).some((line) => fault.test(line)), path, `not found: ${fault}`);
  }
  console.log(`${pages.length} pages audited`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}
