// Follows the page that it stands on: loads it again when it has changed, and shows what was found about it. Only the preview
// adds it; no page that is built has it.
(function () {
  'use strict';
  var own = document.currentScript.dataset;
  var words = own.lang === 'zh' ? {
    bar: '预览', errors: '个错误', warnings: '个警告', none: '没有发现问题', here: '本页', all: '全站', found: '检查结果', phone: '手机', print: '打印', elder: '长者', contrast: '高对比',
    compare: '对比上年', updated: '更新', locate: '定位', open: '打开', copy: '复制位置', copied: '已复制', close: '收起', elsewhere: '其他文件', more: '另有',
    lost: '预览已停止', level: { error: '错误', warning: '警告', info: '提示' }
  } : {
    bar: 'preview', errors: 'errors', warnings: 'warnings', none: 'nothing found', here: 'this page', all: 'whole site', found: 'Findings', phone: 'Phone', print: 'Print',
    elder: 'Elder', contrast: 'High contrast', compare: 'Compare', updated: 'updated', locate: 'Show', open: 'Open', copy: 'Copy place', copied: 'copied', close: 'Close', elsewhere: 'Other files',
    more: 'more:', lost: 'the preview has ended', level: { error: 'error', warning: 'warning', info: 'note' }
  };
  var memory = 'lanmu:' + location.pathname;
  var shown = null;
  var at = -1;
  var bar, counts, panel, list;

  function make(name, className, text) {
    var element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function button(text, act) {
    var element = make('button', '', text);
    element.type = 'button';
    element.addEventListener('click', act);
    return element;
  }

  // What a reader had opened and where they were must outlast a reload.
  function remember() {
    var open = Array.from(document.querySelectorAll('details'), function (details) { return details.open; });
    sessionStorage.setItem(memory, JSON.stringify({ y: scrollY, x: scrollX, open: open, panel: !panel.hidden }));
  }

  function recall() {
    var state = JSON.parse(sessionStorage.getItem(memory) || 'null');
    sessionStorage.removeItem(memory);
    if (!state) return false;
    document.querySelectorAll('details').forEach(function (details, place) {
      if (place < state.open.length) details.open = state.open[place];
    });
    panel.hidden = !state.panel;
    scrollTo(state.x, state.y);
    return true;
  }

  // The switch of the page itself, which remembers; a second time goes back to its first choice.
  function toggle(radio) {
    (radio.checked ? document.getElementsByName(radio.name)[0] : radio).click();
  }

  function build() {
    bar = make('div');
    bar.id = 'lanmu-bar';
    bar.setAttribute('role', 'region');
    bar.setAttribute('aria-label', words.bar);
    counts = make('span', 'lanmu-counts');
    counts.setAttribute('role', 'status');
    bar.append(make('strong', '', words.bar), counts);
    bar.append(button(words.found, function () { panel.hidden = !panel.hidden; }));
    bar.append(button(words.phone, function () {
      open(location.pathname + '?__lanmu=plain', 'lanmu-phone', 'width=375,height=720');
    }));
    bar.append(button(words.print, function () { print(); }));
    [['fs-e', words.elder], ['cs-h', words.contrast]].forEach(function (choice) {
      var radio = document.getElementById(choice[0]);
      if (radio) bar.append(button(choice[1], function () { toggle(radio); }));
    });
    var compare = document.querySelector('main a[href*="/compare-"]');
    if (compare) bar.append(button(words.compare, function () { location.href = compare.href; }));
    panel = make('section');
    panel.id = 'lanmu-panel';
    panel.tabIndex = -1;
    panel.hidden = true;
    panel.setAttribute('aria-label', words.found);
    list = make('ol');
    panel.append(make('h2', '', words.found), button(words.close, function () { panel.hidden = true; }), list);
    document.body.insertBefore(bar, document.body.firstChild);
    document.body.append(panel);
  }

  // A cell by the keys of its table, row and column; where a table is printed otherwise, its row.
  function cellOf(finding) {
    if (!finding.table) return null;
    var row = document.getElementById(finding.table + '.' + finding.row);
    var has = function (cell, id) { return (' ' + (cell.getAttribute('headers') || '') + ' ').indexOf(' ' + id + ' ') >= 0; };
    var cells = row ? Array.from(row.querySelectorAll('td')) : [];
    var column = finding.table + '-' + finding.cell_column;
    return cells.find(function (cell) { return has(cell, column); }) || (cells.length === 1 ? cells[0] : row);
  }

  function place(finding) {
    return finding.line ? finding.file + ':' + finding.line + ':' + finding.column : finding.file;
  }

  function editor(finding) {
    var file = encodeURI(finding.path).replace(/^\//, '');
    return own.editor.replace('{file}', file).replace('{line}', finding.line || 1).replace('{column}', finding.column || 1);
  }

  function entry(finding) {
    var item = make('li', 'lanmu-' + finding.level);
    item.tabIndex = -1;
    var head = make('p');
    head.append(make('strong', '', words.level[finding.level]), make('code', '', finding.code), make('span', '', finding.message));
    item.append(head);
    if (finding.source) {
      // A Chinese character is as wide as two others.
      var before = Array.from(finding.source.text).slice(0, finding.source.caret);
      var blank = before.map(function (sign) { return sign === '\t' ? '\t' : sign > '\u2e7f' ? '\u3000' : ' '; }).join('');
      item.append(make('pre', '', finding.source.text + '\n' + blank + '^'));
    }
    if (finding.help) item.append(make('p', 'lanmu-help', finding.help));
    var foot = make('p', 'lanmu-place');
    if (finding.file) foot.append(make('code', '', place(finding)));
    var cell = cellOf(finding);
    if (cell) {
      cell.classList.add('lanmu-cell', 'lanmu-cell-' + finding.level);
      cell.title = finding.message;
      foot.append(button(words.locate, function () { locate(cell); }));
    }
    if (finding.path) {
      var link = make('a', '', words.open);
      link.href = editor(finding);
      var copy = button(words.copy, function () {
        navigator.clipboard.writeText(place(finding)).then(function () { copy.textContent = words.copied; });
      });
      foot.append(link, copy);
    }
    item.append(foot);
    return item;
  }

  function locate(cell) {
    cell.scrollIntoView({ block: 'center', inline: 'center' });
    cell.tabIndex = -1;
    cell.focus({ preventScroll: true });
  }

  function draw(found) {
    shown = found;
    at = -1;
    document.querySelectorAll('.lanmu-cell').forEach(function (cell) {
      cell.classList.remove('lanmu-cell', 'lanmu-cell-error', 'lanmu-cell-warning', 'lanmu-cell-info');
      cell.removeAttribute('title');
    });
    list.replaceChildren.apply(list, found.here.map(entry));
    var old = panel.querySelector('details');
    var wasOpen = old && old.open;
    if (old) old.remove();
    if (found.elsewhere_count) {
      var rest = make('details');
      rest.open = Boolean(wasOpen);
      rest.append(make('summary', '', words.elsewhere + ' (' + found.elsewhere_count + ')'));
      var others = make('ol');
      others.append.apply(others, found.elsewhere.map(entry));
      rest.append(others);
      if (found.elsewhere_count > found.elsewhere.length) {
        rest.append(make('p', '', words.more + ' ' + (found.elsewhere_count - found.elsewhere.length)));
      }
      panel.append(rest);
    }
    var here = function (level) { return found.here.filter(function (finding) { return finding.level === level; }).length; };
    var told = function (name, errors, warnings) {
      return name + ' ✗ ' + errors + ' ' + words.errors + ' ⚠ ' + warnings + ' ' + words.warnings;
    };
    var text = found.errors + found.warnings === 0 ? '✓ ' + words.none
      : told(words.here, here('error'), here('warning')) + '　' + told(words.all, found.errors, found.warnings);
    counts.textContent = text + '　' + words.updated + ' ' + new Date().toTimeString().slice(0, 8);
    bar.className = found.errors ? 'lanmu-error' : found.warnings ? 'lanmu-warning' : '';
    // What stops publication and is about this page must be seen; the rest is a key away.
    if (here('error')) panel.hidden = false;
    else if (!found.here.length && !found.elsewhere_count) panel.hidden = true;
  }

  function go(step) {
    var items = list.children;
    if (!items.length) return;
    at = (at + step + items.length) % items.length;
    panel.hidden = false;
    items[at].scrollIntoView({ block: 'nearest' });
    items[at].focus({ preventScroll: true });
    var cell = cellOf(shown.here[at]);
    if (cell) cell.scrollIntoView({ block: 'center', inline: 'center' });
  }

  document.addEventListener('keydown', function (event) {
    var isTyping = /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.isContentEditable;
    if (isTyping || event.ctrlKey || event.altKey || event.metaKey || !shown) return;
    if (event.key === 'n') go(1);
    else if (event.key === 'p') go(-1);
    else if (event.key === 'g' && shown.here.length) location.href = editor(shown.here[Math.max(at, 0)]);
    else if (event.key === 'Escape') panel.hidden = true;
  });

  build();
  recall();
  var number = null;
  var stream = new EventSource('/__lanmu/events?page=' + location.pathname);
  stream.onmessage = function (event) {
    var state = JSON.parse(event.data);
    if (state.print !== own.print) {
      remember();
      // Another change while it loads is seen by the page that comes.
      stream.close();
      location.reload();
      return;
    }
    if (state.found !== number) {
      number = state.found;
      fetch('/__lanmu/findings?page=' + location.pathname).then(function (answer) { return answer.json(); }).then(function (found) {
        if (number !== '0') draw(found);
      });
    }
  };
  stream.onerror = function () { counts.textContent = words.lost; };
  stream.onopen = function () { if (shown) draw(shown); else counts.textContent = ''; };
})();
