// What stays on the phone: the locked list, what is not reported yet, and the page itself. Nobody's name is among it.
(function (Door) {
  "use strict";

  const CACHE = "door";
  let database;

  function asked(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  function within(mode, name, act) {
    return asked(act(database.transaction(name, mode).objectStore(name)));
  }

  // Each link has a store of its own.
  Door.openStore = async function () {
    const request = indexedDB.open("door-" + Door.facts.link, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("facts");
      request.result.createObjectStore("scans", { keyPath: "sequence" });
    };
    database = await asked(request);
    // The browser clears its storage: the page begins anew, and says what was lost.
    database.onclose = () => location.reload();
    database.onversionchange = () => {
      database.close();
      location.reload();
    };
  };

  Door.get = (name) => within("readonly", "facts", (store) => store.get(name));
  Door.set = (name, value) => within("readwrite", "facts", (store) => store.put(value, name));
  Door.forget = (name) => within("readwrite", "facts", (store) => store.delete(name));
  Door.keep = (scan) => within("readwrite", "scans", (store) => store.put(scan)).then(count);
  Door.drop = (scan) => within("readwrite", "scans", (store) => store.delete(scan.sequence)).then(count);
  Door.waiting = () => within("readonly", "scans", (store) => store.getAll());

  // The next place in the order, in one step: two open pages of a phone never take the same.
  Door.nextPlace = function () {
    return new Promise((resolve, reject) => {
      const step = database.transaction("facts", "readwrite");
      const store = step.objectStore("facts");
      const request = store.get("sequence");
      let next;
      request.onsuccess = () => {
        next = (request.result || 0) + 1;
        store.put(next, "sequence");
      };
      step.oncomplete = () => resolve(next);
      step.onerror = () => reject(step.error);
    });
  };

  // Kept apart from the store, so that it can be said when a browser has cleared that.
  function count() {
    return Door.waiting().then((scans) => {
      try {
        localStorage.setItem("door-" + Door.facts.link, String(scans.length));
      } catch (error) {
        return; // a browser that keeps nothing has nothing to say later
      }
    });
  }

  Door.countedBefore = function () {
    try {
      return Number(localStorage.getItem("door-" + Door.facts.link) || 0);
    } catch (error) {
      return 0;
    }
  };
  Door.forgetCount = function () {
    try {
      localStorage.removeItem("door-" + Door.facts.link);
    } catch (error) {
      return;
    }
  };

  // The page and everything that it is made of, so that it opens without a net.
  Door.keepPage = async function (scanner) {
    const parts = Array.from(document.querySelectorAll("link[rel=stylesheet], link[rel=icon]"), (link) => link.href);
    const scripts = Array.from(document.querySelectorAll("script[src]"), (script) => script.src);
    const cache = await caches.open(CACHE);
    await cache.addAll([location.pathname, scanner].concat(parts, scripts));
  };

  Door.dropPage = async function () {
    const cache = await caches.open(CACHE);
    await cache.delete(location.pathname, { ignoreSearch: true });
  };
})(window.Door);
