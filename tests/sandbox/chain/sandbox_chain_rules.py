"""What holds for a local chain, whichever backend it runs on."""

from __future__ import annotations

from typing import Any

import pytest
import rlp
from eth_abi import decode
from eth_utils import keccak
from trie import HexaryTrie

from sandbox.chain import MULTICALL3, RpcError
from sandbox.chain.safe import DELEGATE_CALL, deploy_safe, multisend_data, typed_data_hash
from tests.sandbox.chain.served_chain import ServedChain, ask, post

NOBODY = "0x" + "00" * 20


class ChainRules(ServedChain):
    """Collected through a subclass that names the backend."""

    async def test_blocks_follow_each_other_in_the_chains_own_time(self, chain):
        first = await chain.mine()
        assert (await chain.mine(timestamp=first.timestamp + 5)).timestamp == first.timestamp + 5
        chain.advance(3600)
        assert (await chain.mine()).timestamp == first.timestamp + 5 + 3600
        head = await ask(chain, "eth_getBlockByNumber", "latest", False)
        before = await ask(chain, "eth_getBlockByHash", head["parentHash"], False)
        assert int(head["number"], 16) == int(before["number"], 16) + 1 == 3
        assert await ask(chain, "eth_chainId") == hex(chain.chain_id)
        assert await ask(chain, "net_version") == str(chain.chain_id)
        assert await ask(chain, "eth_getBlockByNumber", "0x63", False) is None

    async def test_a_block_hash_is_the_hash_of_its_header(self, chain):
        await chain.fund(chain.account("ada"), 10**18)
        assert header_hash(await ask(chain, "eth_getBlockByNumber", "latest", False))

    async def test_finalized_is_as_many_blocks_behind_as_was_asked(self, chain):
        await chain.mine(7)
        assert (await chain.block("finalized")).number == 5
        assert (await chain.block("safe")).number == 6
        assert (await chain.block("earliest")).number == 0
        assert int((await ask(chain, "eth_getBlockByNumber", "finalized", False))["number"], 16) == 5

    async def test_state_can_be_read_at_any_old_block_by_number_and_by_hash(self, chain):
        token = await chain.deploy("VotesToken", "Folk", "FOLK")
        ada = chain.account("ada")
        blocks = []
        for amount in (10, 20, 30):
            await token.send("mint", ada.address, amount, sender=chain.deployer)
            blocks.append(await chain.block())
        for block, expected in zip(blocks, (10, 30, 60), strict=True):
            assert await token.call("balanceOf", ada.address, block=block.number) == expected
            place = {"blockHash": block.hash, "requireCanonical": True}
            assert await token.call("balanceOf", ada.address, block=place) == expected
        assert await token.call("balanceOf", ada.address, block="finalized") == 10

    async def test_votes_by_block_number_and_by_timestamp_are_kept_for_the_past(self, chain):
        ada = chain.account("ada")
        by_number = await chain.deploy("VotesToken", "Folk", "FOLK")
        await by_number.send("airdrop", [ada.address], [7], True, sender=chain.deployer)
        by_time = await chain.deploy("TimestampVotesToken", "Folk", "FOLK")
        await by_time.send("airdrop", [ada.address], [9], True, sender=chain.deployer)
        then = await chain.block()
        await by_time.send("mint", ada.address, 1, sender=chain.deployer)
        await chain.mine()
        assert await by_number.call("CLOCK_MODE") == "mode=blocknumber&from=default"
        assert await by_number.call("getPastVotes", ada.address, then.number) == 7
        assert await by_time.call("CLOCK_MODE") == "mode=timestamp"
        assert await by_time.call("getPastVotes", ada.address, then.timestamp) == 9
        assert await by_time.call("getVotes", ada.address) == 10

    async def test_five_hundred_balances_come_in_one_call(self, chain):
        token = await chain.deploy("PlainToken", "Folk", "FOLK", 6)
        holders = ["0x" + keccak(text=f"holder {number}")[12:].hex() for number in range(500)]
        await token.send("airdrop", holders, list(range(1, 501)), sender=chain.deployer)
        calls = [(token.address, True, token.data("balanceOf", holder)) for holder in holders]
        results = await chain.multicall3.call("aggregate3", calls)
        assert [int.from_bytes(data, "big") for _, data in results] == list(range(1, 501))
        assert all(success for success, _ in results)
        assert await ask(chain, "eth_getCode", MULTICALL3, "0x0") != "0x"

    async def test_a_revert_says_why_and_carries_its_data(self, chain):
        registry = await chain.deploy("Registry")
        key = keccak(text="key")
        call = {"to": registry.address, "data": "0x" + registry.data("refuse", key, 5).hex()}
        answer = await post(chain, ("eth_call", [call, "latest"]))
        error = answer["error"]
        assert error["code"] == 3
        assert error["message"].startswith("execution reverted")
        data = bytes.fromhex(error["data"][2:])
        assert data[:4] == keccak(text="Refused(bytes32,uint256)")[:4]
        assert decode(["bytes32", "uint256"], data[4:]) == (key, 5)
        with pytest.raises(RpcError, match="execution reverted"):
            await registry.send("refuse", key, 5, sender=chain.deployer)

    async def test_a_transaction_that_reverts_is_mined_and_leaves_no_trace(self, chain):
        registry = await chain.deploy("Registry")
        with pytest.raises(RpcError, match="reverted") as refusal:
            await registry.send("refuse", bytes(32), 1, sender=chain.deployer, gas=100_000)
        assert refusal.value.data["status"] == "0x0"
        assert refusal.value.data["logs"] == []

    async def test_logs_are_found_by_address_topic_and_range(self, chain):
        registry = await chain.deploy("Registry")
        first = await registry.send("set", keccak(text="a"), 1, sender=chain.deployer)
        second = await registry.send(
            "setMany", [keccak(text="a"), keccak(text="b")], [2, 3], sender=chain.deployer
        )
        topic = "0x" + keccak(text="Set(bytes32,uint256,address)").hex()
        of_a = [topic, "0x" + keccak(text="a").hex()]

        async def values(**wanted: Any) -> list[int]:
            logs = await ask(chain, "eth_getLogs", wanted)
            return [decode(["uint256"], bytes.fromhex(log["data"][2:]))[0] for log in logs]

        everything = {"fromBlock": "0x0", "toBlock": "latest", "address": registry.address}
        assert await values(**everything) == [1, 2, 3]
        assert await values(**everything, topics=of_a) == [1, 2]
        assert await values(**everything, topics=[[topic], None]) == [1, 2, 3]
        assert await values(fromBlock=second["blockNumber"], toBlock="latest") == [2, 3]
        assert await values(blockHash=first["blockHash"]) == [1]
        assert await values(**{**everything, "address": [chain.deployer.address]}) == []
        assert registry.logs(second, "Set")[1] == {
            "key": keccak(text="b"),
            "value": 3,
            "by": chain.deployer.address.lower(),
        }

    async def test_a_batch_is_answered_in_its_order(self, chain):
        await chain.mine(3)
        answers = await post(
            chain, ("eth_blockNumber", []), ("eth_nonsense", []), ("eth_chainId", []), batch=True
        )
        assert [answer["id"] for answer in answers] == [0, 1, 2]
        assert answers[0]["result"] == "0x3"
        assert answers[1]["error"]["code"] == -32601
        assert chain.requests == {"eth_blockNumber": 1, "eth_nonsense": 1, "eth_chainId": 1}

    async def test_a_proof_leads_from_the_block_hash_to_a_balance(self, chain):
        token = await chain.deploy("PlainToken", "Folk", "FOLK", 18)
        ada, ben = chain.account("ada"), chain.account("ben")
        await token.send("airdrop", [ada.address], [77], sender=chain.deployer)
        block = await ask(chain, "eth_getBlockByNumber", "latest", False)
        assert header_hash(block)
        await token.send("mint", ada.address, 1, sender=chain.deployer)
        slots = {who: keccak(bytes(12) + bytes.fromhex(who.address[2:]) + bytes(32)) for who in (ada, ben)}
        proof = await ask(
            chain,
            "eth_getProof",
            token.address,
            ["0x" + slot.hex() for slot in slots.values()],
            block["number"],
        )
        account = proven(block["stateRoot"], token.address, proof["accountProof"])
        _, _, storage_root, code_hash = rlp.decode(account)
        assert "0x" + storage_root.hex() == proof["storageHash"]
        assert "0x" + code_hash.hex() == proof["codeHash"]
        of_ada, of_ben = proof["storageProof"]
        assert int(of_ada["value"], 16) == 77
        assert rlp.decode(proven(storage_root, slots[ada], of_ada["proof"])) == bytes([77])
        assert int(of_ben["value"], 16) == 0
        assert proven(storage_root, slots[ben], of_ben["proof"]) == b""

    async def test_a_proof_shows_that_an_account_does_not_exist(self, chain):
        block = await ask(chain, "eth_getBlockByNumber", "latest", False)
        nobody = chain.account("nobody").address
        proof = await ask(chain, "eth_getProof", nobody, [], block["number"])
        assert proven(block["stateRoot"], nobody, proof["accountProof"]) == b""

    async def test_a_reorganisation_drops_transactions_and_their_effects(self, chain):
        token = await chain.deploy("PlainToken", "Folk", "FOLK", 18)
        ada = chain.account("ada")
        receipt = await token.send("mint", ada.address, 5, sender=chain.deployer)
        orphan = await chain.mine()
        head = await chain.reorg(2, drop=True)
        assert head.number == orphan.number
        assert head.hash != orphan.hash
        assert await token.call("balanceOf", ada.address) == 0
        assert await ask(chain, "eth_getTransactionReceipt", receipt["transactionHash"]) is None
        with pytest.raises(RpcError):
            await ask(
                chain, "eth_getBalance", ada.address, {"blockHash": orphan.hash, "requireCanonical": True}
            )
        await token.send("mint", ada.address, 6, sender=chain.deployer)
        assert await token.call("balanceOf", ada.address) == 6

    async def test_a_reorganisation_can_include_the_transactions_again(self, chain):
        token = await chain.deploy("PlainToken", "Folk", "FOLK", 18)
        ada = chain.account("ada")
        receipt = await token.send("mint", ada.address, 5, sender=chain.deployer)
        await chain.reorg(1, drop=False)
        again = await ask(chain, "eth_getTransactionReceipt", receipt["transactionHash"])
        assert again["blockHash"] != receipt["blockHash"]
        assert again["blockNumber"] == receipt["blockNumber"]
        assert await token.call("balanceOf", ada.address) == 5

    async def test_without_automine_transactions_wait_for_a_block(self, chain):
        ada = chain.account("ada")
        await chain.fund(ada, 10**18)
        await chain.automine(False)
        waiting = [
            await ask(chain, "eth_sendRawTransaction", await chain.signed(ada, chain.deployer.address, wei))
            for wei in (1, 2)
        ]
        assert await ask(chain, "eth_getTransactionReceipt", waiting[0]) is None
        assert await ask(chain, "eth_getTransactionCount", ada.address, "latest") == "0x0"
        assert await ask(chain, "eth_getTransactionCount", ada.address, "pending") == "0x2"
        assert (await ask(chain, "eth_getTransactionByHash", waiting[1]))["blockHash"] is None
        await chain.mine()
        receipts = [await ask(chain, "eth_getTransactionReceipt", each) for each in waiting]
        assert [receipt["transactionIndex"] for receipt in receipts] == ["0x0", "0x1"]
        assert await ask(chain, "eth_getTransactionCount", ada.address, "latest") == "0x2"

    async def test_transactions_that_cannot_be_are_refused(self, chain):
        ada = chain.account("ada")
        await chain.fund(ada, 10**18)
        sent = await chain.signed(ada, chain.deployer.address, 1)
        await ask(chain, "eth_sendRawTransaction", sent)
        with pytest.raises(RpcError, match=r"(?i)nonce too low|already (known|imported)"):
            await ask(chain, "eth_sendRawTransaction", sent)
        raw = await chain.signed(ada, chain.deployer.address, 10**18, gas=21_000)
        with pytest.raises(RpcError, match=r"(?i)insufficient funds"):
            await ask(chain, "eth_sendRawTransaction", raw)

    async def test_gas_is_estimated_so_that_the_transaction_succeeds(self, chain):
        token = await chain.deploy("VotesToken", "Folk", "FOLK")
        ada = chain.account("ada")
        call = {
            "from": chain.deployer.address,
            "to": token.address,
            "data": "0x" + token.data("airdrop", [ada.address], [1], True).hex(),
        }
        gas = int(await ask(chain, "eth_estimateGas", call), 16)
        receipt = await token.send("airdrop", [ada.address], [1], True, sender=chain.deployer, gas=gas)
        assert int(receipt["gasUsed"], 16) <= gas <= int(receipt["gasUsed"], 16) * 2

    async def test_fees_of_past_blocks_and_the_next_are_known(self, chain):
        await chain.mine(3)
        history = await ask(chain, "eth_feeHistory", "0x2", "latest", [50])
        fees = [int(fee, 16) for fee in history["baseFeePerGas"]]
        heads = [(await ask(chain, "eth_getBlockByNumber", hex(number), False)) for number in (2, 3)]
        assert fees[:2] == [int(head["baseFeePerGas"], 16) for head in heads]
        assert int(history["oldestBlock"], 16) == 2
        await chain.mine()
        assert (
            int((await ask(chain, "eth_getBlockByNumber", "latest", False))["baseFeePerGas"], 16) == fees[2]
        )
        assert int(await ask(chain, "eth_gasPrice"), 16) >= int(
            await ask(chain, "eth_maxPriorityFeePerGas"), 16
        )

    async def test_old_states_are_gone_after_pruning(self, chain):
        ada = chain.account("ada")
        await chain.fund(ada, 7)
        old = await chain.block()
        await chain.mine(5)
        chain.prune(keep=3)
        with pytest.raises(RpcError, match="missing trie node"):
            await ask(chain, "eth_getBalance", ada.address, hex(old.number))
        with pytest.raises(RpcError, match="missing trie node"):
            await ask(chain, "eth_getBalance", ada.address, {"blockHash": old.hash})
        head = await chain.block()
        assert await ask(chain, "eth_getBalance", ada.address, hex(head.number - 3)) == "0x7"
        assert (await ask(chain, "eth_getBlockByNumber", hex(old.number), False))["hash"] == old.hash
        chain.prune(None)
        assert await ask(chain, "eth_getBalance", ada.address, hex(old.number)) == "0x7"

    async def test_a_safe_executes_what_enough_owners_signed(self, chain):
        owners = [chain.account(f"owner {number}") for number in range(3)]
        safe = await deploy_safe(chain, owners=owners, threshold=2)
        await chain.fund(safe.address, 10**18)
        ada = chain.account("ada")
        digest = await safe.transaction_hash(ada.address, 10**17)
        assert digest == typed_data_hash(safe.typed_data(ada.address, 10**17))
        one = [safe.sign(owners[0], digest)]
        with pytest.raises(RpcError, match="GS020"):
            await safe.execute(ada.address, 10**17, signatures=one, sender=chain.deployer)
        two = [safe.sign(owner, digest) for owner in (owners[2], owners[0])]
        receipt = await safe.execute(ada.address, 10**17, signatures=two, sender=chain.deployer)
        assert safe.contract.logs(receipt, "ExecutionSuccess")[0]["txHash"] == digest
        assert await chain.balance(ada.address) == 10**17
        assert await safe.nonce() == 1

    async def test_a_safe_executes_a_batch_by_delegate_call(self, chain):
        owner = chain.account("owner")
        safe = await deploy_safe(chain, owners=[owner], threshold=1)
        registry = await chain.deploy("Registry")
        calls = [(registry.address, 0, registry.data("set", keccak(text=key), 5)) for key in "ab"]
        data = multisend_data(calls)
        digest = await safe.transaction_hash(safe.multisend_call_only, 0, data, DELEGATE_CALL)
        await safe.execute(
            safe.multisend_call_only, 0, data, DELEGATE_CALL,
            signatures=[safe.sign(owner, digest)], sender=chain.deployer,
        )  # fmt: skip
        assert [await registry.call("get", keccak(text=key)) for key in "ab"] == [5, 5]

    async def test_other_processes_control_the_chain_over_its_port(self, chain):
        assert (await ask(chain, "folkmoot_mine", 3))["number"] == 3
        await ask(chain, "folkmoot_fund", chain.account("ada").address, str(10**20))
        assert await chain.balance(chain.account("ada").address) == 10**20
        before = await chain.block()
        assert (await ask(chain, "folkmoot_reorg", 1))["hash"] != before.hash
        await ask(chain, "folkmoot_fail", "eth_chainId", "error", 1, "no")
        with pytest.raises(RpcError, match="no"):
            await ask(chain, "eth_chainId")
        assert await ask(chain, "folkmoot_requests") == {"eth_chainId": 1}

    async def test_calls_are_tried_in_a_state_that_is_changed_for_them_alone(self, chain):
        """By each of the methods that tell it; the chain stays as it was."""
        token = await chain.deploy("PlainToken", "Dollar", "USDX", 6)
        ada, ben = (chain.account(name).address for name in ("ada", "ben"))
        # Its code pays one wei to whoever calls it.
        pays = {ada: {"code": "0x60006000600060006001335af100", "balance": "0x5"}}
        call = {"from": ben, "to": ada, "gas": "0x30d40"}
        assert await ask(chain, "eth_call", call, "latest", pays) == "0x"
        block = {"calls": [call], "stateOverrides": pays}
        asked = {"blockStateCalls": [block], "traceTransfers": True}
        ((outcome,),) = [each["calls"] for each in await ask(chain, "eth_simulateV1", asked, "latest")]
        assert outcome["status"] == "0x1"
        assert [int(topic, 16) for topic in outcome["logs"][0]["topics"][1:]] == [int(ada, 16), int(ben, 16)]
        config = {"tracer": "callTracer", "tracerConfig": {"withLog": True}, "stateOverrides": pays}
        frame = await ask(chain, "debug_traceCall", call, "latest", config)
        (paid,) = frame["calls"]
        assert (paid["from"].lower(), paid["to"].lower(), paid["value"]) == (ada.lower(), ben.lower(), "0x1")
        assert await chain.balance(ada) == 0
        mints = {"from": ben, "to": token.address, "data": "0x" + token.data("mint", ben, 9).hex()}
        frame = await ask(chain, "debug_traceCall", mints, "latest", config)
        assert frame["logs"][0]["address"].lower() == token.address.lower()
        assert await token.call("balanceOf", ben) == 0

    async def test_an_account_with_a_key_delegates_to_code_and_ends_it(self, chain):
        """By EIP-7702: the code runs on the account's own storage, and the key stays what it was."""
        ada, owner = chain.account("ada"), chain.account("owner")
        wallet = await chain.deploy("ContractWallet", owner.address)
        await chain.delegate_code(ada, wallet.address)
        assert (
            await ask(chain, "eth_getCode", ada.address, "latest") == "0xef0100" + wallet.address[2:].lower()
        )
        delegated = chain.contract("ContractWallet", ada.address)
        await delegated.send("setOwner", ada.address, sender=chain.deployer)
        assert await delegated.call("owner") == ada.address.lower()
        assert await wallet.call("owner") == owner.address.lower()
        await chain.fund(ada, 10**18)
        await chain.send(ada, owner.address, 1)
        await chain.delegate_code(ada, NOBODY)
        assert await ask(chain, "eth_getCode", ada.address, "latest") == "0x"


