// Compiles the sandbox's own contracts and copies those of others into artifacts/. Run: npm ci && npm run build
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import solc from "solc";

const here = dirname(fileURLToPath(import.meta.url));
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
    if (!contract.evm.bytecode.object) continue; // An interface, or a contract that is only built upon.
    write(name, `solidity/${file}`, contract.abi, contract.evm.bytecode.object, contract.evm.deployedBytecode.object);
  }
}

// Those of others are copied unchanged, each under the name by which it is known here.
const published = {
  "@safe-global/safe-contracts": {
    Safe: "build/artifacts/contracts/Safe.sol/Safe.json",
    SafeL2: "build/artifacts/contracts/SafeL2.sol/SafeL2.json",
    SafeProxyFactory: "build/artifacts/contracts/proxies/SafeProxyFactory.sol/SafeProxyFactory.json",
    CompatibilityFallbackHandler: "build/artifacts/contracts/handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler.json",
    MultiSendCallOnly: "build/artifacts/contracts/libraries/MultiSendCallOnly.sol/MultiSendCallOnly.json",
  },
  "@gnosis.pm/safe-contracts": {
    SafeV130: "build/artifacts/contracts/GnosisSafe.sol/GnosisSafe.json",
    MultiSend: "build/artifacts/contracts/libraries/MultiSend.sol/MultiSend.json",
    SafeL2V130: "build/artifacts/contracts/GnosisSafeL2.sol/GnosisSafeL2.json",
  },
  "@safe-global/safe-smart-account": {
    SafeV150: "build/artifacts/contracts/Safe.sol/Safe.json",
    MultiSendCallOnlyV150: "build/artifacts/contracts/libraries/MultiSendCallOnly.sol/MultiSendCallOnly.json",
  },
  "@uniswap/governance": { Uni: "build/Uni.json", CompoundTimelock: "build/Timelock.json" },
  "@aave/governance-v2": {
    AaveToken: "artifacts/@aave/aave-token/contracts/token/AaveToken.sol/AaveToken.json",
    AaveTokenV2: "artifacts/@aave/aave-token/contracts/token/AaveTokenV2.sol/AaveTokenV2.json",
  },
  "@daohaus/baal-contracts": {
    Baal: "export/artifacts/contracts/Baal.sol/Baal.json",
    BaalSummoner: "export/artifacts/contracts/BaalSummoner.sol/BaalSummoner.json",
    BaalShares: "export/artifacts/contracts/SharesERC20.sol/Shares.json",
    BaalLoot: "export/artifacts/contracts/LootERC20.sol/Loot.json",
    ModuleProxyFactory: "export/artifacts/@gnosis.pm/zodiac/contracts/factory/ModuleProxyFactory.sol/ModuleProxyFactory.json",
  },
  "@ethereum-attestation-service/eas-contracts": {
    EAS: "artifacts/contracts/EAS.sol/EAS.json",
    EASIndexer: "artifacts/contracts/Indexer.sol/Indexer.json",
    EASSchemaRegistry: "artifacts/contracts/SchemaRegistry.sol/SchemaRegistry.json",
  },
  "@arbitrum/nitro-contracts": {
    ArbitrumBridge: "build/contracts/src/bridge/Bridge.sol/Bridge.json",
    ArbitrumInbox: "build/contracts/src/bridge/Inbox.sol/Inbox.json",
  },
  "@eth-optimism/contracts-bedrock": {
    L1CrossDomainMessenger: "forge-artifacts/L1CrossDomainMessenger.sol/L1CrossDomainMessenger.json",
    L2CrossDomainMessenger: "forge-artifacts/L2CrossDomainMessenger.sol/L2CrossDomainMessenger.json",
    OptimismPortal: "forge-artifacts/OptimismPortal.sol/OptimismPortal.json",
    SuperchainConfig: "forge-artifacts/SuperchainConfig.sol/SuperchainConfig.json",
    SystemConfig: "forge-artifacts/SystemConfig.sol/SystemConfig.json",
  },
};
// Foundry writes the code into an object.
const plain = (code) => code.object ?? code;
for (const [name, files] of Object.entries(published)) {
  for (const [contractName, file] of Object.entries(files)) {
    const { abi, bytecode, evm, deployedBytecode } = JSON.parse(readFileSync(join(here, "node_modules", name, file), "utf8"));
    write(contractName, name, abi, plain(bytecode), plain(deployedBytecode ?? evm.deployedBytecode));
  }
}
