"""The embedded chain keeps the rules of a local chain, and those that anvil doesn't."""

import asyncio

import pytest

from sandbox.chain import RpcError
from tests.sandbox.chain.sandbox_chain_rules import ChainRules
from tests.sandbox.chain.sandbox_fault_rules import FaultRules
from tests.sandbox.chain.served_chain import ask


class TestPyEvmChain(ChainRules, FaultRules):
    backend = "pyevm"

    async def test_an_orphans_state_can_be_read_unless_it_has_to_be_canonical(self, chain):
        ada = chain.account("ada")
        await chain.fund(ada, 7)
        orphan = await chain.block()
        await chain.reorg(1)
        assert await ask(chain, "eth_getBalance", ada.address, {"blockHash": orphan.hash}) == "0x7"
        place = {"blockHash": orphan.hash, "requireCanonical": True}
        with pytest.raises(RpcError, match="hash is not currently canonical"):
            await ask(chain, "eth_getBalance", ada.address, place)

    async def test_a_replacement_must_pay_more(self, chain):
        await chain.automine(False)
        first, second = [
            await chain.signed(chain.deployer, chain.account(name).address, 1) for name in ("ada", "ben")
        ]
        await ask(chain, "eth_sendRawTransaction", first)
        with pytest.raises(RpcError, match="replacement transaction underpriced"):
            await ask(chain, "eth_sendRawTransaction", second)

    async def test_a_transaction_of_another_chain_is_refused(self, chain):
        foreign = {"to": chain.deployer.address, "value": 1, "gas": 21_000, "gasPrice": 10**10, "nonce": 0}
        signed = chain.deployer.key.sign_transaction({**foreign, "chainId": chain.chain_id + 1})
        with pytest.raises(RpcError, match="invalid chain id"):
            await ask(chain, "eth_sendRawTransaction", "0x" + signed.raw_transaction.hex())

    async def test_a_call_with_the_wrong_parameters_is_refused_as_invalid(self, chain):
        for params in (
            [],
            ["latest"],
            [{"to": "0x12"}, "latest"],
            [{}, "latest", {}, {}],
            [{"data": "0xzz"}],
        ):
            with pytest.raises(RpcError) as refusal:
                await ask(chain, "eth_call", *params)
            assert refusal.value.code == -32602
        with pytest.raises(RpcError, match="header not found"):
            await ask(chain, "eth_getBalance", chain.deployer.address, "0x5")

    async def test_heavy_work_does_not_keep_others_waiting(self, chain):
        hostile = await chain.deploy("HostileToken")
        await hostile.send("setMode", 3, sender=chain.deployer)
        call = {
            "to": hostile.address,
            "data": "0x" + hostile.data("totalSupply").hex(),
            "gas": hex(25_000_000),
        }
        burning = asyncio.create_task(ask(chain, "eth_call", call, "latest"))
        while chain.requests["eth_call"] == 0:
            await asyncio.wait([burning], timeout=0.001)
        assert (await ask(chain, "eth_getBlockByNumber", "latest", False))["number"] == "0x2"
        assert not burning.done()
        with pytest.raises(RpcError, match="out of gas"):
            await burning

    async def test_gas_is_estimated_for_the_next_block(self, chain):
        token = await chain.deploy("VotesToken", "Folk", "FOLK")
        ada = chain.account("ada")
        await token.send("airdrop", [ada.address], [1], True, sender=chain.deployer)
        data = "0x" + token.data("mint", ada.address, 1).hex()
        gas = await ask(chain, "eth_estimateGas", {"to": token.address, "data": data})
        receipt = await token.send("mint", ada.address, 1, sender=chain.deployer, gas=int(gas, 16))
        assert receipt["gasUsed"] == gas
