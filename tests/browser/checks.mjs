// What is looked at inside a page. The source of each function is sent to the page, so each one stands alone.

/** What a reader gets from the main part: its lines of text without blanks, and how many tables. A button that a script
    puts in to do something is no text. */
export function mainContent() {
  const main = document.querySelector('main') ?? document.body;
  const buttons = new Set([...main.querySelectorAll('button')].map((button) => button.innerText.replace(/\s+/g, '')));
  const lines = main.innerText.split('\n').map((line) => line.replace(/\s+/g, '')).filter((line) => line && !buttons.has(line));
  return { lines, tables: main.querySelectorAll('table').length };
}

/** What every page must have, in the language it is to be in. */
export function basicFaults(expected) {
  const { title, documentElement: { lang } } = document;
  const headings = document.querySelectorAll('h1').length;
  const needs = [
    [lang.split('-')[0] === expected, `lang is “${lang}”, not ${expected}`],
    [title.trim(), 'empty title'],
    [headings === 1, `${headings} h1 instead of one`],
    [document.querySelector('meta[name=viewport]'), 'no meta viewport'],
  ];
  return needs.filter(([holds]) => !holds).map(([, fault]) => fault);
}

/** Marks the boxes in which tables scroll sideways: how many there are. */
export function markScrollers() {
  const isWide = (box) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1;
  window.auditedScrollers = [...document.querySelectorAll('.scroll')].filter(isWide);
  return window.auditedScrollers.length;
}

/** Gives a box that scrolls the focus, at its beginning. */
export function focusScroller(at) {
  const box = window.auditedScrollers[at];
  box.scrollLeft = 0;
  box.focus();
}

/** What is wrong with a box that was scrolled by a key: whether it moved, and whether the labels of its rows are still in sight further on. */
export function scrolledFault(at) {
  const box = window.auditedScrollers[at];
  const name = `table “${box.querySelector('caption')?.textContent.trim().slice(0, 20) ?? ''}”`;
  if (box.scrollLeft === 0) return `${name}: the right arrow does not scroll it`;
  box.scrollLeft = 150;
  const label = [...box.querySelectorAll('tbody th[scope=row]')].at(-1);
  const isSeen = !label || label.getBoundingClientRect().right > box.getBoundingClientRect().left + 20;
  box.scrollLeft = 0;
  return isSeen ? null : `${name}: the labels of its rows scroll out of sight`;
}

/** What is wrong with the choice to see only what changed, which is to work without scripts. */
export function onlyChangedFault() {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((row) => row.checkVisibility()).length;
  const all = (selector) => document.querySelectorAll(selector).length;
  const holds = shown('tr.same') === 0 && shown('tr.changed') === all('tr.changed');
  return holds ? null : `only what changed: ${shown('tr.same')} rows alike are shown, and ${shown('tr.changed')} of ${all('tr.changed')} that changed`;
}

/** When the largest piece of the page was drawn, in milliseconds, and how far what was drawn has moved since. */
export async function paints() {
  const entries = (type) => new Promise((done) => {
    const seen = [];
    new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type, buffered: true });
    setTimeout(() => done(seen), 100);
  });
  const [largest, shifts] = await Promise.all([entries('largest-contentful-paint'), entries('layout-shift')]);
  return { largest: largest.at(-1)?.startTime ?? 0, shift: shifts.reduce((sum, { value, hadRecentInput }) => sum + (hadRecentInput ? 0 : value), 0) };
}

/** The first words on the page, and how many there are, in Chinese characters within what says it is in another language. */
export function languageFault() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    const isTold = /^(zh|yue|ja|ko)\b/.test(parentElement.closest('[lang]')?.getAttribute('lang') ?? '');
    // In these nothing can be marked.
    if (/[\u3400-\u9fff]/.test(data) && !isTold && !parentElement.closest('script, style, title, desc, option, textarea')) found.push(data.trim());
  }
  return found.length ? `Chinese that is not marked as such: ${found.length} × “${found[0].slice(0, 40)}”` : null;
}

/** What has focus after the first Tab: it must be in sight and lead to the main part. */
export function skipLinkFault() {
  const link = document.activeElement;
  const target = link.matches('a[href^="#"]') ? document.getElementById(link.hash.slice(1)) : null;
  const { left, top, width, height } = link.getBoundingClientRect();
  const isSeen = left >= 0 && top >= 0 && width > 1 && height > 1;
  link.blur();
  if (!target?.closest('main')) return `the first Tab stop is no skip link to main, but <${link.tagName.toLowerCase()}> “${link.textContent.trim().slice(0, 20)}”`;
  return isSeen ? null : 'the skip link is out of sight when it has focus';
}

