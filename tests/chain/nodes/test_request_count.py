"""How many requests the powers of many wallets take: one for so many reads of a chain, whatever the sources are."""

from collections.abc import Sequence
from math import ceil

from bot.chain.chains import EvmChain
from bot.chain.config import ChainConfig
from bot.chain.nodes.limits import Limits
from bot.domain.blocks import Value
from bot.domain.ids import Address, ChainId
from bot.domain.power import Erc20, Erc20Votes
from bot.services.ports import AnyOnChain
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract

WALLETS = 90
CHUNK = 40
ONE, OTHER = ChainId(31337), ChainId(31338)


async def token(local: LocalChain, people: Sequence[Address]) -> Contract:
    """A votes token of which the n-th of these people holds n, delegated to themself."""
    made = await local.deploy("VotesToken", "Folk", "FOLK")
    await made.send("airdrop", people, list(range(1, len(people) + 1)), True, sender=local.deployer)
    await local.mine(3)
    return made


async def requests_of(local: LocalChain, sources: Sequence[AnyOnChain], people: Sequence[Address]) -> int:
    """How many requests reading all sources for all wallets took; each wallet had what it was given."""
    config = ChainConfig(
        "local", ChainId(local.chain_id), (local.url,), limits=Limits(timeout=30, chunk=CHUNK)
    )
    async with EvmChain(config) as chain:
        at = await chain.finalized()
        local.requests.clear()
        readings = await chain.powers([(source, wallet) for source in sources for wallet in people], at)
    assert readings == [Value(number) for _ in sources for number in range(1, len(people) + 1)]
    assert set(local.requests) == {"eth_call"}
    return local.requests.total()


async def test_the_powers_of_many_wallets_from_three_sources_on_two_chains_take_one_request_a_chunk() -> None:
    async with LocalChain.serve(chain_id=ONE) as one, LocalChain.serve(chain_id=OTHER) as other:
        people = [Address(one.account(f"person {number}").address) for number in range(WALLETS)]
        votes, balances, elsewhere = (
            await token(one, people),
            await token(one, people),
            await token(other, people),
        )
        first = await requests_of(
            one,
            [
                Erc20Votes(chain=ONE, contract=Address(votes.address)),
                Erc20(chain=ONE, contract=Address(balances.address)),
            ],
            people,
        )
        second = await requests_of(other, [Erc20(chain=OTHER, contract=Address(elsewhere.address))], people)
    assert (first, second) == (ceil(2 * WALLETS / CHUNK), ceil(WALLETS / CHUNK))


def test_ten_thousand_wallets_fit_into_a_hundred_requests() -> None:
    chunk = Limits().chunk
    assert ceil(2 * 10_000 / chunk) + ceil(10_000 / chunk) <= 100
