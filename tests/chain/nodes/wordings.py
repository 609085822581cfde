"""What clients and providers were seen to answer, and what it means: code, message, data, and where it was seen."""
# ruff: noqa: E501

from dataclasses import dataclass
from typing import Any

from bot.chain.nodes.refusals import Meaning


@dataclass(frozen=True)
class Wording:
    who: str
    meaning: Meaning
    code: int
    message: str
    data: Any = None
    source: str = ""

    @property
    def error(self) -> dict[str, Any]:
        """The `error` of a JSON-RPC answer."""
        found = {"code": self.code, "message": self.message}
        return found if self.data is None else {**found, "data": self.data}


_ERROR = "0x08c379a0" + "00" * 31 + "20" + "00" * 31 + "02" + "6e6f" + "00" * 30

WORDINGS = (
    # -- the contract refused
    Wording("go-ethereum", Meaning.REVERTED, 3, "execution reverted: no", _ERROR, "ethereum/go-ethereum internal/ethapi/errors.go"),
    Wording("go-ethereum, no data", Meaning.REVERTED, -32000, "execution reverted", None, "erigontech/erigon#20314"),
    Wording("go-ethereum, opcode", Meaning.REVERTED, -32000, "invalid opcode: INVALID", None, "core/vm/errors.go"),
    Wording("go-ethereum, undefined opcode", Meaning.REVERTED, -32000, "opcode 0xfe not defined", None, "core/vm/errors.go"),
    Wording("go-ethereum, jump", Meaning.REVERTED, -32000, "invalid jump destination", None, "core/vm/errors.go"),
    Wording("go-ethereum, stack", Meaning.REVERTED, -32000, "stack underflow (0 <=> 1)", None, "core/vm/errors.go"),
    Wording("go-ethereum, deep stack", Meaning.REVERTED, -32000, "stack limit reached 1024 (1023)", None, "core/vm/errors.go"),
    Wording("go-ethereum, write", Meaning.REVERTED, -32000, "write protection", None, "core/vm/errors.go"),
    Wording("Nethermind", Meaning.REVERTED, -32015, "VM execution error.", "Reverted 0x08c379a0", "NethermindEth/nethermind#5740"),
    Wording("Nethermind, empty", Meaning.REVERTED, -32015, "VM execution error.", "Reverted 0x", "NethermindEth/nethermind#6024"),
    Wording("Nethermind, early", Meaning.REVERTED, -32015, "VM execution error.", "revert", "NethermindEth/nethermind#2098"),
    Wording("Nethermind, custom", Meaning.REVERTED, -32015, "VM execution error.", "Reverted 0x7a933234", "cowprotocol/watch-tower#11"),
    Wording("Nethermind, no data", Meaning.REVERTED, -32015, "VM execution error.", None, "NethermindEth/nethermind#2718"),
    Wording("Nethermind, 2025", Meaning.REVERTED, -32000, "execution reverted", "0xf4f28e99" + "00" * 31 + "18", "wevm/viem#4092"),
    Wording("OpenEthereum", Meaning.REVERTED, -32015, "VM execution error.", "Bad instruction fd", "graphprotocol/graph-node#1324"),
    Wording("Besu", Meaning.REVERTED, -32000, "Execution reverted", _ERROR, "besu-eth/besu#1829"),
    Wording("Erigon, pruned or not", Meaning.REVERTED, -32000, "execution reverted", None, "erigontech/erigon#6391"),
    Wording("Ganache", Meaning.REVERTED, -32000, "VM Exception while processing transaction: revert", {"0x0dae": {"error": "revert", "return": "0x"}}, "cowprotocol/ethcontract-rs#92"),
    Wording("Hardhat", Meaning.REVERTED, -32603, "Error: VM Exception while processing transaction: reverted with reason string 'no'", {"message": "no", "data": _ERROR}, "NomicFoundation/hardhat"),
    Wording("Moonbeam", Meaning.REVERTED, -32603, "VM Exception while processing transaction: revert no", _ERROR, "moonbeam-foundation/moonbeam"),
    Wording("Filecoin", Meaning.REVERTED, 3, "message execution failed (exit=[33], revert reason=[Error(no)], vm error=[none])", _ERROR, "filecoin-project/lotus chain/types/ethtypes"),
    Wording("Hedera", Meaning.REVERTED, 3, "execution reverted: CONTRACT_REVERT_EXECUTED", "0x", "hiero-ledger/hiero-json-rpc-relay"),
    Wording("TRON", Meaning.REVERTED, -32000, "REVERT opcode executed", "0x", "tronprotocol/java-tron"),
    Wording("anvil, opcode", Meaning.REVERTED, -32003, "EVM error InvalidFEOpcode", None, "foundry-rs/foundry crates/anvil"),
    # -- what a contract wrote, to be taken for the node's word
    Wording("a contract, rate", Meaning.REVERTED, 3, "execution reverted: 429 too many requests, rate limit exceeded"),
    Wording("a contract, pruned", Meaning.REVERTED, -32000, "execution reverted: missing trie node, state pruned"),
    Wording("a contract, behind", Meaning.REVERTED, -32000, "execution reverted: header not found"),
    Wording("a contract, gas", Meaning.REVERTED, -32000, "execution reverted: out of gas"),
    Wording("a contract, size", Meaning.REVERTED, -32000, "execution reverted: batch too large, response size exceeded"),
    Wording("a contract, hashes", Meaning.REVERTED, -32000, "execution reverted: invalid argument 1: hex string"),
    # -- the gas was too little
    Wording("go-ethereum, gas", Meaning.OUT_OF_GAS, -32000, "out of gas", None, "ethstorage/web3url-gateway#99"),
    Wording("go-ethereum, estimate", Meaning.OUT_OF_GAS, -32000, "gas required exceeds allowance (50000000)", None, "eth/gasestimator"),
    Wording("Nethermind, gas", Meaning.OUT_OF_GAS, -32015, "VM execution error.", "OutOfGas", "NethermindEth/nethermind"),
    Wording("Frontier, gas", Meaning.OUT_OF_GAS, -32603, "evm error: OutOfGas", None, "polkadot-evm/frontier"),
    Wording("Filecoin, gas", Meaning.OUT_OF_GAS, 1, "message execution failed (exit=[7], vm error=[out of gas])", None, "filecoin-project/lotus"),
    Wording("anvil, gas", Meaning.OUT_OF_GAS, -32003, "EVM error OutOfGas", None, "foundry-rs/foundry crates/anvil"),
    Wording("Ganache, gas", Meaning.OUT_OF_GAS, -32000, "VM Exception while processing transaction: out of gas", None, "trufflesuite/ganache"),
    # -- the state was thrown away
    Wording("go-ethereum, pruned", Meaning.PRUNED, -32000, "missing trie node b03d68ac (path )", None, "ethereum/go-ethereum#16471"),
    Wording("bor, pruned", Meaning.PRUNED, -32000, "missing trie node c6ebfa18 (path ) state 0xc6ebfa18 is not available, not found", None, "0xPolygon/bor#1303"),
    Wording("go-ethereum, path", Meaning.PRUNED, -32000, "historical state 0x1234 is not available", None, "core/state/database_history.go"),
    Wording("go-ethereum, reexec", Meaning.PRUNED, -32000, "required historical state unavailable (reexec=128)", None, "blockscout/blockscout#2219"),
    Wording("OpenEthereum, pruned", Meaning.PRUNED, -32000, "This request is not supported because your node is running with state pruning. Run with --pruning=archive.", None, "openethereum/parity-ethereum#11594"),
    Wording("reth, pruned", Meaning.PRUNED, -32603, "State at block #11052984 is pruned", None, "paradigmxyz/reth#4092"),
    Wording("reth, history", Meaning.PRUNED, 4444, "pruned history unavailable", None, "paradigmxyz/reth#22874"),
    Wording("reth, distance", Meaning.PRUNED, -32603, "distance to target block exceeds maximum proof window", None, "paradigmxyz/reth"),
    Wording("Erigon, pruned", Meaning.PRUNED, -32000, "old data not available due to pruning", None, "erigontech/erigon#3152"),
    Wording("Besu, pruned", Meaning.PRUNED, -32000, "World state unavailable", None, "besu-eth/besu"),
    Wording("Kaia", Meaning.PRUNED, -32000, "historical state unavailable. tried regeneration but not possible", None, "klaytn/klaytn#2103"),
    Wording("Chainstack, free", Meaning.PRUNED, -32002, "Archive, Debug and Trace requests are not available on your current plan.", None, "docs.chainstack.com"),
    Wording("Optimism", Meaning.PRUNED, -32000, "no historical RPC is available for this historical (pre-bedrock) execution request", None, "ethereum-optimism/op-geth"),
    # -- the block isn't there yet
    Wording("go-ethereum, behind", Meaning.BEHIND, -32000, "header not found", None, "MetaMask/metamask-extension#7234"),
    Wording("go-ethereum, hash", Meaning.BEHIND, -32000, "header for hash not found", None, "ethereum/go-ethereum eth/api_backend.go"),
    Wording("go-ethereum, block", Meaning.BEHIND, -32000, "block not found", None, "ethereum-optimism/optimism#11759"),
    Wording("go-ethereum, unknown", Meaning.BEHIND, -39001, "Unknown block", None, "ethereum/execution-apis"),
    Wording("reth, behind", Meaning.BEHIND, -32001, "block not found: hash 0xf01c", None, "paradigmxyz/reth"),
    Wording("Besu, behind", Meaning.BEHIND, -32000, "Block not found", None, "besu-eth/besu"),
    Wording("Nethermind, behind", Meaning.BEHIND, -32001, "0xf01c could not be found", None, "NethermindEth/nethermind"),
    Wording("Nethermind, logs", Meaning.BEHIND, -32001, "One of the blocks specified in filter (fromBlock, toBlock or blockHash) cannot be found", None, "NethermindEth/nethermind"),
    Wording("Avalanche", Meaning.BEHIND, -32000, "cannot query unfinalized data", None, "ava-labs/coreth"),
    Wording("Avalanche, block", Meaning.BEHIND, -32000, "requested block 9 after last accepted block 8", None, "ava-labs/coreth"),
    Wording("go-ethereum, logs", Meaning.BEHIND, -32602, "block range extends beyond current head block", None, "ethereum/execution-apis#875"),
    Wording("a balancer", Meaning.BEHIND, -32000, "request beyond head block", None, "erpc/erpc"),
    Wording("EIP-1474", Meaning.BEHIND, -32001, "Resource not found", None, "EIP-1474"),
    # -- smaller parts may be answered
    Wording("Nethermind, block gas", Meaning.TOO_MUCH, -32000, "Block gas limit exceeded", None, "NethermindEth/nethermind#11172"),
    Wording("reth, gas", Meaning.TOO_MUCH, -32000, "intrinsic gas too high", None, "paradigmxyz/reth#17847"),
    Wording("go-ethereum, time", Meaning.TOO_MUCH, -32000, "execution aborted (timeout = 5s)", None, "internal/ethapi/api.go"),
    Wording("go-ethereum, size", Meaning.TOO_MUCH, -32003, "response too large", None, "rpc/errors.go"),
    Wording("jsonrpsee, size", Meaning.TOO_MUCH, -32008, "Response is too big", "Exceeded max limit of 10485760", "paritytech/jsonrpsee"),
    Wording("dRPC", Meaning.TOO_MUCH, 30, "Request timeout on the free tier, please upgrade your tier to the paid one", None, "enviodev/hyperindex#715"),
    Wording("a provider, size", Meaning.TOO_MUCH, -32005, "response size exceeded the limit", None, "Alchemy"),
    Wording("a provider, time", Meaning.TOO_MUCH, -32000, "query timeout exceeded", None, "Infura"),
    # -- not now
    Wording("Alchemy", Meaning.BUSY, 429, "Your app has exceeded its compute units per second capacity.", None, "latticexyz/mud#1522"),
    Wording("Infura", Meaning.BUSY, -32005, "daily request count exceeded, request rate limited", {"rate": {"allowed_rps": 1, "backoff_seconds": 0}}, "gochain/web3#180"),
    Wording("Tenderly", Meaning.BUSY, -32005, "rate limit exceeded", None, "fluencelabs/dev-rewards#20"),
    Wording("QuickNode", Meaning.BUSY, -32007, "50/second request limit reached", None, "wevm/viem#5083"),
    Wording("QuickNode, credits", Meaning.BUSY, -32012, "credits limited to 6000/sec", None, "latticexyz/mud#1522"),
    Wording("Base", Meaning.BUSY, -32016, "over rate limit", None, "base/node#368"),
    Wording("Ankr", Meaning.BUSY, -32090, "Too many requests, reason: call rate limit exhausted, retry in 10s", None, "Ankr"),
    Wording("a node in trouble", Meaning.BUSY, -32603, "Internal error", None, "EIP-1474"),
    Wording("a limit without a word", Meaning.BUSY, -32005, "limit exceeded", None, "EIP-1474"),
    # -- hashes are not understood
    Wording("go-ethereum, old", Meaning.NOT_UNDERSTOOD, -32602, "invalid argument 1: json: cannot unmarshal object into Go value of type string", None, "ethereum/go-ethereum#19394"),
    Wording("IOTA", Meaning.NOT_UNDERSTOOD, -32602, "invalid argument 1: hex string without 0x prefix", None, "iotaledger/wasp-legacy#486"),
    Wording("Oasis", Meaning.NOT_UNDERSTOOD, -32602, "invalid argument 1: hex number > 64 bits", None, "oasisprotocol/oasis-web3-gateway#132"),
    Wording("Ganache, hash", Meaning.NOT_UNDERSTOOD, -32000, "Cannot convert string to buffer. toBuffer only supports 0x-prefixed hex strings", None, "ConsenSys-archive/ganache#973"),
    Wording("Axon", Meaning.NOT_UNDERSTOOD, -32602, "Invalid block hash: 24d0ffa2 at line 2 column 91", None, "axonweb3/axon#1228"),
    Wording("a code alone", Meaning.NOT_UNDERSTOOD, -32602, "", None, "EIP-1474"),
)  # fmt: skip


def of(*meanings: Meaning) -> list[Wording]:
    return [wording for wording in WORDINGS if wording.meaning in meanings]
