// Compiles the sandbox's own contracts and copies those of others into artifacts/. Run: npm ci && npm run build
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import solc from "solc";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const artifacts = join(here, "artifacts");

rmSync(artifacts, { recursive: true, force: true });
mkdirSync(artifacts);

const write = (contractName, source, abi, bytecode, deployedBytecode) => {
  const prefixed = (code) => (code.startsWith("0x") ? code : `0x${code}`);
  const artifact = { contractName, source, abi, bytecode: prefixed(bytecode), deployedBytecode: prefixed(deployedBytecode) };
  writeFileSync(join(artifacts, `${contractName}.json`), `${JSON.stringify(artifact)}\n`);
};

const sources = {};
for (const file of readdirSync(join(here, "solidity")).sort()) {
  sources[file] = { content: readFileSync(join(here, "solidity", file), "utf8") };
}
const input = {
  language: "Solidity",
  sources,
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true, runs: 10000 },
    metadata: { appendCBOR: false },
    outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } },
  },
};
const readImport = (path) => ({ contents: readFileSync(join(here, "node_modules", path), "utf8") });
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport }));
for (const problem of output.errors ?? []) console.error(problem.formattedMessage);
if ((output.errors ?? []).some((problem) => problem.severity === "error")) process.exit(1);

for (const file of Object.keys(sources)) {
  for (const [name, contract] of Object.entries(output.contracts[file])) {
    write(name, `solidity/${file}`, contract.abi, contract.evm.bytecode.object, contract.evm.deployedBytecode.object);
  }
}

const safe = {
  Safe: "Safe.sol",
  SafeL2: "SafeL2.sol",
  SafeProxyFactory: "proxies/SafeProxyFactory.sol",
  CompatibilityFallbackHandler: "handler/CompatibilityFallbackHandler.sol",
  MultiSendCallOnly: "libraries/MultiSendCallOnly.sol",
};
for (const [name, path] of Object.entries(safe)) {
  const source = `@safe-global/safe-contracts/build/artifacts/contracts/${path}/${name}.json`;
  const { abi, bytecode, deployedBytecode } = require(source);
  write(name, "@safe-global/safe-contracts", abi, bytecode, deployedBytecode);
}
