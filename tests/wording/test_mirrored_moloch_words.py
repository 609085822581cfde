"""What is said of proposals in Moloch DAOs that a server mirrors."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from bot.domain.executors import BaalRules, LeavingPays, MolochRules, NamedAsset, PaidOnLeaving
from bot.domain.executors.moloch_stages import MolochStageName
from bot.domain.ids import Address
from bot.domain.mirrors import MirroredBaalStage, MirroredMolochStage
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.mirrors.baal import MirroredBaalWords
from bot.wording.mirrors.moloch import MirroredMolochWords

SAY = language(markup=DISCORD)
AT = datetime(2030, 1, 1, tzinfo=UTC)
DAO = Address("0x" + "11" * 20)
COIN = 10**18
MOLOCH = MolochRules(DAO, timedelta(hours=1), 2, 2, AT, 0, 0, DAO, "DAI", 18, 8, 0, 1, 1)
BAAL = BaalRules(
    DAO, DAO, DAO, "Commons", "SEED", 8, 0, timedelta(hours=1), timedelta(hours=1), 0, "ETH", 0, 1, 0, 1
)
NAMES: tuple[MolochStageName, ...] = get_args(MolochStageName)


def standing(name: MolochStageName, **more: object) -> str:
    stage = MirroredMolochStage(name, "7", 6, 2, AT, AT, AT)
    return "\n".join(MirroredMolochWords().standing(MOLOCH, replace(stage, **more), SAY))


@pytest.mark.parametrize("name", NAMES)
def test_every_stage_has_its_words(name: MolochStageName) -> None:
    words, stage = MirroredMolochWords(), MirroredMolochStage(name, "7", 6, 2, AT, AT, AT)
    assert words.state(stage, SAY)
    assert ("Yes" in standing(name)) == (name not in ("unproposed", "submitted", "waiting"))
    assert ("would have" in words.deeds_head(stage, SAY)) == (not stage.is_live and name != "processed")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("processed", "was carried out"),
        ("defeated", "voted down"),
        ("refused", "had the votes, and was not carried out"),
        ("canceled", "was canceled"),
        ("unproposed", "taken it back"),
    ],
)
def test_of_one_that_is_over_it_is_told_what_became_of_it(name: MolochStageName, told: str) -> None:
    stage = MirroredMolochStage(name, "7", 6, 2, AT, AT, AT)
    assert told in MirroredMolochWords().ended(stage, SAY)


@pytest.mark.parametrize("name", NAMES)
def test_until_when_one_can_leave_is_told_as_long_as_one_can_know_it(name: MolochStageName) -> None:
    known = name in ("waiting", "voting", "grace")
    assert ("can leave until" in standing(name)) == known


@pytest.mark.parametrize("name", ["grace", "ready"])
def test_what_has_to_be_processed_before_is_named(name: MolochStageName) -> None:
    assert "Proposal `6` has to be processed before it" in standing(name, behind="6")


def test_shares_are_counted_by_the_units_of_the_dao() -> None:
    assert "6 shares" in standing("voting")
    stage = MirroredBaalStage("voting", "7", 6 * COIN, 0, AT, AT, AT)
    assert "6 SEED" in "\n".join(MirroredBaalWords().standing(BAAL, stage, SAY))


def test_a_baal_whose_calls_failed_has_done_nothing() -> None:
    words, stage = MirroredBaalWords(), MirroredBaalStage("processed", "7", failed=True)
    assert words.state(stage, SAY) == "processed, and its calls failed"
    assert "nothing was done" in words.ended(stage, SAY)
    assert "would have" in words.deeds_head(stage, SAY)


def test_until_when_a_baal_must_process_it_is_told_while_it_can() -> None:
    live = MirroredBaalStage("ready", "7", 6, 2, AT, AT, AT, expires=AT)
    assert "must be processed by" in "\n".join(MirroredBaalWords().standing(BAAL, live, SAY))
    over = replace(live, name="processed")
    assert "must be processed by" not in "\n".join(MirroredBaalWords().standing(BAAL, over, SAY))


@pytest.mark.attack("text")
@pytest.mark.parametrize("amount", [0, 1, 10**24, 2**256 - 1])
def test_votes_of_any_size_are_told_in_short(amount: int) -> None:
    stage = MirroredBaalStage("voting", "7", amount, amount, AT, AT, AT)
    assert len("\n".join(MirroredBaalWords().standing(BAAL, stage, SAY))) < 600


DAI, GIANT = NamedAsset(DAO, "DAI", 18), NamedAsset(DAO, "GIANT", 0)


@pytest.mark.parametrize(
    ("leaving", "told"),
    [
        (LeavingPays((PaidOnLeaving(DAI, 3 * COIN, 2 * COIN),), 0, "told"), ["3 DAI", "2 DAI"]),
        (LeavingPays((PaidOnLeaving(DAI, 3 * COIN, None),), 0, "unknown"), ["3 DAI", "nobody can tell"]),
        (
            LeavingPays((PaidOnLeaving(GIANT, None, None),), 2, "told"),
            ["too great to divide", "2 more tokens"],
        ),
        (LeavingPays((), 0, "nobody"), ["nothing"]),
    ],
)
def test_what_leaving_pays_now_and_after_the_proposal_is_told(leaving: LeavingPays, told: list[str]) -> None:
    said = standing("grace", leaving=leaving)
    assert "**Leaving pays now**, for each share or loot" in said
    assert all(each in said for each in told)
    assert ("**After this proposal**" in said) == (leaving.after == "told")