/** Every address of this origin that the page names, with its anchor. */
export function ownLinks() {
  const named = [...document.querySelectorAll('[href], [src], [action]')].flatMap((element) =>
    ['href', 'src', 'action'].map((name) => element.getAttribute(name)).filter((address) => address !== null));
  const links = named.filter((address) => URL.canParse(address, document.baseURI)).map((address) => new URL(address, document.baseURI));
  return [...new Set(links.filter((link) => link.origin === location.origin).map((link) => link.href))];
}

/** Whether the page itself scrolls sideways; what scrolls within it may. */
export function sidewaysFault() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return null;
  const isBounded = (element) => element && (getComputedStyle(element).overflowX !== 'visible' || isBounded(element.parentElement));
  const sticksOut = (element) => element.getBoundingClientRect().right > clientWidth + 0.5 && !isBounded(element.parentElement);
  const culprit = [...document.body.querySelectorAll('*')].find(sticksOut);
  return `scrolls sideways: ${scrollWidth - clientWidth} px too wide, ${culprit?.outerHTML.split('>')[0].slice(0, 80) ?? '?'}>`;
}

/** What axe does not see in data tables: no name, no scope, a ragged grid, cells that reach no header. */
export function tableFaults() {
  const textOf = (element) => `“${element.textContent.trim().slice(0, 20)}”`;
  const isHeader = (cell, direction) => cell?.tagName === 'TH' && cell.scope.startsWith(direction);

  // The cells as a browser lays them out: grid[row][column].
  function layOut(rows, say) {
    const grid = rows.map(() => []);
    rows.forEach((row, y) => {
      let x = 0;
      for (const cell of row.cells) {
        while (grid[y][x]) x++;
        for (let down = 0; down < (cell.rowSpan || rows.length); down++) {
          if (rows[y + down]?.parentNode !== row.parentNode) {
            if (cell.rowSpan) say(`ragged: ${textOf(cell)} in row ${y + 1} spans more rows than there are`);
            break;
          }
          for (let right = 0; right < cell.colSpan; right++) {
            if (grid[y + down][x + right]) say(`ragged: ${textOf(cell)} in row ${y + 1} lies over another cell`);
            grid[y + down][x + right] = cell;
          }
        }
        x += cell.colSpan;
      }
    });
    const width = Math.max(...grid.map((row) => row.length));
    const filled = grid.map((row) => row.filter(Boolean).length);
    const short = filled.findIndex((count) => count < width);
    if (short >= 0) say(`ragged: row ${short + 1} fills ${filled[short]} of ${width} columns`);
    return grid;
  }

  // The headers a cell reaches: those it names, else those above it and beside it.
  function headersOf(cell, grid) {
    if (cell.headers) return cell.headers.trim().split(/\s+/).map((id) => document.getElementById(id));
    return grid.flatMap((row, y) => row.flatMap((here, x) => {
      if (here !== cell) return [];
      const above = grid.slice(0, y).map((row) => row[x]).filter((header) => isHeader(header, 'col'));
      return [...above, ...row.filter((header) => isHeader(header, 'row'))];
    }));
  }

  function faultsOf(table, number) {
    const faults = [];
    const labelled = document.getElementById(table.getAttribute('aria-labelledby'));
    const label = table.caption?.textContent.trim() || table.getAttribute('aria-label') || labelled?.textContent.trim();
    const say = (fault) => faults.push(`table ${label ? `“${label.slice(0, 20)}”` : number + 1}: ${fault}`);
    const sayOf = (cells, fault) => cells.length && say(`${cells.length} × ${fault}, the first ${textOf(cells[0])}`);
    if (!label) say('no caption or label');
    const rows = [...table.rows];
    if (!rows.length) return [...faults, 'table without rows'];
    const grid = layOut(rows, say);
    const headers = rows.flatMap((row) => [...row.cells]).filter((cell) => cell.tagName === 'TH');
    sayOf(headers.filter((header) => !header.hasAttribute('scope')), 'th without scope');
    const hasRowHeaders = headers.some((header) => isHeader(header, 'row'));
    const cells = [...table.tBodies].flatMap((body) => [...body.rows]).flatMap((row) => [...row.cells]).filter((cell) => cell.tagName === 'TD');
    const reached = new Map(cells.map((cell) => [cell, headersOf(cell, grid)]));
    const without = (holds) => cells.filter((cell) => !reached.get(cell).some(holds));
    sayOf(cells.filter((cell) => reached.get(cell).some((header) => !headers.includes(header))), 'td whose headers are no th of this table');
    sayOf(without((header) => isHeader(header, 'col')), 'td that reaches no column header');
    if (hasRowHeaders) sayOf(without((header) => isHeader(header, 'row')), 'td that reaches no row header');
    return faults;
  }

  const tables = [...document.querySelectorAll('table:not([role=presentation], [role=none])')];
  return tables.flatMap(faultsOf);
}

