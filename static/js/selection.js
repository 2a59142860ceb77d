// The make-up of the list as it would be with the ticked entries, while they are being ticked. The same counting as on
// the server (makeup.py, seating.py, selection.outcome); without this script it is right after each post.
document.addEventListener("DOMContentLoaded", () => {
  const page = document.querySelector("[data-selection]");
  const live = JSON.parse(document.getElementById("selection-live")?.textContent ?? "null");
  if (!page || !live) return;

  const all = (selector) => [...page.querySelectorAll(selector)];
  const rows = all("tr[data-entry]").map((row) => ({
    ...row.dataset,
    seats: Number(row.dataset.seats),
    companions: Number(row.dataset.companions),
    isOpen: "open" in row.dataset,
    holds: "holds" in row.dataset,
    tick: row.querySelector("[name=entry]"),
  }));
  const chosen = (name) => page.querySelector(`[name=${name}]:checked`)?.value;

  // Parties in their order, first up to the floors, then up to the ceilings.
  function fill(parties, taken) {
    const sum = () => Object.values(taken).reduce((total, people) => total + people, 0);
    const lacking = (category) => Math.max((live.floors[category] ?? 0) - (taken[category] ?? 0), 0);
    const room = (category, keepsFloors) => {
      const kept = Object.keys(live.floors).filter((other) => keepsFloors && other !== category);
      const free = live.capacity - sum() - kept.reduce((total, other) => total + lacking(other), 0);
      return category in live.ceilings ? Math.min(free, live.ceilings[category] - (taken[category] ?? 0)) : free;
    };
    const seated = new Set();
    for (const keepsFloors of [true, false]) {
      for (const party of parties) {
        const waits = keepsFloors && !lacking(party.category);
        if (!seated.has(party) && !waits && party.seats <= room(party.category, keepsFloors)) {
          seated.add(party);
          taken[party.category] = (taken[party.category] ?? 0) + party.seats;
        }
      }
    }
    return seated;
  }

  // Who would be on the list, and how many would still be undecided.
  function outcome() {
    const decision = chosen("decision");
    const scope = chosen("scope") ?? "ticked";
    const proposal = (row) => {
      if (decision === undefined || !row.tick) return row.proposal;
      const isMeant = scope === "ticked" ? row.tick.checked : scope === "undecided" && !row.proposal;
      return isMeant ? decision : row.proposal;
    };
    const proposed = new Map(rows.filter((row) => row.isOpen).map((row) => [row, proposal(row)]));
    const fixed = rows.filter((row) => !row.isOpen && row.decision === "selected");
    const open = [...proposed.keys()];
    const picked = open.filter((row) => proposed.get(row) === "selected");
    if (live.way === "choice") {
      return [[...fixed, ...picked], open.filter((row) => !proposed.get(row)).length];
    }
    const isDrawn = live.way === "draw" || live.way === "mixed";
    const rest = open.filter((row) => !proposed.get(row));
    const ready = rest.filter((row) => !isDrawn || row.rank);
    const kept = ready.filter((row) => row.holds);
    const taken = {};
    for (const row of [...fixed, ...picked, ...kept]) taken[row.category] = (taken[row.category] ?? 0) + row.seats;
    const seated = fill(ready.filter((row) => !row.holds), taken);
    return [[...fixed, ...picked, ...kept, ...seated], rest.length - ready.length];
  }

  const write = (name, text) => all(`[data-live=${name}]`).forEach((part) => (part.textContent = text));
  const judge = (part, isBroken) => {
    part.classList.toggle("signups-broken", isBroken);
    part.classList.toggle("signups-kept", !isBroken);
  };

  function count() {
    const [listed, undecided] = outcome();
    const of = (these) => these.reduce((total, row) => total + row.seats, 0);
    const people = of(listed);
    const residents = of(listed.filter((row) => !live.official.includes(row.category)));
    const percent = people ? Math.floor((residents * 100) / people) : null;
    write("people", people);
    write("percent", percent === null ? "–" : `${percent}%`);
    write("companions", listed.reduce((total, row) => total + row.companions, 0));
    write("undecided", undecided);
    all("[data-live=seats]").forEach((part) => part.classList.toggle("signups-broken", people > live.capacity));
    for (const part of all("[data-quota]")) {
      const category = part.dataset.quota;
      const here = of(listed.filter((row) => row.category === category));
      part.textContent = here;
      const isBroken = here < (live.floors[category] ?? 0) || here > (live.ceilings[category] ?? Infinity);
      part.classList.toggle("signups-broken", isBroken);
    }
    for (const part of all("[data-limit]")) {
      const [over, under] = part.dataset.bound.split("/").map(Number);
      const isBroken = {
        capacity_max: people > over,
        capacity_min: people < over,
        residents_share: people > 0 && residents * (under ?? 1) < over * people,
      }[part.dataset.limit];
      judge(part, isBroken);
      const actual = part.dataset.limit === "residents_share";
      if (actual) page.querySelector("[data-actual=residents_share]").textContent = people ? `${residents} / ${people} (${percent}%)` : "–";
    }
    for (const part of all("[data-group]")) {
      const { group, key } = part.dataset;
      const these = listed.filter((row) => row[group] === key);
      part.textContent = group === "category" ? of(these) : these.length;
    }
    const isTicked = rows.some((row) => row.tick?.checked) || chosen("scope") === "undecided";
    all("[data-live=note]").forEach((part) => (part.hidden = !isTicked || chosen("decision") === undefined));
  }

  // Only the reasons of the chosen decision; taken out, for not every browser hides a group of options.
  const grounds = page.querySelector("#decide-ground");
  const ownWords = grounds?.querySelector("option");
  const groups = all("#decide-ground optgroup");
  function offerReasons() {
    const decision = chosen("decision");
    if (!grounds || decision === undefined) return;
    const before = grounds.value;
    grounds.replaceChildren(ownWords, ...groups.filter((group) => group.dataset.of === decision));
    grounds.value = grounds.querySelector(`option[value="${before}"]`) ? before : "";
  }

  const tickAll = page.querySelector("[data-tick-all]");
  if (tickAll && rows.some((row) => row.tick)) {
    tickAll.hidden = false;
    tickAll.addEventListener("change", () => rows.forEach((row) => row.tick && (row.tick.checked = tickAll.checked)));
  }
  page.addEventListener("change", () => {
    offerReasons();
    count();
  });
  offerReasons();
  if (page.querySelector("[name=decision]")) count();
});
