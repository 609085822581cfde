"""How many requests a treasury takes: fifty tokens on two chains, in at most a hundred."""

from bot.chain.chains import EvmChain
from bot.chain.config import ChainConfig
from bot.chain.nodes.limits import Limits
from bot.chain.treasury.reading import EvmTreasuryReader
from bot.domain.blocks import Value
from bot.domain.ids import Address, ChainId
from bot.domain.treasury.positions import CoinPosition, Erc20Position
from sandbox.chain.chain import LocalChain

TOKENS, FEEDS = 50, 5
ONE, OTHER = ChainId(31337), ChainId(31338)
SAFES = [
    Address("0x00000000000000000000000000000000000005aF"),
    Address("0x00000000000000000000000000000000000005B0"),
]


async def requests_of(local: LocalChain, chain_id: ChainId) -> int:
    """Fifty tokens of two Safes, each with a price, and the chain's coin, at the newest final block."""
    contracts = [await local.deploy("PlainToken", "Token", f"T{n}", n % 19) for n in range(TOKENS)]
    feeds = [await local.deploy("PriceFeed", "T / USD", 8, 10**8 + n) for n in range(FEEDS)]
    for number, contract in enumerate(contracts):
        await contract.send("mint", SAFES[0], number + 1, sender=local.deployer)
    await local.mine(3)
    config = ChainConfig("local", chain_id, (local.url,), limits=Limits(timeout=30))
    positions = [
        CoinPosition(chain=chain_id),
        *(Erc20Position(chain=chain_id, contract=Address(each.address)) for each in contracts),
    ]
    priced = {
        Address(each.address): Address(feeds[number % FEEDS].address) for number, each in enumerate(contracts)
    }
    async with EvmChain(config) as chain:
        local.requests.clear()
        at = await chain.finalized()
        found = await EvmTreasuryReader({chain_id: chain}).read(SAFES, positions, priced, None, at)
    held = [each.amount for each in found.holdings if each.account == SAFES[0]]
    assert held == [Value(0), *(Value(number + 1) for number in range(TOKENS))]
    assert len(found.rounds) == FEEDS
    return local.requests.total()


async def test_fifty_tokens_on_two_chains_take_at_most_a_hundred_requests() -> None:
    async with LocalChain.serve(chain_id=ONE) as one, LocalChain.serve(chain_id=OTHER) as other:
        taken = await requests_of(one, ONE) + await requests_of(other, OTHER)
    assert taken <= 100
