"""A power in words: what was found, what was capped, which balance was the least, what the root gave."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.ids import Address, BlockHash, ChainId, ContentHash, ProposalNumber, RoleId
from bot.domain.policy.model import preset
from bot.domain.power import (
    Allowlist,
    Erc20,
    Holder,
    Holding,
    MemberPower,
    PowerRule,
    Reputation,
    Role,
    SafeOwners,
    compose,
)
from bot.domain.proposals.facts import Opening
from bot.services.voting.casting.voting import PowerExplanation
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.voting.powers import why_lines
from bot.wording.voting.receipts import power_line
from tests.cogs.voting.samples import SAY, START

UNIT = 10**18
ADA = Address("0x8617E340B3D01FA5F11F306F4090FD50E238070D")
OTHER = Address("0x52908400098527886E0F7030069857D2E4169EE7")
GOLD = Erc20(chain=ChainId(1), contract=OTHER)
SILVER = Erc20(chain=ChainId(1), contract=ADA)
ELDERS = Role(role=RoleId(7), weight=5 * UNIT)
STANDING = Reputation(half_life=timedelta(days=90))
COUNCIL = SafeOwners(chain=ChainId(1), contract=OTHER, weight=UNIT)


def block(number: int) -> BlockRef:
    time = int(START.timestamp()) + 12 * (number - 100)
    return BlockRef(ChainId(1), number, BlockHash(f"0x{number:064x}"), time)


def said(rule: PowerRule, *moments: tuple[int | str, ...], **holder: Any) -> tuple[str, str | None]:
    """Why, and the receipt's line, for one wallet that held so many whole tokens of each source at each moment. A
    text stands for a read that failed."""
    holds: list[dict[tuple[int, Address], Reading]] = [
        {
            (place, ADA): Undetermined(found) if isinstance(found, str) else Value(found)
            for place, found in enumerate(moment)
        }
        for moment in moments
    ]
    power: MemberPower = compose(rule, Holder((ADA,), **holder), holds[0] if holds else {}, holds[1:])
    snapshot = (block(100),) if holds else ()
    opening = Opening(
        START,
        START + timedelta(days=5),
        snapshot,
        None,
        preset("token").model_copy(update={"power": rule}),
        ContentHash("c0" * 32),
        tuple(block(50 + number) for number in range(len(holds) - 1)),
    )
    lines = why_lines(PowerExplanation(ProposalNumber(7), power, opening, {}, {}), SAY)
    return "\n".join(lines).replace("\u202f", " "), telling_accounts_apart(power_line)(power, opening, SAY)


def rule(*sources: Any, **more: Any) -> PowerRule:
    return PowerRule(sources=sources or (GOLD,), symbol="VOTE", **more)


def test_a_plain_sum_needs_no_steps() -> None:
    why, line = said(rule(GOLD, SILVER), (3 * UNIT, 4 * UNIT))
    assert "Your power on proposal 7: 7 VOTE" in why
    assert "by the rules" not in (line or "")
    for step in ("At most", "Too little", "Square root", "Held over time", "greatest source"):
        assert step not in why


def test_a_cap_of_a_source_is_said_where_it_took_something_away() -> None:
    capped = GOLD.model_copy(update={"cap": 2 * UNIT})
    why, line = said(rule(capped), (3 * UNIT,))
    assert "together 3 VOTE; of this source at most 2 VOTE count for one member" in why
    assert line is not None
    assert "**2 VOTE** at block 100, made of 3 VOTE by the rules of this vote: `/vote why`" in line
    assert "at most" not in said(rule(capped), (2 * UNIT,))[0]


def test_a_cap_of_all_a_minimum_and_a_root_are_said_in_their_order() -> None:
    why, _ = said(rule(cap=9 * UNIT, minimum=UNIT, curve="root"), (25 * UNIT,))
    assert "Your power on proposal 7: 3 VOTE" in why
    cap = why.index("**At most:** one member has 9 VOTE in this vote, and you hold 25 VOTE.")
    assert cap < why.index("**Square root:** 9 VOTE under the root give 3 VOTE.")
    assert "Too little" not in why


def test_what_is_under_the_minimum_is_said_to_count_for_nothing() -> None:
    why, line = said(rule(minimum=5 * UNIT, curve="root"), (4 * UNIT,))
    assert "**Too little:** less than 5 VOTE counts for nothing, and you hold 4 VOTE." in why
    assert "Square root" not in why
    assert line is not None
    assert "by the rules of this vote the 4 VOTE that were found count for nothing" in line


def test_the_greatest_source_is_named_as_the_only_one_that_counts() -> None:
    why, _ = said(rule(GOLD, SILVER, combine="max"), (3 * UNIT, 4 * UNIT))
    assert "Your power on proposal 7: 4 VOTE" in why
    assert "the most counts, not the sum: 4 VOTE" in why


HELD = Holding(window=timedelta(hours=1), samples=3)


def test_each_moment_is_told_with_its_block_and_the_least_is_marked() -> None:
    why, _ = said(rule(holding=HELD), (9 * UNIT,), (2 * UNIT,), (5 * UNIT,))
    assert "Your power on proposal 7: 2 VOTE" in why
    assert "• at the snapshot: 9 VOTE\n" in why
    assert "• at block 50 of chain 1, <t:" in why
    assert ": 2 VOTE ← the least: this counts" in why
    assert why.count("←") == 1


def test_a_moment_without_an_answer_is_said_and_nothing_is_called_known() -> None:
    why, line = said(rule(holding=HELD), (9 * UNIT,), ("missing trie node",), (5 * UNIT,))
    assert "is not determined yet" in why
    assert "Known so far" not in why
    assert "could not be read (missing trie node); it is tried again" in why
    assert "←" not in why
    assert line is None


@pytest.mark.parametrize(
    ("source", "holder", "words"),
    [
        (
            ELDERS,
            {"roles": frozenset({RoleId(7)})},
            ("**the role** <@&7>, it counts 5 VOTE", "• you: yes, 5 VOTE"),
        ),
        (ELDERS, {}, ("• you: no, 0 VOTE",)),
        (
            STANDING,
            {"reputation": {STANDING.key: 2 * UNIT}},
            ("**reputation**, which halves every 90 days", "• you: 2 VOTE"),
        ),
    ],
)
def test_what_belongs_to_the_member_needs_no_wallet(
    source: Any, holder: dict[str, Any], words: tuple[str, ...]
) -> None:
    why, _ = said(rule(source), **holder)
    for each in words:
        assert each in why


def test_an_owner_of_a_safe_is_told_so() -> None:
    why, line = said(rule(COUNCIL), (1,))
    assert f"**ownership of the Safe** `{OTHER}`, it counts 1 VOTE" in why
    assert f"• `{ADA}`: yes, 1 VOTE" in why
    assert (
        line == "Power: **1 VOTE** at block 100 (ownership of the Safe `0x5290…9EE7`, wallet `0x8617…070D`)."
    )


def test_nothing_at_all_is_told_without_wallets_where_none_are_read() -> None:
    _, line = said(rule(ELDERS))
    assert line is not None
    assert "It weighs nothing: you had nothing that gives power in this vote." in line
    listed = Allowlist(entries=[{"account": OTHER, "amount": 1}])
    assert "not on the list" in said(rule(listed))[0]
