// Talks with the portal: fetches the list, asks before somebody is let in, and reports afterwards what was done without
// a net: in order, and under numbers by which it counts once, however often it is sent.
(function (Door) {
  "use strict";

  const PATIENCE = 4000; // milliseconds: what answers later is no net for somebody at a door
  const AT_ONCE = 50; // scans in one report

  let isOnline = navigator.onLine;
  let offset = 0; // of the portal's clock before the phone's, in milliseconds
  let reporting = Promise.resolve();

  window.addEventListener("offline", () => {
    isOnline = false;
  });
  Door.isOnline = () => isOnline;
  Door.now = () => Date.now() + offset;
  Door.corrected = (moment) => moment + offset;

  async function ask(address, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    const begun = Date.now();
    try {
      const answer = await fetch(address, Object.assign({ signal: stop.signal, cache: "no-store" }, options));
      const found = await answer.json();
      isOnline = true;
      if (found.now) {
        setClock(found.now - (begun + Date.now()) / 2);
      }
      return { status: answer.status, found: found };
    } catch (error) {
      isOnline = false;
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  // Kept, because without a net nobody says it again after the page was opened anew.
  Door.recallClock = async function () {
    const known = await Door.get("offset");
    offset = known === undefined ? Door.facts.now - Date.now() : known; // the first page of a phone is fresh
  };

  function setClock(difference) {
    offset = difference;
    Door.set("offset", difference);
    const minutes = Math.round(Math.abs(difference) / 60000);
    if (Math.abs(difference) > Door.facts.clock_off) {
      const by = minutes < 120 ? Door.say("minutes", { n: minutes }) : Door.say("hours", { n: Math.round(minutes / 60) });
      Door.warn(Door.say("clock", { by: by }));
    }
  }

  // The newest list; null without a net. `onOver` is called with the reason when the link is over.
  Door.fetchList = async function (root, list, phone, onOver) {
    const query = "?known=" + (list ? list.version : "") + "&phone=" + phone;
    const answer = await ask(root.dataset.list + query);
    if (answer && answer.status === 410) {
      onOver(answer.found.why);
    }
    return answer && answer.status === 200 ? answer.found : null;
  };

  Door.askFor = async function (root, words) {
    const answer = await ask(root.dataset.find + "?q=" + encodeURIComponent(words));
    return answer && answer.found;
  };

  // Report what waits; the outcomes by number, or null where the portal did not answer. One report after the other.
  Door.report = function (root, phone) {
    const next = reporting.then(() => report(root, phone));
    reporting = next.catch(() => null);
    return next;
  };

  async function report(root, phone) {
    const outcomes = {};
    let figures = null;
    for (;;) {
      const scans = (await Door.waiting()).slice(0, AT_ONCE);
      if (!scans.length) {
        return { outcomes: outcomes, figures: figures };
      }
      const text = JSON.stringify({ phone: phone, sent_at: Date.now(), scans: scans });
      const answer = await ask(root.dataset.scans, { method: "POST", body: text });
      if (!answer || answer.status !== 200) {
        return null;
      }
      const done = new Map(answer.found.outcomes.map((outcome) => [outcome.number, outcome]));
      if (!scans.some((scan) => done.has(scan.number))) {
        return null;
      }
      for (const scan of scans.filter((one) => done.has(one.number))) {
        outcomes[scan.number] = Object.assign({ scan: scan }, done.get(scan.number));
        await Door.drop(scan);
      }
      figures = answer.found.figures;
    }
  }
})(window.Door);
