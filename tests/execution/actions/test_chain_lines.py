"""Which line of a proposal's actions is meant for which chain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadAction
from bot.domain.errors.proposals.action_lines import NoExecutorOn
from bot.domain.ids import ChainId
from bot.execution.actions.chain_lines import lines_by_chain

HOME, POLYGON, ARBITRUM = ChainId(1), ChainId(137), ChainId(42161)
NAMED = {
    "ethereum": HOME,
    "eth": HOME,
    "polygon": POLYGON,
    "matic": POLYGON,
    "137": POLYGON,
    "Arbitrum One": ARBITRUM,
}
TO = "0x52908400098527886E0F7030069857D2E4169EE7"
PLAIN = f"transfer 1 ETH to {TO}"


def by_chain(lines: str) -> dict[ChainId, str]:
    return lines_by_chain(lines, HOME, NAMED)


@pytest.mark.parametrize(
    ("line", "chain", "text"),
    [
        (PLAIN, HOME, PLAIN),
        (f"on polygon: {PLAIN}", POLYGON, PLAIN),
        (f"On  POLYGON :{PLAIN}", POLYGON, PLAIN),
        (f"on 137: {PLAIN}", POLYGON, PLAIN),
        (f"on arbitrum one: {PLAIN}", ARBITRUM, PLAIN),
        (f"on ethereum: {PLAIN}", HOME, PLAIN),
        (f"transfer 1 POL to matic:{TO}", POLYGON, f"transfer 1 POL to matic:{TO}"),
        # Two chains in one line: it stays where it is, and is refused there with the account that is of another one.
        (f"transfer 1 eth:{TO} to matic:{TO}", HOME, f"transfer 1 eth:{TO} to matic:{TO}"),
        # What nobody calls a chain, and what stands in quotes, says nothing.
        (f"transfer 1 ETH to sol:{TO}", HOME, f"transfer 1 ETH to sol:{TO}"),
        (f'call {TO} note(string) "on polygon: x"', HOME, f'call {TO} note(string) "on polygon: x"'),
        (f'call {TO} note(string) "unbalanced', HOME, f'call {TO} note(string) "unbalanced'),
    ],
)
def test_a_line_says_its_chain_or_is_of_the_usual_one(line: str, chain: ChainId, text: str) -> None:
    assert by_chain(line) == {chain: text}


@pytest.mark.attack("actions")
def test_a_chain_on_which_nobody_acts_is_refused_by_its_line() -> None:
    with pytest.raises(BadAction) as refused:
        by_chain(f"{PLAIN}\n\non gnosis: {PLAIN}")
    assert refused.value.line_number == 3
    assert refused.value.fault == NoExecutorOn("gnosis", ("ethereum", "polygon", "Arbitrum One"))


def test_an_action_over_several_lines_is_one_on_its_chain() -> None:
    found = by_chain(f"on polygon: call {TO} f(uint256[]) [1,\n2]\n{PLAIN}")
    assert found == {HOME: f"\n\n{PLAIN}", POLYGON: f"call {TO} f(uint256[]) [1, 2]\n\n"}


@given(st.lists(st.tuples(st.sampled_from([*NAMED, ""]), st.integers(1, 10**9)), max_size=20))
def test_each_line_comes_to_one_chain_with_its_number(written: list[tuple[str, int]]) -> None:
    lines = [(f"on {name}: " if name else "") + f"transfer {amount} ETH to {TO}" for name, amount in written]
    found = by_chain("\n".join(lines))
    assert list(found) == [chain for chain in (HOME, POLYGON, ARBITRUM) if chain in found]
    for number, (name, amount) in enumerate(written):
        chain = NAMED.get(name, HOME)
        at = {each: text.split("\n")[number] for each, text in found.items()}
        assert at.pop(chain) == f"transfer {amount} ETH to {TO}"
        assert not any(at.values())
