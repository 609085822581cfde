"""What holds for the loopback transaction service, whichever chain it follows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from eth_utils import keccak

from sandbox.chain import Account, LocalChain
from sandbox.chain.safe import ZERO, LocalSafe, deploy_safe
from sandbox.safe_service import SafeService
from sandbox.safe_service.signatures import delegate_hash

GENESIS = 1_700_000_000


@dataclass
class HandClock:
    """A clock that is set by hand."""

    at: datetime = field(default_factory=lambda: datetime(2026, 5, 1, 12, 30, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at


@dataclass
class Desk:
    """A chain, a Safe of three owners (two needed), a service, and a client of it."""

    chain: LocalChain
    safe: LocalSafe
    service: SafeService
    clock: HandClock
    session: aiohttp.ClientSession

    async def get(self, path: str) -> tuple[int, Any]:
        async with self.session.get(self.service.url + path) as response:
            return response.status, await response.json()

    async def post(self, path: str, body: Any) -> tuple[int, Any]:
        async with self.session.post(self.service.url + path, json=body) as response:
            text = await response.text()
            return response.status, (await response.json()) if text else None

    async def proposal(self, signer: Account, to: Account, wei: int, nonce: int = 0) -> dict[str, Any]:
        digest = await self.safe.transaction_hash(to.address, wei, nonce=nonce)
        return {
            "to": to.address,
            "value": str(wei),
            "data": None,
            "operation": 0,
            "safeTxGas": "0",
            "baseGas": "0",
            "gasPrice": "0",
            "gasToken": ZERO,
            "refundReceiver": ZERO,
            "nonce": str(nonce),
            "contractTransactionHash": "0x" + digest.hex(),
            "sender": signer.address,
            "signature": "0x" + self.safe.sign(signer, digest).data.hex(),
            "origin": '{"name": "Folkmoot"}',
        }

    async def propose(self, body: dict[str, Any]) -> tuple[int, Any]:
        return await self.post(f"/v2/safes/{self.safe.address}/multisig-transactions/", body)

    async def listed(self, query: str = "") -> list[dict[str, Any]]:
        status, answer = await self.get(f"/v2/safes/{self.safe.address}/multisig-transactions/{query}")
        assert status == 200
        assert answer["count"] >= len(answer["results"])
        return list(answer["results"])

    async def confirm(self, digest: str, signer: Account) -> tuple[int, Any]:
        signature = self.safe.sign(signer, bytes.fromhex(digest[2:]))
        body = {"signature": "0x" + signature.data.hex()}
        return await self.post(f"/v1/multisig-transactions/{digest}/confirmations/", body)

    def delegation(self, delegator: Account, delegate: Account, at: datetime) -> dict[str, Any]:
        hour = int(at.timestamp()) // 3600
        digest = delegate_hash(self.chain.chain_id, delegate.address, hour)
        return {
            "safe": self.safe.address,
            "delegate": delegate.address,
            "delegator": delegator.address,
            "label": "Folkmoot",
            "signature": "0x" + bytes(delegator.key.unsafe_sign_hash(digest).signature).hex(),
        }


class SafeServiceRules:
    """Collected through a subclass that names the backend."""

    backend = ""

    @pytest.fixture
    async def desk(self) -> AsyncIterator[Desk]:
        clock = HandClock()
        async with LocalChain.serve(backend=self.backend, genesis_time=GENESIS) as chain:
            owners = [chain.account(f"owner {number}") for number in range(3)]
            safe = await deploy_safe(chain, owners=owners, threshold=2)
            await chain.fund(safe.address, 10**18)
            async with (
                SafeService.serve(chain.url, chain_id=chain.chain_id, now=clock.now) as service,
                aiohttp.ClientSession() as session,
            ):
                yield Desk(chain, safe, service, clock, session)

    async def test_a_safe_is_described_as_the_chain_has_it(self, desk):
        status, safe = await desk.get(f"/v1/safes/{desk.safe.address}/")
        assert status == 200
        assert safe["nonce"] == "0"
        assert safe["threshold"] == 2
        assert sorted(safe["owners"]) == sorted(owner.address for owner in desk.safe.owners)
        assert safe["version"] == "1.4.1"
        assert safe["masterCopy"] == desk.safe.singleton
        assert safe["fallbackHandler"] == desk.safe.fallback_handler
        assert (safe["guard"], safe["modules"]) == (ZERO, [])
        assert (await desk.get(f"/v1/safes/{desk.chain.deployer.address}/"))[0] == 404
        assert (await desk.get("/v1/about/"))[1]["name"] == "Safe Transaction Service"

    async def test_a_transaction_goes_from_proposal_to_execution(self, desk):
        ada, owners = desk.chain.account("ada"), desk.safe.owners
        body = await desk.proposal(owners[0], ada, 10**17)
        digest = body["contractTransactionHash"]
        assert await desk.propose(body) == (201, None)
        status, waiting = await desk.get(f"/v2/multisig-transactions/{digest}/")
        assert status == 200
        assert waiting["safeTxHash"] == digest
        assert (waiting["proposer"], waiting["proposedByDelegate"]) == (owners[0].address, None)
        assert (waiting["isExecuted"], waiting["isSuccessful"], waiting["transactionHash"]) == (
            False,
            None,
            None,
        )
        assert (waiting["confirmationsRequired"], waiting["trusted"]) == (2, True)
        assert waiting["origin"] == '{"name": "Folkmoot"}'
        assert [each["owner"] for each in waiting["confirmations"]] == [owners[0].address]
        assert waiting["submissionDate"] == "2026-05-01T12:30:00.000000Z"

        status, confirmed = await desk.confirm(digest, owners[1])
        assert (status, list(confirmed)) == (201, ["signature"])
        ready = (await desk.get(f"/v2/multisig-transactions/{digest}/"))[1]
        joined = bytes.fromhex(ready["signatures"][2:])
        receipt = await desk.safe.contract.send(
            "execTransaction", ada.address, 10**17, b"", 0, 0, 0, 0, ZERO, ZERO, joined,
            sender=desk.chain.deployer,
        )  # fmt: skip
        done = (await desk.get(f"/v2/multisig-transactions/{digest}/"))[1]
        assert (done["isExecuted"], done["isSuccessful"]) == (True, True)
        assert done["transactionHash"] == receipt["transactionHash"]
        assert done["executor"] == desk.chain.deployer.address
        assert done["blockNumber"] == int(receipt["blockNumber"], 16)
        assert await desk.chain.balance(ada.address) == 10**17

    async def test_an_execution_that_fails_inside_is_not_successful(self, desk):
        registry = await desk.chain.deploy("Registry")
        data = registry.data("refuse", bytes(32), 1)
        # With a gas price the Safe pays the refund and keeps the failure instead of reverting.
        owners = desk.safe.owners
        fields = (registry.address, 0, data, 0, 50_000, 0, 0, ZERO, ZERO)
        digest = await desk.safe.contract.call("getTransactionHash", *fields, 0)
        ordered = sorted(owners[:2], key=lambda owner: int(owner.address, 16))
        joined = b"".join(desk.safe.sign(owner, digest).data for owner in ordered)
        await desk.safe.contract.send(
            "execTransaction", *fields, joined, sender=desk.chain.deployer, gas=500_000
        )
        (executed,) = await desk.listed()
        assert executed["safeTxHash"] == "0x" + digest.hex()
        assert (executed["isExecuted"], executed["isSuccessful"]) == (True, False)
        assert executed["safeTxGas"] == "50000"

    async def test_an_execution_that_was_never_proposed_is_found_on_the_chain(self, desk):
        ada, ben, owners = desk.chain.account("ada"), desk.chain.account("ben"), desk.safe.owners
        body = await desk.proposal(owners[0], ada, 5)
        await desk.propose(body)
        digest = await desk.safe.transaction_hash(ben.address, 6)
        both = [desk.safe.sign(owner, digest) for owner in owners[:2]]
        await desk.safe.execute(ben.address, 6, signatures=both, sender=desk.chain.deployer)
        (executed,) = await desk.listed("?executed=true")
        assert executed["safeTxHash"] == "0x" + digest.hex()
        assert executed["to"] == ben.address
        assert {each["owner"] for each in executed["confirmations"]} == {
            owner.address for owner in owners[:2]
        }
        (replaced,) = await desk.listed("?executed=false")
        assert (replaced["safeTxHash"], replaced["nonce"]) == (
            body["contractTransactionHash"],
            executed["nonce"],
        )
        assert await desk.listed("?executed=false&nonce__gte=1") == []

    async def test_an_execution_that_a_reorganisation_took_away_is_not_executed(self, desk):
        ada, owners = desk.chain.account("ada"), desk.safe.owners
        body = await desk.proposal(owners[0], ada, 5)
        digest = body["contractTransactionHash"]
        await desk.propose(body)
        both = [desk.safe.sign(owner, bytes.fromhex(digest[2:])) for owner in owners[:2]]
        await desk.safe.execute(ada.address, 5, signatures=both, sender=desk.chain.deployer)
        assert (await desk.get(f"/v2/multisig-transactions/{digest}/"))[1]["isExecuted"] is True
        await desk.chain.reorg(1)
        assert (await desk.get(f"/v2/multisig-transactions/{digest}/"))[1]["isExecuted"] is False

    async def test_proposing_again_changes_nothing(self, desk):
        body = await desk.proposal(desk.safe.owners[0], desk.chain.account("ada"), 5)
        assert (await desk.propose(body))[0] == 201
        assert (await desk.propose(body))[0] == 201
        assert len(desk.service.transactions(desk.safe.address)) == 1

    async def test_a_wrong_hash_is_refused_with_the_right_one(self, desk):
        body = await desk.proposal(desk.safe.owners[0], desk.chain.account("ada"), 5)
        right = body["contractTransactionHash"]
        status, answer = await desk.propose({**body, "value": "6"})
        assert status == 422
        (words,) = answer["nonFieldErrors"]
        assert words.startswith("Contract-transaction-hash=0x")
        assert words.endswith(f"does not match provided contract-tx-hash={right}")
        assert desk.service.transactions(desk.safe.address) == []

    async def test_a_stranger_cannot_propose(self, desk):
        stranger = desk.chain.account("stranger")
        status, answer = await desk.propose(await desk.proposal(stranger, desk.chain.account("ada"), 5))
        assert status == 422
        assert f"Sender={stranger.address} is not an owner or delegate" in answer["nonFieldErrors"][0]

    async def test_a_signature_must_be_the_senders(self, desk):
        first, second = desk.safe.owners[:2]
        body = await desk.proposal(first, desk.chain.account("ada"), 5)
        status, answer = await desk.propose({**body, "sender": second.address})
        assert status == 422
        assert f"Signature does not match sender={second.address}" in answer["nonFieldErrors"][0]
        broken = body["signature"][:-2] + "1d"
        assert (await desk.propose({**body, "signature": broken}))[0] == 422

    async def test_a_used_nonce_is_refused(self, desk):
        ada, owners = desk.chain.account("ada"), desk.safe.owners
        digest = await desk.safe.transaction_hash(ada.address, 5)
        both = [desk.safe.sign(owner, digest) for owner in owners[:2]]
        receipt = await desk.safe.execute(ada.address, 5, signatures=both, sender=desk.chain.deployer)
        status, answer = await desk.propose(await desk.proposal(owners[0], ada, 6, nonce=0))
        assert status == 422
        assert answer["nonFieldErrors"] == [
            f"Tx with nonce=0 for safe={desk.safe.address} already executed in tx-hash={receipt['transactionHash']}"
        ]
        status, answer = await desk.propose(await desk.proposal(owners[0], ada, 5, nonce=0))
        assert "was already executed in tx-hash" in answer["nonFieldErrors"][0]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("to", "0xnonsense"),
            ("to", None),
            ("value", "-1"),
            ("value", "1.5"),
            ("value", str(2**256)),
            ("operation", 2),
            ("nonce", "first"),
            ("data", "0x123"),
            ("signature", "0x1234"),
            ("contractTransactionHash", "0x12"),
            ("origin", "o" * 201),
        ],
    )
    async def test_a_bad_field_is_named(self, desk, field, value):
        body = await desk.proposal(desk.safe.owners[0], desk.chain.account("ada"), 5)
        status, answer = await desk.propose({**body, field: value})
        assert status == 422
        assert list(answer) == [field]

    async def test_addresses_must_be_checksummed(self, desk):
        body = await desk.proposal(desk.safe.owners[0], desk.chain.account("ada"), 5)
        lower = desk.safe.address.lower()
        status, answer = await desk.get(f"/v1/safes/{lower}/")
        assert (status, answer["message"]) == (422, "Checksum address validation failed")
        status, answer = await desk.post(f"/v2/safes/{lower}/multisig-transactions/", body)
        assert (status, answer["arguments"]) == (422, [lower])
        status, answer = await desk.propose({**body, "to": body["to"].lower()})
        assert (status, list(answer)) == (422, ["to"])

    async def test_only_owners_confirm_and_each_counts_once(self, desk):
        owners = desk.safe.owners
        body = await desk.proposal(owners[0], desk.chain.account("ada"), 5)
        digest = body["contractTransactionHash"]
        status, answer = await desk.confirm(digest, owners[0])
        assert (status, answer) == (
            404,
            {"detail": f"Multisig transaction with safe-tx-hash={digest} was not found"},
        )
        await desk.propose(body)
        status, answer = await desk.confirm(digest, desk.chain.account("stranger"))
        assert status == 400
        assert "is not an owner" in answer["signature"][0]
        for owner in (owners[0], owners[1], owners[1]):
            assert (await desk.confirm(digest, owner))[0] == 201
        status, answer = await desk.get(f"/v1/multisig-transactions/{digest}/confirmations/")
        assert [each["owner"] for each in answer["results"]] == [owner.address for owner in owners[:2]]
        assert {each["signatureType"] for each in answer["results"]} == {"EOA"}

    async def test_a_delegate_proposes_without_confirming(self, desk):
        owner, bot = desk.safe.owners[1], desk.chain.account("bot")
        status, answer = await desk.post("/v2/delegates/", desk.delegation(owner, bot, desk.clock.at))
        assert (status, answer["delegator"], answer["label"]) == (201, owner.address, "Folkmoot")
        body = await desk.proposal(bot, desk.chain.account("ada"), 5)
        assert (await desk.propose(body))[0] == 201
        (listed,) = await desk.listed()
        assert (listed["proposer"], listed["proposedByDelegate"]) == (owner.address, bot.address)
        assert listed["confirmations"] == []
        assert listed["signatures"] is None
        assert listed["trusted"] is True
        status, answer = await desk.get(f"/v2/delegates/?safe={desk.safe.address}&delegate={bot.address}")
        assert (status, answer["count"]) == (200, 1)
        assert (await desk.confirm(body["contractTransactionHash"], bot))[0] == 400

    async def test_a_delegation_is_signed_in_this_hour_or_the_one_before(self, desk):
        owner, bot = desk.safe.owners[0], desk.chain.account("bot")
        for hours, expected in ((0, 201), (1, 201), (2, 400), (-1, 400)):
            signed = desk.delegation(owner, bot, desk.clock.at - timedelta(hours=hours))
            assert (await desk.post("/v2/delegates/", signed))[0] == expected

    async def test_only_owners_delegate(self, desk):
        stranger, bot = desk.chain.account("stranger"), desk.chain.account("bot")
        body = desk.delegation(stranger, bot, desk.clock.at)
        status, answer = await desk.post("/v2/delegates/", body)
        assert status == 400
        assert "is not an owner of Safe" in answer["nonFieldErrors"][0]
        claimed = {**body, "delegator": desk.safe.owners[0].address}
        status, answer = await desk.post("/v2/delegates/", claimed)
        assert status == 400
        assert "Signature does not match provided delegator" in answer["nonFieldErrors"][0]
        assert (await desk.get("/v2/delegates/"))[0] == 400

    async def test_an_expired_delegate_proposes_no_more(self, desk):
        owner, bot = desk.safe.owners[0], desk.chain.account("bot")
        ends = desk.clock.at + timedelta(minutes=10)
        body = {**desk.delegation(owner, bot, desk.clock.at), "expiryDate": ends.isoformat()}
        assert (await desk.post("/v2/delegates/", body))[0] == 201
        desk.clock.at = ends
        assert (await desk.propose(await desk.proposal(bot, desk.chain.account("ada"), 5)))[0] == 422

    async def test_lists_are_filtered_ordered_and_paged(self, desk):
        ada, owner = desk.chain.account("ada"), desk.safe.owners[0]
        for nonce in range(4):
            desk.clock.at += timedelta(seconds=1)
            await desk.propose(await desk.proposal(owner, ada, 5, nonce=nonce))

        async def nonces(query: str = "") -> list[int]:
            return [int(each["nonce"]) for each in await desk.listed(query)]

        assert await nonces() == [3, 2, 1, 0]
        assert await nonces("?ordering=nonce") == [0, 1, 2, 3]
        assert await nonces("?ordering=-created") == [3, 2, 1, 0]
        assert await nonces("?nonce__gte=2") == [3, 2]
        assert await nonces("?nonce=1") == [1]
        assert await nonces("?nonce__lt=1&executed=false") == [0]
        assert await nonces("?limit=2&offset=1") == [2, 1]
        assert await nonces("?has_confirmations=false") == []
        path = f"/v2/safes/{desk.safe.address}/multisig-transactions/"
        page = (await desk.get(path + "?limit=3"))[1]
        assert (page["count"], page["previous"]) == (4, None)
        async with desk.session.get(page["next"]) as response:
            assert [each["nonce"] for each in (await response.json())["results"]] == ["0"]
        assert (await desk.get(path + "?limit=x"))[0] == 400

    async def test_a_fault_comes_before_or_after_the_effect(self, desk):
        body = await desk.proposal(desk.safe.owners[0], desk.chain.account("ada"), 5)
        desk.service.faults.fail_next("POST", "multisig-transactions/$", status=503)
        assert (await desk.propose(body))[0] == 503
        assert desk.service.transactions(desk.safe.address) == []
        desk.service.faults.fail_next("POST", "multisig-transactions/$", status="drop", after=True)
        with pytest.raises(aiohttp.ClientConnectionError):
            await desk.propose(body)
        assert len(desk.service.transactions(desk.safe.address)) == 1
        assert (await desk.propose(body))[0] == 201
        assert desk.service.requests["POST /api/v2/safes/{safe}/multisig-transactions/"] == 3

    async def test_a_service_that_lies_says_of_a_transaction_that_it_pays_another_and_is_executed(self, desk):
        payee = desk.chain.account("ada")
        await desk.propose(await desk.proposal(desk.safe.owners[0], payee, 5))
        listing = f"/v2/safes/{desk.safe.address}/multisig-transactions/"
        _, truth = await desk.get(listing)
        lie = desk.service.faults.fail_next("*", "", status="lie", times=2)
        status, lied = await desk.get(listing)
        assert status == 200
        (true,), (false,) = truth["results"], lied["results"]
        assert (true["to"], true["isExecuted"]) == (payee.address, False)
        assert false["to"] != payee.address
        assert false["isExecuted"] is True
        assert false["safeTxHash"] == true["safeTxHash"]
        desk.service.faults.forget(lie)
        assert (await desk.get(listing))[1] == truth

    async def test_a_request_can_be_kept_waiting_until_the_faults_are_cleared(self, desk):
        desk.service.faults.fail_next("POST", "/delegates/", status="timeout")
        waiting = asyncio.create_task(desk.post("/v2/delegates/", {}))
        while desk.service.requests["POST /api/v2/delegates/"] == 0:
            await asyncio.wait([waiting], timeout=0.01)
        assert not waiting.done()
        desk.service.faults.clear()
        with pytest.raises(aiohttp.ClientConnectionError):
            await waiting

    async def test_the_service_reads_the_chain_past_its_faults(self, desk):
        desk.chain.faults.fail_next("*", kind="500", times=100)
        assert (await desk.get(f"/v1/safes/{desk.safe.address}/"))[0] == 200
        assert desk.chain.requests == {}

    async def test_a_bearer_token_is_accepted_and_anything_else_refused(self, desk):
        url = desk.service.url + "/v1/about/"
        for header, status in (("Bearer anything", 200), ("Basic YTpi", 401)):
            async with desk.session.get(url, headers={"Authorization": header}) as response:
                assert response.status == status

    async def test_signatures_by_message_by_contract_and_by_approval_count(self, desk):
        chain, ada = desk.chain, desk.chain.account("ada")
        inner = chain.account("inner")
        wallet = await chain.deploy("ContractWallet", inner.address)
        by_message, by_approval = chain.account("by message"), chain.account("by approval")
        await chain.fund(by_approval, 10**18)
        owners = [wallet.address, by_message.address, by_approval.address]
        factory = chain.contract("SafeProxyFactory", desk.safe.factory)
        singleton = chain.contract("Safe", desk.safe.singleton)
        setup = singleton.data("setup", owners, 3, ZERO, b"", desk.safe.fallback_handler, ZERO, 0, ZERO)
        receipt = await factory.send(
            "createProxyWithNonce", desk.safe.singleton, setup, 9, sender=chain.deployer
        )
        (creation,) = factory.logs(receipt, "ProxyCreation")
        safe = chain.contract("Safe", creation["proxy"])
        digest = await safe.call("getTransactionHash", ada.address, 5, b"", 0, 0, 0, 0, ZERO, ZERO, 0)

        signed = by_message.key.unsafe_sign_hash(eth_signed(digest)).signature
        eth_sign = bytes(signed[:64]) + bytes([signed[64] + 4])
        await safe.send("approveHash", digest, sender=by_approval)
        approved = bytes(12) + bytes.fromhex(by_approval.address[2:]) + bytes(32) + b"\x01"
        part = bytes(inner.key.unsafe_sign_hash(digest).signature)
        contract = bytes(12) + bytes.fromhex(wallet.address[2:]) + (65).to_bytes(32) + b"\x00"
        contract += len(part).to_bytes(32) + part

        body = {**await desk.proposal(by_message, ada, 5), "contractTransactionHash": "0x" + digest.hex()}
        body |= {"sender": by_message.address, "signature": "0x" + eth_sign.hex()}
        path = f"/v2/safes/{safe.address}/multisig-transactions/"
        assert await desk.post(path, body) == (201, None)
        confirmations = f"/v1/multisig-transactions/0x{digest.hex()}/confirmations/"
        for signature in (approved, contract):
            assert (await desk.post(confirmations, {"signature": "0x" + signature.hex()}))[0] == 201
        kinds = [each["signatureType"] for each in (await desk.get(confirmations))[1]["results"]]
        assert kinds == ["ETH_SIGN", "APPROVED_HASH", "CONTRACT_SIGNATURE"]
        await wallet.send("setMode", 1, sender=chain.deployer)
        other = await safe.call("getTransactionHash", ada.address, 6, b"", 0, 0, 0, 0, ZERO, ZERO, 0)
        body |= {"value": "6", "contractTransactionHash": "0x" + other.hex(), "sender": wallet.address}
        status, answer = await desk.post(path, {**body, "signature": "0x" + contract.hex()})
        assert status == 422
        assert "is not valid" in answer["nonFieldErrors"][0]


def eth_signed(digest: bytes) -> bytes:
    """The hash that eth_sign signs for 32 bytes."""
    return keccak(b"\x19Ethereum Signed Message:\n32" + digest)
