"""Examples on the pages are read by the program itself."""

import json
from typing import get_args

import pytest

from bot.domain.errors import BadAmount, BadSetting
from bot.domain.ids import Address, ChainId
from bot.domain.power import AnySource
from bot.execution.actions.amounts import base_units
from bot.execution.actions.lexer import logical_lines
from bot.execution.actions.lines import BadLine, Transfer, wanted
from bot.settings import ChainSettings
from tests.docs.pages import blocks, read
from tests.fakes import FakeChain
from tests.harness import ServiceHarness

ACTIONS = [line for block in blocks(read("docs/proposers.md"), "actions") for _, line in logical_lines(block)]
REFUSED = [line for block in blocks(read("docs/proposers.md"), "refused") for _, line in logical_lines(block)]
SOURCES = [line for block in blocks(read("docs/moderators.md"), "sources") for line in block.splitlines()]

UNTOLD = [
    line
    for block in [
        *blocks(read("docs/moderators.md"), "untold"),
        *blocks(read("docs/attestations.md"), "sources"),
    ]
    for line in block.splitlines()
]


@pytest.mark.parametrize("line", ACTIONS)
def test_an_action_on_the_page_is_one(line: str) -> None:
    action = wanted(line, "ETH")
    if isinstance(action, Transfer):
        assert base_units(action.amount, 18)


@pytest.mark.parametrize("line", REFUSED)
def test_an_action_that_the_page_calls_refused_is(line: str) -> None:
    with pytest.raises((BadLine, BadAmount)):
        base_units(wanted(line, "ETH").amount, 18)


def test_the_pages_have_examples() -> None:
    assert len(ACTIONS) >= 9
    assert len(REFUSED) >= 6
    assert len(SOURCES) >= 8
    assert len(UNTOLD) >= 3
    kinds = {line.split()[0] for line in SOURCES + UNTOLD}
    assert kinds == {source.model_fields["kind"].default for source in get_args(AnySource)}


@pytest.mark.parametrize("sources", SOURCES)
async def test_sources_on_the_page_can_be_set_up(harness: ServiceHarness, sources: str) -> None:
    await answering(harness, sources)
    await harness.set_up(sources=sources)


@pytest.mark.parametrize("sources", UNTOLD)
async def test_sources_without_a_total_can_be_set_up_with_an_amount_for_a_quorum_and_not_with_a_share(
    harness: ServiceHarness, sources: str
) -> None:
    await answering(harness, sources)
    with pytest.raises(BadSetting) as refused:
        await harness.set_up(sources=sources)
    assert refused.value.field == "quorum"
    await harness.set_up(sources=sources, quorum="1000 votes")


async def answering(harness: ServiceHarness, sources: str) -> None:
    """The contracts that the sources name are there, on either chain."""
    gnosis = FakeChain(harness.clock, id=ChainId(100), name="gnosis")
    harness.other_chains.append(gnosis)
    await harness.restart()
    for word in sources.split():
        if word.startswith("0x"):
            harness.chain.tokens[Address(word)] = gnosis.tokens[Address(word)] = ("TKN", 18)


def test_chains_on_the_page_can_be_read() -> None:
    (line,) = blocks(read("docs/operators.md"), "chains")
    name, _, value = line.strip().partition("=")
    assert name == "FOLKMOOT_CHAINS"
    assert [ChainSettings.model_validate(chain).name for chain in json.loads(value)] == ["ethereum", "gnosis"]
