"""What the pages on DAOs tell moderators to enter is accepted."""

import pytest

from bot.domain.ids import ChainId
from bot.domain.policy.sources_text import parse_sources
from bot.domain.policy.toml.file import read_policy
from bot.domain.power import OfContract
from tests.docs.pages import DOCS, blocks, named, read, rows
from tests.fakes import FakeChain
from tests.harness import GUILD, ServiceHarness

PAGES = sorted(path.stem for path in (DOCS / "daos").glob("*.md") if path.stem != "README")
CHAINS = {"ethereum": ChainId(1), "arbitrum": ChainId(42161), "gnosis": ChainId(100), "polygon": ChainId(137)}

REGISTRY = "0x469788fE6E9E9681C6ebF3bF78e7Fd26Fc015446"


def entered(page: str) -> dict[str, str]:
    """What a page says to enter, by option."""
    table = rows(read(f"docs/daos/{page}.md"), "option")
    return {named(option)[0]: named(value)[0] for option, value in table.items()}


def test_there_is_a_page_for_each_dao() -> None:
    assert len(PAGES) >= 11


@pytest.mark.parametrize("page", PAGES)
async def test_what_a_page_says_to_enter_sets_a_server_up(harness: ServiceHarness, page: str) -> None:
    options = entered(page)
    sources = parse_sources(options["sources"], CHAINS[options["chain"]], CHAINS)
    harness.chain.name = "ethereum"
    chains = {harness.chain.id: harness.chain}
    for name, number in CHAINS.items():
        if number not in chains:
            chains[number] = FakeChain(harness.clock, id=number, name=name)
            harness.other_chains.append(chains[number])
    await harness.restart()
    for source in sources:
        if isinstance(source, OfContract):
            chains[source.chain].tokens[source.contract] = ("TKN", 18)
    # A Governor is looked at on its chain: tests/daos does that.
    options.pop("safe", None)
    await harness.set_up(executor="none", **options)
    async with harness.services.uow.reading() as repositories:
        (track,) = await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id)
    assert [source.key for source in track.policy.power.sources] == [source.key for source in sources]


@pytest.mark.parametrize(("page", "space"), [("safedao", "safe.eth"), ("decentraland", "snapshot.dcl.eth")])
def test_the_policy_of_a_page_names_snapshots_registry_and_the_space(page: str, space: str) -> None:
    (text,) = blocks(read(f"docs/daos/{page}.md"), "policy")
    registry = read_policy(text.encode()).policy.registry
    assert registry is not None
    assert (registry.chain, registry.contract, registry.space) == (1, REGISTRY, space)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_works_and_what_does_not(page: str) -> None:
    text = read(f"docs/daos/{page}.md")
    assert "**What works.**" in text
    assert "**What doesn't.**" in text
