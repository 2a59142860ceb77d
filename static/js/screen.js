// On the screen in the hall: the keys of a keyboard or a presenter press the links of the page.
(function () {
  "use strict";

  const links = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "prev", PageUp: "prev" };

  document.addEventListener("keydown", function (event) {
    const link = links[event.key] && document.querySelector(`a[rel="${links[event.key]}"]`);
    if (!link || event.altKey || event.ctrlKey || event.metaKey || (event.key === " " && event.target.closest("a"))) {
      return;
    }
    event.preventDefault();
    link.click();
  });

  // What is still to come is looked for every few seconds, until it is done at the desk.
  if ("waits" in document.body.dataset) {
    setTimeout(function () {
      window.location.reload();
    }, 5000);
  }

  const newest = document.querySelector(".od-screen-newest");
  if (newest) {
    newest.scrollIntoView({ block: "nearest" });
  }
})();
