// A worker that finds the counter of a challenge by plain SHA-256 (FIPS 180-4): for browsers that have no cryptography
// of their own, because the page came without HTTPS, and for old ones. It speaks as the solver of the package does.
(function () {
  "use strict";

  var K = [];
  var START = [];

  // The first 32 bits of the fractions of cube and square roots of the first primes.
  (function () {
    var number = 2;
    function fraction(root) {
      return ((root - Math.floor(root)) * 4294967296) | 0;
    }
    while (K.length < 64) {
      var isPrime = true;
      for (var divisor = 2; divisor * divisor <= number; divisor++) {
        if (number % divisor === 0) {
          isPrime = false;
          break;
        }
      }
      if (isPrime) {
        if (START.length < 8) {
          START.push(fraction(Math.sqrt(number)));
        }
        K.push(fraction(Math.cbrt(number)));
      }
      number++;
    }
  })();

  function turned(word, by) {
    return (word >>> by) | (word << (32 - by));
  }

  // The hash, as eight words, of at most 55 bytes: one block.
  function hash(bytes, words) {
    var i;
    for (i = 0; i < 64; i++) {
      words[i] = 0;
    }
    for (i = 0; i < bytes.length; i++) {
      words[i >> 2] |= bytes[i] << (24 - 8 * (i & 3));
    }
    words[bytes.length >> 2] |= 128 << (24 - 8 * (bytes.length & 3));
    words[15] = bytes.length * 8;
    for (i = 16; i < 64; i++) {
      var x = words[i - 15];
      var y = words[i - 2];
      var low = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
      var high = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
      words[i] = (words[i - 16] + low + words[i - 7] + high) | 0;
    }
    var s = START.slice();
    for (i = 0; i < 64; i++) {
      var e = s[4];
      var a = s[0];
      var first = (s[7] + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & s[5]) ^ (~e & s[6])) + K[i] + words[i]) | 0;
      var second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]))) | 0;
      s = [(first + second) | 0, a, s[1], s[2], (s[3] + first) | 0, e, s[5], s[6]];
    }
    return s.map(function (word, place) {
      return (word + START[place]) | 0;
    });
  }

  function hex(words) {
    return words
      .map(function (word) {
        return ("0000000" + (word >>> 0).toString(16)).slice(-8);
      })
      .join("");
  }

  function bytesOf(text) {
    return (text.match(/../g) || []).map(function (pair) {
      return parseInt(pair, 16);
    });
  }

  self.onmessage = function (event) {
    var parameters = event.data.challenge.parameters;
    var begin = bytesOf(parameters.salt).concat(bytesOf(parameters.nonce));
    var words = new Int32Array(64);
    var end = Date.now() + event.data.timeout;
    if (parameters.algorithm !== "SHA-256" || parameters.cost !== 1 || begin.length > 51) {
      self.postMessage({ error: "another kind of challenge" });
      return;
    }
    for (var counter = 0; counter % 1000 || Date.now() < end; counter++) {
      var found = hex(hash(begin.concat([counter >>> 24, (counter >>> 16) & 255, (counter >>> 8) & 255, counter & 255]), words));
      if (found.indexOf(parameters.keyPrefix) === 0) {
        self.postMessage({ counter: counter, derivedKey: found, time: 0 });
        return;
      }
    }
    self.postMessage({ error: "no time left" });
  };
})();