def header_hash(block: dict[str, Any]) -> bool:
    """Whether a block's hash is the hash of its fields (Prague)."""

    def number(name: str) -> bytes:
        value = int(block[name], 16)
        return value.to_bytes((value.bit_length() + 7) // 8, "big")

    fields = [
        bytes.fromhex(block[name][2:])
        for name in (
            "parentHash",
            "sha3Uncles",
            "miner",
            "stateRoot",
            "transactionsRoot",
            "receiptsRoot",
            "logsBloom",
        )
    ]
    fields += [number(name) for name in ("difficulty", "number", "gasLimit", "gasUsed", "timestamp")]
    fields += [bytes.fromhex(block[name][2:]) for name in ("extraData", "mixHash", "nonce")]
    fields += [number("baseFeePerGas"), bytes.fromhex(block["withdrawalsRoot"][2:])]
    fields += [number("blobGasUsed"), number("excessBlobGas")]
    fields += [bytes.fromhex(block[name][2:]) for name in ("parentBeaconBlockRoot", "requestsHash")]
    return "0x" + keccak(rlp.encode(fields)).hex() == block["hash"]


def proven(root: str | bytes, key: str | bytes, proof: list[str]) -> bytes:
    """The value that a proof shows under a root, empty if it shows that there is none."""
    root = bytes.fromhex(root[2:]) if isinstance(root, str) else root
    key = bytes.fromhex(key[2:]) if isinstance(key, str) else key
    nodes = [rlp.decode(bytes.fromhex(node[2:])) for node in proof]
    return HexaryTrie.get_from_proof(root, keccak(key), nodes)
