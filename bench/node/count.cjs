// Counts an election document with the voting classes of @snapshot-labs/snapshot.js, and prints how long it took.
// `--bare`: without the libraries for chains, signatures and schemas that the package loads and no count needs.
'use strict';
const started = performance.now();
const fs = require('node:fs');
const Module = require('node:module');

if (process.argv.includes('--bare')) {
  const load = Module._load;
  const nothing = new Proxy(function () {}, {
    get: (_, name) => (name === Symbol.toPrimitive ? () => '' : nothing),
    apply: () => nothing,
    construct: () => nothing
  });
  Module._load = (name, parent, isMain) =>
    parent?.filename?.includes('snapshot.cjs') ? nothing : load(name, parent, isMain);
}
const snapshot = require('@snapshot-labs/snapshot.js');
const { voting } = (snapshot.default ?? snapshot).utils;

const loaded = performance.now();
const document = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const parsed = performance.now();
const votes = document.ballots.map(({ choice, power }) => {
  const balance = Number(power) / 1e18;
  return { choice, balance, scores: [balance] };
});
const mapped = performance.now();
const type = { single: 'single-choice', ranked_choice: 'ranked-choice' }[document.mechanism] ?? document.mechanism;
const count = new voting[type]({ choices: document.choices }, votes, [{ name: 'bench', network: '1', params: {} }]);
const scores = count.getScores();
const total = count.getScoresTotal();
const counted = performance.now();
console.log(
  JSON.stringify({
    scores,
    total,
    load: loaded - started,
    parse: parsed - loaded,
    numbers: mapped - parsed,
    count: counted - mapped
  })
);
