// What Safe's own library and viem make of transactions and signatures: reads them as JSON from the standard input, and
// writes hashes and what a Safe is sent as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { hashTypedData } from "viem";

const require = createRequire(import.meta.url);
const { EthSafeSignature, buildSignatureBytes, calculateSafeTransactionHash } = require("@safe-global/protocol-kit");

const { transactions, confirmations } = JSON.parse(readFileSync(0, "utf8"));
const hashes = transactions.map(({ safe, version, document }) => {
  const { chainId } = document.domain;
  const fields = { ...document.message, operation: Number(document.message.operation) };
  return {
    kit: calculateSafeTransactionHash(safe, fields, version, BigInt(chainId)),
    viem: hashTypedData(document),
  };
});
const joined = confirmations.map((each) =>
  buildSignatureBytes(each.map(({ owner, signature, contract }) => new EthSafeSignature(owner, signature, contract))).toLowerCase(),
);
console.log(JSON.stringify({ hashes, joined }));
