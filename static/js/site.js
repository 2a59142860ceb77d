// Everything works without this file. It sends the filters as they change and leads the eye to what went wrong.
(function () {
  "use strict";

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.print();
    });
  });

  // What folds out over the page folds in again by Escape, and when the reader goes on elsewhere.
  document.querySelectorAll("details[data-closes]").forEach(function (details) {
    details.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && details.open) {
        details.open = false;
        details.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", function (event) {
      if (!details.contains(event.target)) {
        details.open = false;
      }
    });
    details.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !details.contains(event.relatedTarget)) {
        details.open = false;
      }
    });
  });

  // After a refused form the reader, and the screen reader, start at the summary of errors.
  var refused = document.querySelector("[data-error-summary]");
  if (refused) {
    refused.focus();
  }

  // Filters that answered without a reload say the new count to those who cannot see it.
  document.addEventListener("htmx:afterSwap", function (event) {
    var said = document.getElementById(event.target.id + "-said");
    var count = event.target.querySelector("h2");
    if (said && count) {
      said.textContent = count.textContent.trim();
    }
  });

  // A form is sent once, however often the button is pressed.
  document.querySelectorAll("form[method=post]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) {
        event.preventDefault();
      }
      form.dataset.sent = "1";
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });
})();
