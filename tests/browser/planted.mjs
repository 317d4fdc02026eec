// Pages with planted faults, and how the audit must report each of them; the first page has none.

const SKIP = '<a class="skip" href="#main">跳到正文</a>';

function html({ lang = 'zh-CN', head = '<title>示例页</title><meta name="viewport" content="width=device-width">', skip = SKIP, top = '', body = '' }) {
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">${head}</head>
    <body>${skip}${top}<main id="main" tabindex="-1"><h1>示例</h1>${body}</main></body></html>`;
}

const page = (path, content, expected, more = {}) => ({ path, type: 'text/html; charset=utf-8', body: html(content), expected, ...more });
const file = (path, type, body) => ({ path, type, body });
const table = (rows, caption = '<caption>示例表</caption>') => `<table class="sheet">${caption}${rows}</table>`;
const withHead = (head) => `<title>示例页</title><meta name="viewport" content="width=device-width">${head}`;

// Without the host's policy, for faults that the policy would keep from showing.
const LAX = { headers: {} };

const SOUND_TABLE = table(`
  <thead><tr><td rowspan="2">项目</td><th scope="col" colspan="2" id="both">合计</th></tr>
  <tr><th scope="col" id="a">甲</th><th scope="col" id="b">乙</th></tr></thead>
  <tbody><tr><th scope="row" id="r">一</th><td headers="both a r">1</td><td headers="both b r">2</td></tr>
  <tr><th scope="row" rowspan="2">二</th><td>3</td><td>4</td></tr><tr><td colspan="2">5</td></tr></tbody>`);

const head = (...names) => `<thead><tr>${names.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>`;

// Text that does not pack well, always the same.
function noise(length, seed) {
  let state = seed + 1;
  return Array.from({ length }, () => {
    state = (state * 48271) % 2147483647;
    return String.fromCharCode(48 + (state % 74));
  }).join('').replace(/-/g, '_');
}

const FAULTY_TABLES = [
  table(`${head('甲')}<tbody><tr><td>1</td></tr></tbody>`, ''),
  table('<thead><tr><th>无向</th></tr></thead><tbody><tr><td>1</td></tr></tbody>', '<caption>无向表</caption>'),
  table(`${head('甲', '乙')}<tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></tbody>`, '<caption>缺格表</caption>'),
  table(`${head('甲', '乙')}<tbody><tr><td rowspan="3">1</td><td>2</td></tr></tbody>`, '<caption>超行表</caption>'),
  table(`${head('甲', '乙')}<tbody><tr><td>1</td><td rowspan="2">2</td></tr><tr><td colspan="2">3</td></tr></tbody>`, '<caption>重叠表</caption>'),
  table('<tbody><tr><th scope="row">一</th><td>1</td></tr></tbody>', '<caption>无列头表</caption>'),
  table(`${head('甲', '乙')}<tbody><tr><th scope="row">一</th><td>1</td></tr><tr><td>2</td><td>3</td></tr></tbody>`, '<caption>无行头表</caption>'),
  table(`${head('甲')}<tbody><tr><td headers="elsewhere">1</td></tr></tbody>`, '<caption>他表头表</caption>'),
  table('<thead><tr><th scope="col" id="elsewhere">甲</th></tr></thead><tbody><tr><td>1</td></tr></tbody>', '<caption>别表</caption>'),
].join('');

export const PLANTED = [
  page('sound.html', { head: withHead('<link rel="stylesheet" href="sound.css">'), body: `<p><a href="sound.html#main">示例</a></p>${SOUND_TABLE}` }, [], { isPrinted: true }),
  file('sound.css', 'text/css', '@page { margin: 20mm } @media print { .skip { display: none } } table { width: 100% }'),

  page('bare.html', { lang: 'en', head: '<title> </title>', skip: '', body: '<h1>又一</h1><p><a href="sound.html">示例</a></p><img src="dot.svg">' }, [
    /lang is “en”/, /empty title/, /2 h1/, /no meta viewport/, /first Tab stop is no skip link/, /Chinese that is not marked as such: 3 × “示例”/,
    /\[1280\/light, 375\/light, 320\/light, 1280\/dark, 375\/dark, 320\/dark, 1280\/forced\] axe image-alt/,
  ]),
  file('dot.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
  page('skip.html', { head: withHead('<style>.skip { position: absolute; left: -999px }</style>') }, [/skip link is out of sight/], LAX),
  page('no-h1.html', { skip: '<a href="#top">跳到顶部</a>', body: '<script>document.querySelector("h1").remove()</script>' }, [/0 h1/, /no skip link to main/], LAX),
  page('missing.html', {}, [/HTTP status 404/], { status: 404 }),

  page('tables.html', { body: FAULTY_TABLES }, [
    /table 1: no caption or label/, /无向表.*th without scope/, /缺格表.*row 3 fills 1 of 2/, /超行表.*spans more rows/, /重叠表.*over another/,
    /无列头表.*no column header/, /无行头表.*no row header.*“2”/, /他表头表.*no th of this table/,
  ]),

  page('links.html', { body: '<a href="nowhere.html">一</a><a href="#nothing">二</a><a href="sound.html#nothing">三</a><img src="nowhere.png" alt="四"><a href="/outside">五</a>' }, [
    /dead link: \/self-test\/nowhere.html answers 404/, /dead anchor: \/self-test\/links.html#nothing/, /dead anchor: \/self-test\/sound.html#nothing/,
    /failed request: \/self-test\/nowhere.png answers 404/, /dead link: \/outside/,
  ]),

  page('foreign.html', { body: '<img src="https://cdn.example/x.png" alt="示例">' }, [/asks another origin: https:\/\/cdn.example\/x.png/], LAX),
  page('policy.html', { body: '<script>document.title = "改"</script><p style="color: red">示例</p>' }, [/policy: .*script/i, /policy: .*style/i]),
  page('scripts.html', { body: '<p>示例</p><div id="late"></div><script src="scripts.js"></script>' }, [
    /console error: planted error/, /exception: planted exception/, /\[no scripts\] \d+ of \d+ characters/, /\[no scripts\] 0 of 1 tables/,
  ]),
  file('scripts.js', 'text/javascript', `
    document.querySelector('#late').innerHTML = '<p>只有脚本才有的字</p><table><caption>表</caption><tr><th scope="col">甲</th></tr></table>';
    console.error('planted error');
    throw new Error('planted exception');`),

  page('wide.html', { head: withHead('<style>p { width: 340px; margin: 0 }</style>'), body: '<p>示例</p>' }, [/\[320\/light, 320\/dark\] scrolls sideways/], LAX),
  page('widest.html', { head: withHead('<style>p { width: 1300px } div { overflow: auto }</style>'), body: '<p>示例</p><div><p>示例</p></div>' },
    [/\[1280\/light, 1280\/dark, 1280\/forced\] scrolls sideways.*<p>/], LAX),
  page('dark.html', { head: withHead('<style>@media (prefers-color-scheme: dark) { p { color: #777; background: #666 } }</style>'), body: '<p>示例</p>' },
    [/\[1280\/dark, 375\/dark, 320\/dark\] axe color-contrast/], LAX),

  page('sideways.html', {
    head: withHead('<style>.scroll { overflow-x: auto } table { width: 900px } [scope=row] { width: 40px } .same { color: inherit }</style>'),
    body: `<p><label><input type="checkbox" id="only-changed"> 示例</label></p><div class="scroll" tabindex="0" role="region" aria-label="定" onkeydown="event.key === 'ArrowRight' && event.preventDefault()">${SOUND_TABLE}</div>
      <div class="scroll" tabindex="0" role="region" aria-label="示例">${SOUND_TABLE.replace('示例表', '又一表').replaceAll('<tr>', '<tr class="same">').replace(/ (id|headers)="[^"]*"/g, '')}</div>`,
  }, [/\[375\/light\] table “示例表”: the right arrow does not scroll it/, /\[375\/light\] table “又一表”: the labels of its rows scroll out of sight/, /only what changed: 5 rows alike/], LAX),

  page('moving.html', { body: '<p>示例</p><script>setTimeout(() => document.querySelector("h1").insertAdjacentHTML("beforebegin", "<p style=height:400px>示例</p>"), 300)</script>' },
    [/\[slow line\] layout shift 0\.\d+/], LAX),

  page('heavy.html', { body: `<p>示例</p>${'<script src="scripts-2.js"></script>'}${Array.from({ length: 6 }, (_, at) => `<img src="noise-${at}.svg" alt="示例${at}">`).join('')}` },
    [/\[weight\] weighs \d+ bytes/, /\[weight\] has \d+ bytes of scripts/, /\[weight\] takes 8 requests/]),
  ...Array.from({ length: 6 }, (_, at) => file(`noise-${at}.svg`, 'image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!--${noise(9000, at)}--></svg>`)),
  file('scripts-2.js', 'text/javascript', `// ${noise(4000, 7)}`),

  page('switch.html', {
    head: withHead(`<style>label, button { display: block; font-size: 16px } html:has(#fs-e:checked) { font-size: 20px } html:has(#fs-e:checked) td { font-size: 12px }
      html:has(#cs-h:checked) p { color: #777; background: #666 } .cut { width: 3em; overflow: hidden; white-space: nowrap }</style>`),
    top: '<header><label><input type="radio" name="fs" id="fs-e">长者</label><label><input type="radio" name="cs" id="cs-h">高对比</label></header>',
    body: `<p>示例</p><p class="cut">示例文字被裁去了一半</p>${SOUND_TABLE}`,
  }, [
    /\[high, elder\] the choice is not kept/, /\[1280\/high, 375\/high\] axe color-contrast/, /\[no scripts, 1280\/elder, 375\/elder\] elder: text .* has 20 px/,
    /elder: cell .* has 12 px/, /elder: control .* px high/, /elder: .* is cut off/,
  ], LAX),

  page('keys.html', {
    head: withHead('<style>a:focus { outline: none } .far { position: absolute; left: 0; clip-path: inset(50%); width: 1px; height: 1px; padding: 0; border: 0 }</style>'),
    body: '<p><a href="sound.html">示例一</a></p><p><button class="far">远处</button></p><p><button id="trap">陷阱</button></p><p><a href="sound.html#main">示例二</a></p><script src="trap.js"></script>',
  }, [/keyboard: <a> “示例一” does not show/, /keyboard: <button> “远处” has the focus out of sight/, /keyboard: 4 of 5 stops reached, the next would be <a> “示例二”/], LAX),
  file('trap.js', 'text/javascript', `document.querySelector('#trap').addEventListener('keydown', (event) => event.preventDefault());`),

  page('print.html', {
    head: withHead(`<style>@page { margin: 20mm } @media print { .wide { width: 700px } p { break-after: page } }
      @media print and (prefers-color-scheme: dark) { body { background: #222; color: #eee } }</style>`),
    top: '<nav aria-label="示例"><a href="sound.html">示例</a></nav>',
    body: `${'<p>示例</p>'.repeat(8)}<div class="wide">${SOUND_TABLE.replace('<table', '<table style="width: 100%"')}</div>`,
  }, [/\[print\] shows a tool: <nav/, /\[print\] table wider than the paper/, /\[print\] paper is not white/, /\[print\] takes 9 pages/], { ...LAX, isPrinted: true }),
];
