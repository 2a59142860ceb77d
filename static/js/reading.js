// Reads the page aloud with the browser's own voice, piece by piece, and shows where it is. Nothing leaves the device.
(function () {
  "use strict";

  var bar = document.querySelector("[data-reading]");
  var voice = window.speechSynthesis;
  if (!bar || !voice || !window.SpeechSynthesisUtterance) {
    return;
  }

  var read = bar.querySelector("[data-read]");
  var pause = bar.querySelector("[data-pause]");
  var stop = bar.querySelector("[data-stop]");
  var said = bar.querySelector("[role=status]");
  // Long pieces break off in some browsers, so a piece is never more than a block of the page.
  var BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, caption, th, td, legend, label, summary, figcaption, blockquote, a.btn";
  var HIDDEN = "[hidden], [aria-hidden=true], .visually-hidden, .od-trap, .od-crumbs, details:not([open]) > :not(summary), .od-month";
  var pieces = [];
  // Each start and stop has a number: what an older one still reports is no longer heard.
  var round = 0;

  bar.hidden = false;

  function show(isReading, words) {
    read.hidden = isReading;
    pause.hidden = stop.hidden = !isReading;
    said.textContent = words;
  }

  function setPaused(isPaused) {
    pause.setAttribute("aria-pressed", isPaused);
  }

  function mark(block, isNow) {
    if (block) {
      block.classList.toggle("od-reading-now", isNow);
    }
  }

  // The words of a block without those of the blocks inside it, which are read for themselves: one run a language.
  function runs(block) {
    var copy = block.cloneNode(true);
    copy.querySelectorAll(BLOCKS + ", " + HIDDEN + ", script, select, input, textarea").forEach(function (inner) {
      inner.remove();
    });
    var own = block.closest("[lang]").lang;
    var found = [];
    var texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      var marked = texts.currentNode.parentElement.closest("[lang]");
      var lang = marked ? marked.lang : own;
      var last = found[found.length - 1];
      if (last && (last.lang === lang || !texts.currentNode.data.trim())) {
        last.words += texts.currentNode.data;
      } else {
        found.push({ block: block, lang: lang, words: texts.currentNode.data });
      }
    }
    return found.filter(function (run) {
      run.words = run.words.replace(/\s+/g, " ").trim();
      return run.words;
    });
  }

  function collect() {
    var found = [];
    document.querySelectorAll(".od-hero, main").forEach(function (part) {
      part.querySelectorAll(BLOCKS).forEach(function (block) {
        if (!block.closest(HIDDEN)) {
          found = found.concat(runs(block));
        }
      });
    });
    return found;
  }

  function end(text) {
    round += 1;
    pieces.forEach(function (piece) {
      mark(piece.block, false);
    });
    pieces = [];
    var hadFocus = bar.contains(document.activeElement);
    setPaused(false);
    show(false, text);
    if (hadFocus) {
      read.focus();
    }
    voice.cancel();
  }

  function speak(index, mine) {
    if (mine !== round) {
      return;
    }
    if (index === pieces.length) {
      end(bar.dataset.ended);
      return;
    }
    var block = pieces[index].block;
    var utterance = new SpeechSynthesisUtterance(pieces[index].words);
    // Voices go by country: both ways of writing Chinese are spoken alike.
    utterance.lang = pieces[index].lang.slice(0, 2) === "zh" ? "zh-CN" : pieces[index].lang;
    utterance.onend = function () {
      mark(block, false);
      speak(index + 1, mine);
    };
    utterance.onerror = function () {
      if (mine === round) {
        end(bar.dataset.failed);
      }
    };
    mark(block, true);
    block.scrollIntoView({ block: "nearest" });
    voice.speak(utterance);
  }

  read.addEventListener("click", function () {
    voice.cancel();
    pieces = collect();
    round += 1;
    show(true, bar.dataset.reads);
    pause.focus();
    speak(0, round);
  });

  pause.addEventListener("click", function () {
    var isPaused = pause.getAttribute("aria-pressed") !== "true";
    if (isPaused) {
      voice.pause();
    } else {
      voice.resume();
    }
    setPaused(isPaused);
    said.textContent = isPaused ? bar.dataset.paused : bar.dataset.reads;
  });

  stop.addEventListener("click", function () {
    end(bar.dataset.ended);
  });

  // A voice would go on over the next page.
  window.addEventListener("pagehide", function () {
    voice.cancel();
  });
})();
