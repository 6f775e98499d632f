"use strict";
// The proof of work of the form 建议与反映: finds the number that its challenge wants before the form is
// sent. Without this script the form is sent as it is, and counts against what is open to everybody.
(() => {
  const form = document.getElementById("suggest-send");
  if (!form) return;
  const K = [], H0 = [];
  for (let n = 2; K.length < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    const part = x => ((x - Math.floor(x)) * 4294967296) | 0;
    if (H0.length < 8) H0.push(part(Math.sqrt(n)));
    K.push(part(Math.cbrt(n)));
  }
  const W = new Int32Array(64);
  // zeros is how many zero bits the SHA-256 of an ASCII text begins with, counted up to 32.
  const zeros = text => {
    const bytes = text.length + 9, blocks = Math.ceil(bytes / 64), m = new Int32Array(blocks * 16);
    for (let i = 0; i < text.length; i++) m[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8);
    m[text.length >> 2] |= 0x80 << (24 - (text.length & 3) * 8);
    m[m.length - 1] = text.length * 8;
    let h = H0.slice();
    for (let at = 0; at < m.length; at += 16) {
      for (let i = 0; i < 64; i++) {
        if (i < 16) { W[i] = m[at + i]; continue; }
        const x = W[i - 15], y = W[i - 2];
        const a = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ (x >>> 3);
        const b = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ (y >>> 10);
        W[i] = (W[i - 16] + a + W[i - 7] + b) | 0;
      }
      let [a, b, c, d, e, f, g, z] = h;
      for (let i = 0; i < 64; i++) {
        const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
        const t1 = (z + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
        const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        z = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      h = [h[0] + a | 0, h[1] + b | 0, h[2] + c | 0, h[3] + d | 0, h[4] + e | 0, h[5] + f | 0, h[6] + g | 0, h[7] + z | 0];
    }
    return Math.clz32(h[0]);
  };
  const begin = form.dataset.challenge + ".", bits = Number(form.dataset.bits);
  let working = false;
  form.addEventListener("submit", event => {
    if (form.elements.nonce.value) return;
    event.preventDefault();
    if (working) return;
    working = true;
    form.querySelector("button").disabled = true;
    form.querySelector(".suggest-status").textContent = form.dataset.working;
    let n = 0;
    const go = () => {
      for (const end = n + 4000; n < end; n++) {
        if (zeros(begin + n) >= bits) {
          form.elements.nonce.value = String(n);
          form.submit();
          return;
        }
      }
      setTimeout(go);
    };
    go();
  });
})();
