// Opens the locked boxes of the list by the code of a ticket, and seals what only the portal may read. How the boxes are
// made, and why so slowly, stands in registrations/tickets.py.
(function (Door) {
  "use strict";

  const NONCE = 12;

  function bytesOf(base64) {
    return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  }

  function fromHex(text) {
    return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
  }

  function hash(word, key) {
    const begin = new TextEncoder().encode(word);
    const whole = new Uint8Array(begin.length + key.length);
    whole.set(begin);
    whole.set(key, begin.length);
    return crypto.subtle.digest("SHA-256", whole);
  }

  // The key of a code: 32 bytes.
  Door.keyOf = async function (code) {
    const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(code), "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: fromHex(Door.facts.salt), iterations: Door.facts.rounds };
    return new Uint8Array(await crypto.subtle.deriveBits(how, typed, 256));
  };

  Door.placeOf = async function (key) {
    return Door.hex(await hash("place", key)).slice(0, 32);
  };

  Door.open = async function (box, key) {
    const secret = await crypto.subtle.importKey("raw", await hash("secret", key), "AES-GCM", false, ["decrypt"]);
    const bytes = bytesOf(box);
    const how = { name: "AES-GCM", iv: bytes.slice(0, NONCE) };
    const text = await crypto.subtle.decrypt(how, secret, bytes.slice(NONCE));
    return JSON.parse(new TextDecoder().decode(text));
  };

  // A walk-in's name waits on the phone as something that the phone itself cannot read.
  Door.seal = async function (text) {
    const how = { name: "RSA-OAEP", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("spki", bytesOf(Door.facts.key), how, false, ["encrypt"]);
    const sealed = await crypto.subtle.encrypt(how, key, new TextEncoder().encode(text));
    return btoa(String.fromCharCode.apply(null, new Uint8Array(sealed)));
  };
})(window.Door);
