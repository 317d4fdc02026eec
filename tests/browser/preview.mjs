#!/usr/bin/env node
// Plays a clerk at work: edits, breaks and mends a figure of the example portal, and watches the open page follow.

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { launch, listen, openTab } from './browser.mjs';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
// A bound for waiting that only a broken program reaches.
const PATIENCE = 30_000;
// Long enough for a reload that should not come, to come.
const QUIET = 1_000;

const [binary] = process.argv.slice(2);
if (!binary) {
  console.error('node preview.mjs LANMU_BINARY');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'lanmu-preview-'));
for (const name of ['site.toml', 'content']) cpSync(join(REPOSITORY, name), join(folder, name), { recursive: true });
const server = spawn(resolve(binary), ['serve', '--root', folder, '--port', '0', '--lang', 'zh'], { stdio: ['ignore', 'ignore', 'pipe'] });
const ended = new Promise((done) => { server.once('exit', done).once('error', done); });

const file = (name) => ({
  read: () => readFileSync(join(folder, name), 'utf8'),
  write(text) {
    if (text === this.read()) throw new Error(`${name} no longer holds the figure that is to be changed`);
    writeFileSync(join(folder, name), text);
  },
});

const within = (wait) => wait.then(() => true, () => false);
const appears = (locator) => within(locator.waitFor({ timeout: PATIENCE }));
const holds = (locator, text) => within(locator.filter({ hasText: new RegExp(`^${text}$`) }).waitFor({ timeout: PATIENCE }));

let [passed, failed] = [0, 0];
function judge(what, holds, found = '') {
  if (holds) passed++;
  else failed++;
  console.log(`${holds ? 'ok   ' : 'FAULT'} ${what}${holds ? '' : `: ${found}`}`);
}

await main();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

async function main() {
  let browser;
  try {
    const address = await announced();
    await answering(`${address}kjj/2024/`);
    browser = await launch();
    await play(browser, address);
  } catch (error) {
    judge('the play goes on to its end', false, error.message);
  } finally {
    await browser?.close();
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(browser, address) {
  const report = file('content/kjj/2024/report.yaml');
  const sound = report.read();
  const { page } = await openTab(browser);
  const complaints = [];
  // A reload hangs up on the event stream, as it should.
  listen(page, (complaint) => complaint.includes('/__lanmu/events (net::ERR_ABORTED)') || complaints.push(complaint));
  let loads = 0;
  page.on('load', () => loads++);
  const judgeLoads = async (what, expected) => {
    await page.waitForTimeout(QUIET);
    judge(`${what}: ${expected} loads of the page so far`, loads === expected, `there were ${loads}`);
  };
  const penalties = page.locator('[id="sanctions.penalties"] td');
  const counts = page.locator('#lanmu-bar [role=status]');
  const panel = page.locator('#lanmu-panel');
  const errors = panel.locator('> ol > li.lanmu-error');
  const settled = (pattern) => within(counts.filter({ hasText: pattern }).waitFor({ timeout: PATIENCE }));

  await page.goto(`${address}kjj/2024/`);
  judge('the page shows the figure', await holds(penalties, '0'), await penalties.innerText());
  judge('the bar counts no error', await settled(/本页 ✗ 0 |没有发现问题/), await counts.innerText());
  await judgeLoads('when nothing has changed', 1);

  await page.evaluate(() => scrollTo(0, 600));
  const edited = sound.replace('penalties: 0', 'penalties: 7');
  report.write(edited);
  judge('an edited figure appears by itself', await holds(penalties, '7'), await penalties.innerText());
  await judgeLoads('after an edit', 2);
  const scrolled = await page.evaluate(() => scrollY);
  judge('the page stays where it was', Math.abs(scrolled - 600) < 60, `it was at ${scrolled}`);

  const second = await openTab(browser);
  let others = 0;
  second.page.on('load', () => others++);
  await second.page.goto(`${address}accessibility/`);

  report.write(edited.replace(/(received: .*)0\]/, '$19]'));
  const isTold = await appears(errors.first());
  judge('a wrong total is told beside the page', isTold, 'no finding');
  const words = isTold ? await panel.innerText() : '';
  judge('the finding names the rule', words.includes('requests-row-total'), words);
  judge('the finding names the place', /report\.yaml:\d+:\d+/.test(words), words);
  judge('the finding quotes the line', /received: .*9\]/.test(words), words);
  judge('the cell is outlined', await within(page.locator('[id="requests.received"] td.lanmu-cell-error').first().waitFor({ timeout: PATIENCE })), 'it is not');
  judge('the figure is shown as it is written', (await page.locator('[id="requests.received"] td').last().innerText()) === '9', 'it is not');
  judge('the bar counts the errors', await settled(/本页 ✗ [1-9]/), await counts.innerText());
  await page.keyboard.press('n');
  judge('a key leads to the finding', await errors.first().evaluate((item) => item === document.activeElement), 'it has no focus');
  await page.keyboard.press('Escape');
  judge('another closes the panel', !(await panel.isVisible()), 'it is open');
  await judgeLoads('after a mistake', 3);

  judge('a page of another file tells of it too', await within(second.page.locator('#lanmu-bar [role=status]').filter({ hasText: /全站 ✗ [1-9]/ }).waitFor({ timeout: PATIENCE })), 'no');
  judge('that page was not loaded again', others === 1, `${others} loads`);
  await second.close();

  report.write(sound.replace('requests:', 'requests: ['));
  judge('a broken file is told', await within(panel.locator('li.lanmu-error').filter({ hasText: 'bad-yaml' }).first().waitFor({ state: 'attached', timeout: PATIENCE })), await counts.innerText());
  judge('the page stays', await page.locator('table#requests').isVisible(), 'it is gone');

  report.write(sound.replace('penalties: 0', 'penalties: 8'));
  judge('it recovers by itself', await holds(penalties, '8') && await settled(/本页 ✗ 0 |没有发现问题/), await counts.innerText());
  judge('nothing is outlined any more', (await page.locator('.lanmu-cell-error').count()) === 0, 'there is');
  judge('the page has nothing to complain of', complaints.length === 0, complaints.join('; '));
}

/** The address the server names once it listens. */
async function announced() {
  const lines = createInterface({ input: server.stderr });
  const address = new Promise((done) => {
    lines.on('line', (line) => {
      const [named] = line.match(/(?<=预览地址：)http:\/\/127\.0\.0\.1:\d+\/\S*/) ?? [];
      if (named) done(named);
    });
  });
  const gone = ended.then((status) => { throw new Error(`the server did not start: ${status}`); });
  const late = new Promise((_, fail) => { setTimeout(fail, PATIENCE, new Error('no address was announced')).unref(); });
  return Promise.race([address, gone, late]);
}

/** Waits for the first build: a page opened before it would load once more than is counted. */
async function answering(url) {
  const until = Date.now() + PATIENCE;
  while ((await fetch(url)).status !== 200) {
    if (Date.now() > until) throw new Error(`${url} was not built`);
    await new Promise((done) => { setTimeout(done, 100); });
  }
}
