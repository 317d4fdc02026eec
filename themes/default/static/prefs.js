// Keeps what the reader chose with the switch at the top of the page for the pages after it. The choice itself is made by
// the style sheet alone; where nothing may be stored, it holds for the page it was made on.
(function () {
  'use strict';
  var radios = document.querySelectorAll('.display input');

  function key(radio) {
    return 'lanmu-' + radio.name;
  }

  function recall() {
    try {
      radios.forEach(function (radio) {
        if (localStorage.getItem(key(radio)) === radio.id) radio.checked = true;
      });
    } catch (refused) { /* The reader does not let pages store anything. */ }
  }

  radios.forEach(function (radio) {
    radio.addEventListener('change', function () {
      try {
        localStorage.setItem(key(radio), radio.id);
      } catch (refused) { /* As above. */ }
    });
  });
  recall();
  // A page that the browser kept whole may be older than the choice.
  addEventListener('pageshow', recall);
})();
