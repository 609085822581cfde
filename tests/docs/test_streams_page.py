"""Lines, numbers and settings of the page on streams are what the program makes of them."""

import json

import pytest

from bot.domain.actions.streams import LlamaPay, SablierLockup
from bot.domain.ids import Address
from bot.execution.actions.amounts import base_units
from bot.execution.actions.lexer import logical_lines
from bot.execution.actions.lines import BadLine, wanted
from bot.execution.actions.streams.calls import StreamCalls
from bot.execution.actions.streams.lines import Started, StreamLine
from bot.settings import ChainSettings
from tests.docs.pages import blocks, read

PAGE = read("docs/streams.md")
LINES = [line for block in blocks(PAGE, "actions") for _, line in logical_lines(block)]
REFUSED = [line for block in blocks(PAGE, "refused") for _, line in logical_lines(block)]
(NAMED,) = blocks(PAGE, "streams")
CHAIN = ChainSettings.model_validate(
    {"name": "ethereum", "id": 1, "rpc": ["https://one.example"], **json.loads(f"{{{NAMED}}}")}
)
SAFE = Address("0x52908400098527886E0F7030069857D2E4169EE7")


@pytest.mark.parametrize("line", LINES)
def test_each_line_of_the_page_becomes_calls_through_the_contracts_of_the_page(line: str) -> None:
    read_as = wanted(line, "ETH")
    assert isinstance(read_as, StreamLine)
    assert StreamCalls(CHAIN.streams, SAFE).of(read_as, base_units("12000", 6), 6)


@pytest.mark.parametrize("line", REFUSED)
def test_a_line_that_the_page_calls_refused_is(line: str) -> None:
    with pytest.raises(BadLine):
        wanted(line, "ETH")


def test_the_page_names_a_contract_of_each_kind() -> None:
    assert [type(each) for each in CHAIN.streams] == [LlamaPay, SablierLockup]
    assert (len(LINES), len(REFUSED)) == (9, 5)


def test_the_rate_of_the_page_is_the_one_that_is_paid() -> None:
    line = wanted(LINES[0], "ETH")
    assert isinstance(line, Started)
    _, made = StreamCalls(CHAIN.streams, SAFE).of(line, base_units("12000", 6), 6)
    deposit, _, rate = made.values
    assert f"12000 × 10^20 ÷ {line.length} = {rate}" in PAGE
    assert (deposit, rate * line.length // 10**14) == (12_000 * 10**6, 11_999_999_999)
