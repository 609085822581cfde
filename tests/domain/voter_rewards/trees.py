"""Lists of payments at random."""

from random import Random

from eth_utils.address import to_checksum_address

from bot.domain.ids import Address
from bot.domain.voter_rewards.tree import PaymentTree


def drawn_tree(chance: Random, size: int) -> PaymentTree:
    """A list of so many payments, with amounts of any size."""
    accounts: set[Address] = set()
    while len(accounts) < size:
        accounts.add(Address(to_checksum_address(chance.randbytes(20))))
    largest = [1, 1_000, 10**24, 2**256 - 1]
    return PaymentTree.of(
        tuple((account, chance.randint(1, chance.choice(largest))) for account in sorted(accounts))
    )
