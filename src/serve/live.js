// Reloads the page when the portal has changed, and shows what is wrong with the content while it cannot be built.
(function () {
  var script = document.currentScript;
  var shown = script.dataset.generation;
  var box = null;
  function show(problems) {
    if (!problems) {
      if (box) box.remove();
      box = null;
      return;
    }
    if (!box) {
      box = document.createElement('pre');
      box.id = 'lanmu-problems';
      box.setAttribute('role', 'alert');
      box.tabIndex = 0;
      document.body.insertBefore(box, document.body.firstChild);
    }
    box.textContent = problems;
  }
  new EventSource('/__lanmu/events').onmessage = function (event) {
    var state = JSON.parse(event.data);
    if (state.generation !== shown) {
      location.reload();
      return;
    }
    show(state.problems);
  };
})();
