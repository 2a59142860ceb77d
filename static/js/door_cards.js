// Shows an entry as the page's own template has it, and what the door says.
(function (Door) {
  "use strict";

  const part = (name) => document.querySelector("[data-" + name + "]");

  // `tone`: success, warning, error or info, as the messages of the page without a script.
  Door.tell = function (tone, words) {
    const line = document.createElement("p");
    line.className = "door-word door-word-" + tone;
    line.textContent = words;
    part("said").textContent = "";
    part("said").append(line);
  };

  Door.warn = function (words) {
    const line = document.createElement("p");
    line.textContent = words;
    const there = Array.from(part("warnings").children, (one) => one.textContent);
    if (!there.includes(words)) {
      part("warnings").append(line);
    }
  };

  // `since` is {people, at, by} where the party is in; `act` is called with the button's act and the people.
  Door.showCard = function (entry, since, act) {
    const card = document.importNode(part("card-template").content, true).firstElementChild;
    const isClosed = entry.state === "closed";
    const slots = {
      name: entry.name || entry.code,
      code: entry.name ? entry.code : "",
      category: entry.category || "",
      party: entry.people ? Door.say("party", { n: entry.people }) : "",
      said: entry.said || "",
      needs: entry.needs || "",
      since: since ? Door.say("already", since) : "",
    };
    Object.keys(slots).forEach((name) => {
      const slot = card.querySelector("[data-slot=" + name + "]");
      slot.textContent = slots[name];
      slot.hidden = !slots[name];
    });
    card.querySelector("[data-needs]").hidden = !entry.needs;
    const kind = since ? "in" : isClosed ? "closed" : entry.state;
    card.className = "door-card door-card-" + kind;
    const form = card.querySelector("form");
    if (isClosed) {
      form.remove();
      return card;
    }
    const most = since ? since.people : entry.people;
    const choice = form.querySelector("select");
    choice.textContent = "";
    for (let n = 1; n <= most; n++) {
      choice.add(new Option(n, n, n === most, n === most));
    }
    card.querySelectorAll("[data-when]").forEach((one) => {
      one.hidden = !one.dataset.when.includes(since ? "in" : "out");
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      act(Door.pressed(event), Number(choice.value));
    });
    return card;
  };

  // Which button sent the form: older browsers do not say it with the event.
  Door.pressed = function (event) {
    const button = event.submitter || document.activeElement;
    return button && button.name === "act" ? button.value : "arrive";
  };

  Door.showFound = function (cards) {
    const found = part("found");
    found.textContent = "";
    cards.forEach((card) => found.append(card));
  };
})(window.Door);
