// Works out the proof of work of a form while it is filled in. Without this file, or where nothing can work it out, the
// form is sent without one, and a code to the visitor's contact takes its place.
(function () {
  "use strict";

  var box = document.querySelector("[data-proof]");
  if (!box || !window.Worker) {
    return;
  }
  var form = box.closest("form");
  var field = box.querySelector("input");
  var said = box.querySelector("[role=status]");
  var challenge = JSON.parse(box.dataset.proof);
  // The package's solver needs the browser's own cryptography, which an address without HTTPS does not have.
  var solvers = window.isSecureContext ? [box.dataset.solver, box.dataset.plain] : [box.dataset.plain];
  var isBegun = false;
  var isEnded = false;
  var isWaitedFor = false;

  function end(solution) {
    isEnded = true;
    if (solution) {
      field.value = window.btoa(JSON.stringify({ challenge: challenge, solution: solution }));
    }
    if (isWaitedFor) {
      form.dataset.sent = "1";
      form.submit();
    }
  }

  function work() {
    var address = solvers.shift();
    var worker;
    if (!address) {
      end(null);
      return;
    }
    function next() {
      worker.terminate();
      work();
    }
    worker = new Worker(address);
    worker.onerror = next;
    worker.onmessage = function (event) {
      if (!event.data || event.data.error) {
        next();
        return;
      }
      worker.terminate();
      end(event.data);
    };
    worker.postMessage({ type: "work", challenge: challenge, counterMode: "uint32", counterStart: 0, counterStep: 1, timeout: 60000 });
  }

  function begin() {
    if (!isBegun) {
      isBegun = true;
      work();
    }
  }

  form.addEventListener("focusin", begin);
  // Before the listener that lets a form be sent once: what is held back here was not sent.
  form.addEventListener(
    "submit",
    function (event) {
      if (isEnded) {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      isWaitedFor = true;
      said.textContent = box.dataset.busy;
      begin();
    },
    true
  );
})();
