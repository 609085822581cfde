"""Hashes and joined signatures are those of Safe's own library and of viem."""

import random

import pytest
from eth_utils import to_checksum_address

from bot.domain.actions.actions import Action
from bot.domain.executors import Confirmation
from bot.domain.ids import Address, ChainId
from bot.execution.safe.signing.desk import joined
from bot.execution.safe.transaction import SafeTx
from tests.execution.safe.signing.signing_desk import by_contract
from tests.sandbox.safe_service.node_kit import by_kit

VERSIONS = ("1.3.0", "1.4.1", "1.5.0")
MULTI_SEND = Address("0x9641d764fc13c8B624c04430C7356C1C7C8102e2")
NUMBERS = (0, 1, 2**53 + 1, 2**255, 2**256 - 1)
ROUNDS = 60


def address(seeded: random.Random) -> Address:
    """Checksummed."""
    return Address(to_checksum_address(seeded.randbytes(20)))


@pytest.mark.node
async def test_hashes_and_joined_signatures_are_those_of_safes_own_library() -> None:
    seeded = random.Random(13)
    asked, expected = [], []
    for number in range(ROUNDS):
        safe, chain = address(seeded), ChainId(seeded.choice([1, 100, 31337, 2**40]))
        actions = [
            Action(chain, address(seeded), seeded.choice(NUMBERS), "0x" + seeded.randbytes(size).hex())
            for size in seeded.sample(range(100), seeded.randint(1, 4))
        ]
        tx = SafeTx.making(actions, MULTI_SEND, seeded.choice(NUMBERS[:3]))
        if number == 0:
            tx = SafeTx.rejecting(safe, 7)
        document = tx.document(chain, safe)
        asked.append({"safe": safe, "version": seeded.choice(VERSIONS), "document": document})
        expected.append("0x" + tx.hash(chain, safe).hex())
    confirmations = [[_confirmation(seeded) for _ in range(seeded.randint(1, 5))] for _ in range(ROUNDS)]
    seen = await by_kit(
        "hashes.mjs",
        {
            "transactions": asked,
            "confirmations": [[_as_kit(each) for each in some] for some in confirmations],
        },
    )
    assert seen["hashes"] == [{"kit": each, "viem": each} for each in expected]
    assert seen["joined"] == ["0x" + joined(some).hex() for some in confirmations]


def _confirmation(seeded: random.Random) -> Confirmation:
    """By a key, by a contract, or on chain."""
    owner, sort = address(seeded), seeded.randrange(3)
    if sort == 0:
        return Confirmation(owner, "0x" + (seeded.randbytes(64) + b"\x1b").hex())
    if sort == 1:
        inner = seeded.randbytes(seeded.randrange(200))
        return Confirmation(owner, "0x" + by_contract(owner, inner).hex())
    return Confirmation(owner)


def _as_kit(each: Confirmation) -> dict[str, object]:
    """As Safe's own library keeps it: a contract's part alone, and what was approved on chain with v = 1."""
    raw = bytes.fromhex(each.signature[2:])
    if not raw:
        approved = bytes.fromhex(each.owner[2:]).rjust(32, b"\0") + bytes(32) + b"\x01"
        return {"owner": each.owner, "signature": "0x" + approved.hex(), "contract": False}
    if raw[64] == 0:
        return {"owner": each.owner, "signature": "0x" + raw[97:].hex(), "contract": True}
    return {"owner": each.owner, "signature": each.signature, "contract": False}
