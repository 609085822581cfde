// Reads lists of payments as JSON from standard input; writes of each the tree that OpenZeppelin's library makes of it,
// and what it says of a tree that was made elsewhere.
"use strict";

const { StandardMerkleTree } = require("@openzeppelin/merkle-tree");

const ENCODING = ["address", "uint256"];

function made({ payments, dumped, proofs }) {
  const tree = StandardMerkleTree.of(payments, ENCODING);
  const found = { dump: tree.dump(), root: tree.root };
  try {
    found.loaded = StandardMerkleTree.load(dumped).root;
  } catch (error) {
    found.refused = String(error?.message ?? error);
  }
  found.proved = proofs.map(([payment, proof]) => StandardMerkleTree.verify(tree.root, ENCODING, payment, proof));
  return found;
}

let given = "";
process.stdin.on("data", (part) => (given += part));
process.stdin.on("end", () => process.stdout.write(JSON.stringify(JSON.parse(given).map(made))));
