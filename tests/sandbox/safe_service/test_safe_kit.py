"""Safe's own client libraries, unmodified, see a service and a chain like the real ones."""

import pytest
from eth_utils import keccak

from sandbox.chain import LocalChain
from sandbox.chain.safe import deploy_safe
from sandbox.safe_service import SafeService
from tests.sandbox.safe_service.node_kit import by_kit


@pytest.mark.node
async def test_safes_own_libraries_propose_confirm_and_execute():
    async with LocalChain.serve() as chain:
        owners = [chain.account(f"owner {number}") for number in range(3)]
        safe = await deploy_safe(chain, owners=owners, threshold=2)
        registry = await chain.deploy("Registry")
        calls = [registry.data("set", keccak(text=name), 7) for name in "ab"]
        async with SafeService.serve(chain.url, chain_id=chain.chain_id) as service:
            seen = await by_kit(
                "kit.mjs",
                {
                    "rpc": chain.url,
                    "service": service.url,
                    "chainId": chain.chain_id,
                    "safe": safe.address,
                    "singleton": safe.singleton,
                    "factory": safe.factory,
                    "fallbackHandler": safe.fallback_handler,
                    "multiSendCallOnly": safe.multisend_call_only,
                    "ownerKeys": ["0x" + owner.key.key.hex() for owner in owners],
                    "botKey": "0x" + chain.account("bot").key.key.hex(),
                    "executorKey": "0x" + chain.deployer.key.key.hex(),
                    "calls": [{"to": registry.address, "data": "0x" + data.hex()} for data in calls],
                },
            )
        bot = chain.account("bot").address
        assert seen["about"] == "Safe Transaction Service"
        assert sorted(seen["info"]["owners"]) == sorted(owner.address for owner in owners)
        assert (seen["info"]["nonce"], seen["info"]["singleton"]) == ("0", safe.singleton)
        assert seen["delegates"] == [bot]
        assert seen["pending"] == [[seen["safeTxHash"], "0", bot, 2]]
        assert seen["executed"] == [True, True, seen["transactionHash"]]
        assert "was already executed" in seen["again"]
        assert seen["lowercase"] == "Checksum address validation failed"
        assert [await registry.call("get", keccak(text=name)) for name in "ab"] == [7, 7]
