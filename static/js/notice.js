// Text and reading of a notice beside each other: what is chosen on one side is marked and brought into view on the
// other. Without this script the same links lead there and back.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";

  var page = document.querySelector("[data-notice]");
  if (!page) {
    return;
  }

  function all(selector) {
    return Array.prototype.slice.call(page.querySelectorAll(selector));
  }

  function linesOf(item) {
    return (item.dataset.lines || "").split(" ").filter(Boolean).map(function (number) {
      return document.getElementById("line-" + number);
    }).filter(Boolean);
  }

  function bringIntoView(part) {
    var folded = part.closest("details:not([open])");
    if (folded) {
      folded.open = true;
    }
    part.scrollIntoView({ block: "nearest" });
  }

  function mark(parts) {
    all(".is-marked").forEach(function (part) {
      part.classList.remove("is-marked");
    });
    parts.forEach(function (part) {
      part.classList.add("is-marked");
    });
  }

  function choose(item) {
    var lines = linesOf(item);
    mark([item].concat(lines));
    if (lines.length) {
      bringIntoView(lines[0]);
    }
    bringIntoView(item);
  }

  // A part that the address names: an item shows its lines, a line its item.
  function follow(id, from) {
    var part = id && document.getElementById(id);
    if (!part || !page.contains(part)) {
      return;
    }
    var item = from || part;
    if (part.classList.contains("desk-line") && !from) {
      var link = part.querySelector("a");
      item = link && document.getElementById(link.hash.slice(1));
    }
    if (item && item.classList.contains("desk-item")) {
      choose(item);
      if (part === item) {
        item.focus({ preventScroll: true });
      }
    }
    if (part !== item) {
      bringIntoView(part);
    }
  }

  page.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    var line = event.target.closest(".desk-line");
    var item = event.target.closest(".desk-item");
    if (link) {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      follow(link.hash.slice(1), item);
    } else if (line && line.querySelector("a") && !String(getSelection())) {
      follow(line.querySelector("a").hash.slice(1));
    } else if (item && !event.target.closest("a, button, input, select, textarea, label") && !String(getSelection())) {
      choose(item);
    }
  });

  function step(by) {
    var open = all("[data-open]");
    var here = document.activeElement.closest(".desk-item");
    var items = all(".desk-item[data-lines]");
    var place = here ? items.indexOf(here) : by > 0 ? -1 : items.length;
    var ahead = open.filter(function (item) {
      return by > 0 ? items.indexOf(item) > place : items.indexOf(item) < place;
    });
    var next = by > 0 ? ahead[0] || open[0] : ahead[ahead.length - 1] || open[open.length - 1];
    if (next) {
      follow(next.id);
    }
  }

  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      var item = document.activeElement.closest(".desk-item[data-open]");
      var accept = item && item.querySelector("button[name=accept]");
      if (accept) {
        event.preventDefault();
        accept.click();
      }
    }
  });

  // An item that was answered is another one: who answered it by keyboard goes on from there.
  document.addEventListener("htmx:afterSettle", function (event) {
    var item = event.detail.elt;
    if (item && item.classList && item.classList.contains("desk-item")) {
      var form = item.querySelector(".desk-item-form");
      var field = form && form.querySelector(".errors input, .errors textarea, .errors select, input:not([type=hidden])");
      mark([item].concat(linesOf(item)));
      (field || item).focus({ preventScroll: true });
      if (form) {
        item.scrollIntoView({ block: "start" });
      }
    }
  });

  follow(location.hash.slice(1));
});
