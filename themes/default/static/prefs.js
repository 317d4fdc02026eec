// Keeps what the reader chose with the switch at the top for the pages after it; the style sheet alone acts on it. Puts in
// what needs a script: buttons to print a page and to copy its address, the day of printing.
(function () {
  'use strict';
  var radios = document.querySelectorAll('.display input');

  function recall() {
    try {
      radios.forEach(function (radio) {
        if (localStorage.getItem('lanmu-' + radio.name) === radio.id) radio.checked = true;
      });
    } catch (refused) { /* Nothing may be stored. */ }
  }

  radios.forEach(function (radio) {
    radio.onchange = function () {
      try {
        localStorage.setItem('lanmu-' + radio.name, radio.id);
      } catch (refused) { /* As above. */ }
    };
  });
  recall();
  // A page that the browser kept whole may be older than the choice.
  addEventListener('pageshow', recall);

  function add(to, kind, text) {
    var made = to.appendChild(document.createElement(kind));
    made.textContent = text;
    return made;
  }

  addEventListener('DOMContentLoaded', function () {
    var tools = document.querySelector('.tools');
    if (!tools) return;
    var words = tools.dataset;
    add(tools, 'button', words.print).onclick = function () { print(); };
    var button = add(tools, 'button', words.copy);
    var told = add(tools, 'span', '');
    told.setAttribute('role', 'status');
    button.onclick = function () {
      // The old way works without TLS too.
      var field = add(tools, 'textarea', document.querySelector('[rel=canonical]').href);
      field.select();
      document.execCommand('copy');
      field.remove();
      button.focus();
      told.textContent = words.copied;
    };
  });

  addEventListener('beforeprint', function () {
    var line = document.querySelector('.printed');
    var day = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: 'long' });
    if (line) (line.querySelector('span') || add(line, 'span', '')).textContent = ' ' + line.dataset.date.replace('{}', day);
  });
})();