/** How wide the text of an A4 page is, in CSS pixels, by the margins the page asks for. */
export function printedWidth() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const style = rules.findLast((rule) => rule instanceof CSSPageRule)?.style;
  const pixels = (length) => CSSNumericValue.parse(length || '0px').to('px').value;
  return Math.floor(pixels('210mm') - pixels(style?.marginLeft) - pixels(style?.marginRight));
}

/** What is wrong with the page as it is printed, on a screen as wide as the paper. */
export function printFaults() {
  const { clientWidth } = document.documentElement;
  const tagOf = (element) => `${element.outerHTML.split('>')[0].slice(0, 60)}>`;
  const isShown = (element) => element.getClientRects().length > 0;
  const tools = [...document.querySelectorAll('nav, form, button, input, select, body > header a, body > a')].filter(isShown);
  const sheets = [...document.querySelectorAll('table.sheet')].filter((table) => table.getBoundingClientRect().right > clientWidth + 0.5);
  const paper = getComputedStyle(document.body).backgroundColor;
  return [
    ...tools.map((tool) => `shows a tool: ${tagOf(tool)}`),
    ...sheets.map((table) => `table wider than the paper: ${Math.round(table.getBoundingClientRect().right - clientWidth)} px, ${tagOf(table)}`),
    ...(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'].includes(paper) ? [] : [`paper is not white but ${paper}`]),
  ];
}

/** Marks the Tab stops of the page, in the order of its text: of a group of radio buttons the chosen one. How many there are. */
export function markStops() {
  const able = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const isStop = (element) => element.checkVisibility() && !element.disabled && element.tabIndex >= 0 && (element.type !== 'radio' || element.checked);
  window.auditedStops = [...document.querySelectorAll(able)].filter(isStop);
  return window.auditedStops.length;
}

/** The stop that has the focus, by its number, and what is wrong with how it shows that. */
export function focusedStop() {
  const element = document.activeElement;
  const stop = window.auditedStops.indexOf(element);
  if (stop < 0) return { stop: null, fault: null };
  const name = `<${element.tagName.toLowerCase()}> “${(element.textContent.trim() || element.id).slice(0, 20)}”`;
  const { top, bottom, width, height } = element.getBoundingClientRect();
  const isSeen = width > 1 && height > 1 && bottom > 0 && top < innerHeight;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  if (!isSeen) return { stop, fault: `keyboard: ${name} has the focus out of sight` };
  return { stop, fault: outlineStyle === 'none' || parseFloat(outlineWidth) === 0 ? `keyboard: ${name} does not show that it has the focus` : null };
}

/** What a stop says. */
export function stopText(stop) {
  const element = window.auditedStops[stop];
  return element ? `<${element.tagName.toLowerCase()}> “${(element.textContent.trim() || element.id).slice(0, 20)}”` : 'none';
}

/** What is too small, or cut off, for those who chose the elder mode. */
export function elderFaults() {
  const [leastText, leastTable, leastControl] = [24, 18, 44];
  const sizeOf = (element) => parseFloat(getComputedStyle(element).fontSize);
  const name = (element) => `<${element.tagName.toLowerCase()}> “${element.textContent.trim().slice(0, 20)}”`;
  const all = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility() && element.getClientRects().length);
  const small = (elements, least, what) => elements.filter((element) => sizeOf(element) < least).slice(0, 1)
    .map((element) => `elder: ${what} ${name(element)} has ${sizeOf(element)} px, expected ${least}`);
  const controls = all('label:has(input), button, select, summary, nav.pager li > *, nav.parts a')
    .filter((element) => element.getBoundingClientRect().height < leastControl).slice(0, 1)
    .map((element) => `elder: control ${name(element)} is ${element.getBoundingClientRect().height} px high, expected ${leastControl}`);
  const cut = all('main *').filter((element) => /^(hidden|clip)$/.test(getComputedStyle(element).overflowX) && element.offsetWidth > 1 && element.scrollWidth > element.clientWidth + 1)
    .slice(0, 1).map((element) => `elder: ${name(element)} is cut off`);
  return [...small(all('main p, main li, main dd'), leastText, 'text'), ...small(all('th, td'), leastTable, 'cell'), ...controls, ...cut];
}
