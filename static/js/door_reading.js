// What was typed, scanned by the camera or by a hand scanner: a code, words for a search, or something with a fault.
window.Door = window.Door || {};
(function (Door) {
  "use strict";

  const SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  const LENGTH = 8;

  // {code}, {words}, {torn: how many signs were read} or {wrong: name of the sentence, facts}.
  Door.read = function (text) {
    const words = text.normalize("NFKC").trim();
    if (/^https?:\/\//i.test(words)) {
      let url;
      try {
        url = new URL(words);
      } catch (error) {
        return { wrong: "address", facts: { host: words.slice(0, 40) } };
      }
      const isPrivate = url.pathname.includes("/my/");
      return { wrong: isPrivate ? "private" : "address", facts: { host: url.host } };
    }
    const code = words.replace(/[\s-]/g, "").toUpperCase();
    const strange = Array.from(code).filter((sign) => !SIGNS.includes(sign));
    if (code.length === LENGTH && !strange.length) {
      return { code: code };
    }
    if (code.length === LENGTH && /^[0-9A-Z]+$/.test(code)) {
      return { wrong: "sign", facts: { sign: Array.from(new Set(strange)).join(" ") } };
    }
    return /^[0-9A-Z]+$/.test(code) && /\d/.test(code) ? { torn: code.length, words: words } : { words: words };
  };

  // A sentence of the page with its facts filled in.
  Door.say = function (name, facts) {
    return Door.words[name].replace(/\{(\w+)\}/g, (whole, key) => (facts && key in facts ? facts[key] : whole));
  };

  Door.newNumber = function () {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return Door.hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  Door.hex = function (bytes) {
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
})(window.Door);
