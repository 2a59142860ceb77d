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

  // Without this file every question stands there, and its label says of whom it is asked.
  function showWhatIsAsked(form) {
    var chosen = form.querySelector("[name=category]:checked");
    form.querySelectorAll("[data-only-of]").forEach(function (part) {
      part.hidden = Boolean(chosen) && part.dataset.onlyOf !== chosen.value;
    });
    form.querySelectorAll("[data-guardian]").forEach(function (part) {
      var year = form.querySelector("[name=birth_year]");
      var number = form.querySelector("[name=id_number]");
      var born = Number((year && year.value.trim()) || (number && number.value.trim().slice(6, 10)) || 0);
      part.hidden = !part.querySelector(".invalid-feedback") && !(born > 1900 && part.dataset.guardian - born <= 18);
    });
  }
  document.querySelectorAll("form").forEach(function (form) {
    if (form.querySelector("[data-only-of], [data-guardian]")) {
      form.addEventListener("input", showWhatIsAsked.bind(null, form));
      showWhatIsAsked(form);
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
