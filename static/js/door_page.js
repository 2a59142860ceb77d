// The door on a phone: with a net the portal is asked before somebody is let in, without one this page decides by its
// list and reports later. Without this file, or on an address without HTTPS, the page's own forms do the same by net.
(async function (Door) {
  "use strict";

  const root = document.querySelector("[data-door]");
  const part = (name) => document.querySelector("[data-" + name + "]");
  const EVERY = 20000; // milliseconds between two looks at the portal
  const ZONE = "Asia/Shanghai"; // as every hour of the portal
  const DAY = 86400000;
  const SOON = 500;
  const RECENT = 10;
  const TONES = { done: "success", already: "warning", overtaken: "info", refused: "error" };

  Door.facts = JSON.parse(document.getElementById("door-facts").textContent);
  Door.words = JSON.parse(document.getElementById("door-words").textContent);
  if (!window.isSecureContext || !window.crypto.subtle || !window.indexedDB) {
    part("state").textContent = Door.say("plain");
    return;
  }

  let phone;
  let list; // {version, boxes, inside, figures, at}: as the portal told it last
  let pending = []; // what is not reported yet
  let recent = [];
  let shown = []; // the entries on the page
  let stopCamera = null;
  let isFresh = false; // this browser has nothing of this link
  const settled = new Map(); // what the portal answered, by the number of the scan
  const names = new Map(); // of those done since the page was opened: a name stays in no store

  try {
    await Door.openStore();
    phone = await Door.get("phone");
  } catch (error) {
    part("state").textContent = Door.say("noWorker");
    return;
  }
  if (!phone) {
    if (Door.countedBefore()) {
      Door.warn(Door.say("lost", { n: Door.countedBefore() }));
      Door.forgetCount();
    }
    isFresh = true;
    phone = Door.newNumber();
    await Door.set("phone", phone);
  }
  await Door.recallClock();
  list = await Door.get("list");
  recent = (await Door.get("recent")) || [];
  pending = await Door.waiting();

  // --- what is so

  function clockOf(milliseconds) {
    return new Date(milliseconds).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: ZONE });
  }

  function figures() {
    const sum = Object.assign({ inside: 0, expected: 0, room: 0 }, list && list.figures);
    pending.forEach((scan) => Object.keys(scan.effect).forEach((name) => (sum[name] += scan.effect[name])));
    return sum;
  }

  // Whether the party is in, as far as this phone knows: as the portal said, and what was done here since.
  function since(place) {
    let found = (list && list.inside[place]) || null;
    pending.forEach((scan) => {
      if (scan.entry === place && scan.kind === "arrive") {
        found = found || { people: scan.people, at: clockOf(Door.corrected(scan.at)), by: Door.say("you") };
      } else if (scan.entry === place && scan.kind === "undo") {
        found = null;
      }
    });
    return found;
  }

  // What letting a party in changes: an expected one gives up the seats that it does not use.
  function effectOf(people, seats, isExpected) {
    const kept = isExpected && Door.now() < Door.facts.starts ? seats : 0;
    return { inside: people, expected: isExpected ? -seats : 0, room: kept - people };
  }

  function inverse(effect) {
    const turned = {};
    Object.keys(effect).forEach((name) => (turned[name] = -effect[name]));
    return turned;
  }

  async function show() {
    pending = await Door.waiting();
    const isOnline = Door.isOnline();
    const said = [Door.say(isOnline ? "online" : "offline")];
    if (list) {
      said.push(Door.say("list", { at: list.at, n: Object.keys(list.boxes).length }));
    }
    if (list && list.lacking) {
      said.push(Door.say("lacking", { n: list.lacking }));
    }
    said.push(pending.length ? Door.say("unsent", { n: pending.length }) : Door.say("allSent"));
    part("state").dataset.is = isOnline ? "online" : "offline";
    part("state").dataset.waiting = pending.length;
    part("state").textContent = said.join(" · ");
    if ("over" in root.dataset) {
      return;
    }
    const sum = figures();
    document.querySelectorAll("[data-figure]").forEach((one) => {
      one.textContent = Math.max(sum[one.dataset.figure], 0);
    });
    showRecent();
  }

  function showRecent() {
    part("recent").hidden = !recent.length;
    part("recent-list").textContent = "";
    recent.forEach((one) => {
      const line = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = [one.at, names.get(one.number) || "", one.said].filter(Boolean).join(" ");
      line.append(words);
      if (one.isOpen) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-outline-secondary";
        button.textContent = Door.say("undo");
        button.setAttribute("aria-label", Door.say("undo") + " " + words.textContent);
        button.addEventListener("click", () => undo(one));
        line.append(button);
      }
      part("recent-list").append(line);
    });
  }

  // --- with the portal

  // The link is over: what is on this phone goes, but for what is still to be reported.
  async function over(why) {
    root.dataset.over = "";
    root.querySelectorAll("form, details, dl, [data-found], [data-recent]").forEach((one) => one.remove());
    list = null;
    await Door.forget("list");
    await Door.forget("recent");
    await Door.dropPage();
    const left = (await Door.waiting()).length;
    const words = [why, left ? Door.say("ended", { n: left }) : ""].filter(Boolean).join(" ");
    if (words) {
      Door.warn(words);
    }
  }

  async function refresh() {
    const found = await Door.fetchList(root, list, phone, over);
    if (found) {
      list = {
        version: found.version,
        boxes: found.boxes || list.boxes,
        inside: found.inside,
        figures: found.figures,
        lacking: found.lacking,
        at: clockOf(found.now),
      };
      await Door.set("list", list);
      if (found.lacking) {
        setTimeout(refresh, SOON);
      }
      if (found.others && isFresh) {
        Door.warn(Door.say("cleared", { at: found.others }));
      }
      isFresh = false;
    }
    await show();
  }

  // Report what waits. Of what was decided here and the portal sees otherwise the helper hears.
  async function report() {
    const done = await Door.report(root, phone);
    Object.values((done && done.outcomes) || {}).forEach((outcome) => {
      const facts = { at: clockOf(Door.corrected(outcome.scan.at)), said: outcome.said };
      if (outcome.scan.has_happened && ["twice", "over", "state"].includes(outcome.outcome)) {
        Door.warn(Door.say("conflictLater", facts));
      } else if (outcome.scan.has_happened && outcome.outcome === "refused") {
        Door.warn(Door.say("refusedLater", facts));
      }
      settled.set(outcome.number, outcome);
    });
    return done;
  }

  async function meet() {
    if ((await Door.waiting()).length) {
      await report();
    }
    if (!("over" in root.dataset)) {
      await refresh();
    } else {
      await show();
    }
  }

  // --- acts

  // Do something: what the portal answers holds; where it does not answer, `mayAlone` decides, and it is reported later.
  async function act(given, facts) {
    if (Door.now() < Door.facts.opens) {
      Door.tell("warning", Door.say("notYet"));
      return false;
    }
    const scan = Object.assign({ number: Door.newNumber(), sequence: await Door.nextPlace(), at: Date.now() }, given);
    scan.effect = facts.effect;
    scan.has_happened = false;
    await Door.keep(scan);
    if (navigator.onLine) {
      await report();
    }
    const outcome = settled.get(scan.number);
    let isDone;
    if (outcome) {
      isDone = outcome.outcome === "done";
      Door.tell(TONES[outcome.outcome] || "info", outcome.said);
      if (outcome.place) {
        scan.entry = outcome.place;
      }
    } else if (facts.mayAlone && !facts.mayAlone()) {
      await Door.drop(scan);
      isDone = false;
      Door.tell("warning", facts.why);
    } else {
      scan.has_happened = true;
      await Door.keep(scan);
      isDone = true;
      Door.tell("success", facts.said + " " + Door.say("later"));
    }
    if (isDone) {
      await remember(scan, facts);
    }
    await (outcome ? refresh() : show());
    return isDone;
  }

  async function remember(scan, facts) {
    if (scan.kind === "undo") {
      recent.forEach((one) => {
        one.isOpen = one.isOpen && one.number !== scan.of && !(scan.entry && one.entry === scan.entry);
      });
    }
    names.set(scan.number, facts.name || "");
    recent.unshift({
      number: scan.number,
      entry: scan.entry || "",
      at: clockOf(Door.corrected(scan.at)),
      said: facts.said,
      effect: scan.effect,
      isOpen: scan.kind === "arrive" || scan.kind === "walk_in",
    });
    recent = recent.slice(0, RECENT);
    await Door.set("recent", recent);
  }

  function hasRoom(people) {
    return () => figures().room >= people;
  }

  async function doWith(entry, kind, people) {
    const place = entry.place;
    const facts = { name: entry.name };
    const isExpected = entry.state === "expected";
    const there = since(place);
    const given = { kind: kind, entry: place, people: people };
    if (kind === "arrive") {
      facts.effect = effectOf(people, entry.people, isExpected);
      facts.said = Door.say("letIn", { people: people });
      facts.mayAlone = isExpected ? null : hasRoom(people);
      facts.why = Door.say("full");
    } else if (kind === "undo") {
      const mine = recent.find((one) => one.isOpen && one.entry === place);
      given.of = mine ? mine.number : null;
      given.people = there ? there.people : 0;
      facts.effect = mine ? inverse(mine.effect) : inverse(effectOf(given.people, entry.people, isExpected));
      facts.said = Door.say("undone");
    } else {
      passing(given, facts);
    }
    await act(given, facts);
    showEntries(shown);
    part("field").focus();
  }

  function passing(given, facts) {
    const isOut = given.kind === "leave";
    facts.effect = { inside: isOut ? -given.people : given.people };
    facts.said = Door.say(isOut ? "left" : "back", { people: given.people });
  }

  async function undo(one) {
    const given = { kind: "undo", of: one.number, entry: one.entry, people: 0 };
    await act(given, { effect: inverse(one.effect), said: Door.say("undone"), name: names.get(one.number) });
    showEntries(shown);
  }

  // --- finding

  function showEntries(entries) {
    shown = entries;
    Door.showFound(entries.map((entry) => Door.showCard(entry, since(entry.place), (kind, n) => doWith(entry, kind, n))));
  }

  async function inList(code) {
    const key = await Door.keyOf(code);
    const box = list && list.boxes[await Door.placeOf(key)];
    return box ? Door.open(box, key) : null;
  }

  async function lookUp(text) {
    const read = Door.read(text);
    if (read.wrong) {
      showEntries([]);
      Door.tell("warning", Door.say(read.wrong, read.facts));
      return;
    }
    Door.tell("info", Door.say("searching"));
    const entry = read.code ? await inList(read.code) : null;
    if (entry) {
      found([entry]);
      return;
    }
    const answer = navigator.onLine ? await Door.askFor(root, read.code || read.words) : null;
    await show();
    if (answer) {
      answer.cards && answer.cards.length ? found(answer.cards) : nobody(answer.said || answer.why);
    } else if (!list) {
      nobody(Door.say("noList"));
    } else if (read.code) {
      nobody(Door.say("unknown", { code: read.code, at: list.at }));
    } else {
      nobody(read.torn ? Door.say("torn", { n: read.torn }) : Door.say("name"));
    }
  }

  function nobody(words) {
    showEntries([]);
    Door.tell("warning", words);
  }

  function found(entries) {
    part("said").textContent = "";
    showEntries(entries);
    const one = entries.length === 1 ? entries[0] : null;
    if (one && one.state === "closed") {
      Door.tell("error", Door.say("closed", one));
    } else if (one && since(one.place)) {
      Door.tell("warning", Door.say("already", since(one.place)));
    }
    part("found").scrollIntoView({ block: "nearest" });
  }

  // --- the page

  function listen() {
    const field = part("field");
    part("find-form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (field.value.trim()) {
        lookUp(field.value);
      }
      field.select();
    });
    // A hand scanner types wherever the eye of the browser is.
    document.addEventListener("keydown", (event) => {
      if (document.activeElement === document.body && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
        field.value = "";
        field.focus();
      }
    });
    part("walk-in").addEventListener("submit", async (event) => {
      event.preventDefault();
      const form = event.target;
      const name = form.elements.name.value.trim();
      const people = Number(form.elements.people.value);
      if (!name) {
        Door.tell("warning", Door.say("needName"));
        return;
      }
      const given = { kind: "walk_in", people: people, category: form.elements.category.value };
      given.sealed = await Door.seal(name);
      const said = Door.say("letInWalk", { people: people });
      const facts = { effect: effectOf(people, people, false), said: said, name: name };
      if (await act(given, Object.assign(facts, { mayAlone: hasRoom(people), why: Door.say("full") }))) {
        form.reset();
        form.parentElement.open = false;
        showEntries([]);
      }
      part("said").scrollIntoView({ block: "nearest" });
    });
    part("passing").addEventListener("submit", async (event) => {
      event.preventDefault();
      const given = { kind: Door.pressed(event), people: Number(event.target.elements.people.value) };
      const facts = {};
      passing(given, facts);
      const most = given.kind === "leave" ? figures().inside : Infinity;
      await act(given, Object.assign(facts, { mayAlone: () => given.people <= most, why: Door.say("full") }));
      part("said").scrollIntoView({ block: "nearest" });
    });
    part("camera").hidden = !navigator.mediaDevices;
    part("camera").addEventListener("click", toggleCamera);
    field.focus();
  }

  async function toggleCamera() {
    if (stopCamera) {
      stopCamera();
      stopCamera = null;
    } else {
      try {
        stopCamera = await Door.watch(part("picture"), root.dataset.scanner, lookUp);
      } catch (error) {
        Door.tell("warning", Door.say("noCamera"));
      }
    }
    part("camera").textContent = Door.say(stopCamera ? "stopCamera" : "camera");
  }

  async function keepReady() {
    if (!navigator.serviceWorker) {
      Door.warn(Door.say("noWorker"));
      return;
    }
    try {
      await navigator.serviceWorker.register(root.dataset.worker);
      await navigator.serviceWorker.ready;
      await Door.keepPage(root.dataset.scanner);
      root.dataset.ready = "";
    } catch (error) {
      return; // without a net just now: what was kept before is there
    }
    if (navigator.storage && navigator.storage.persist && !(await navigator.storage.persist())) {
      Door.warn(Door.say("notKept"));
    }
  }

  // By the phone's clock alone nothing ends sooner than a day late: it may be wrong by a day.
  if (Door.facts.ends + DAY < Door.now()) {
    root.dataset.over = "";
  }
  if (!("over" in root.dataset)) {
    listen();
    keepReady();
  } else {
    await over("");
  }
  await show();
  await meet();
  window.addEventListener("online", meet);
  window.addEventListener("offline", show);
  setInterval(() => document.hidden || meet(), EVERY);
})(window.Door);
