"""Ballots, their receipts, and what counts as a choice."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.elections.ballot import Ballot, CastMethod, milliseconds, snowflake_time
from bot.domain.elections.choices import check_choice, choice_named, choice_of_reaction, describe, reactions
from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.errors import NotOnBallot
from bot.domain.ids import MemberId, ProposalId
from bot.domain.policy.model import preset

DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
TOKEN = preset("token")
FRUIT = TOKEN.model_copy(update={"choices": ("Apple", "Pear", "2", "Plum")})
PROPOSAL = ProposalId(1)


def test_a_snowflake_tells_its_time() -> None:
    # The example of Discord's reference.
    assert snowflake_time(175928847299117063) == datetime(2016, 4, 30, 11, 18, 25, 796_000, tzinfo=UTC)


@given(st.integers(0, 2**42 - 1), st.integers(0, 2**22 - 1))
def test_a_snowflakes_time_is_exact_to_the_millisecond(after_epoch: int, rest: int) -> None:
    time = snowflake_time((after_epoch << 22) | rest)
    assert time == DISCORD_EPOCH + timedelta(milliseconds=after_epoch)
    assert milliseconds(time) == after_epoch + 1_420_070_400_000


NUMBERS = Pseudonyms(bytes(32))


def ballot(**changed: object) -> Ballot:
    fields: dict[str, object] = {
        "proposal": PROPOSAL,
        "member": MemberId(7),
        "choice": 1,
        "cast_at": DISCORD_EPOCH,
        "cast_method": CastMethod.BUTTON,
        "source": 99,
    }
    return Ballot(**{**fields, **changed})


@pytest.mark.parametrize(
    "changed",
    [
        {"proposal": ProposalId(2)},
        {"member": MemberId(8)},
        {"choice": 2},
        {"choice": None},
        {"cast_at": DISCORD_EPOCH + timedelta(milliseconds=1)},
        {"source": 100},
    ],
)
def test_a_receipt_belongs_to_one_ballot(changed: dict[str, object]) -> None:
    assert ballot().receipt(NUMBERS) == ballot().receipt(NUMBERS)
    assert ballot(**changed).receipt(NUMBERS) != ballot().receipt(NUMBERS)


def test_a_receipt_does_not_depend_on_the_way_or_the_reason() -> None:
    assert ballot(cast_method=CastMethod.COMMAND, reason="so").receipt(NUMBERS) == ballot().receipt(NUMBERS)


def test_for_against_and_abstain_have_their_emoji() -> None:
    assert reactions(TOKEN) == ("👍", "👎", "🤷")
    assert [choice_of_reaction(TOKEN, emoji) for emoji in ("👍", "👎🏽", "🤷", "🎉", "")] == [
        1,
        2,
        3,
        None,
        None,
    ]


def test_other_choices_are_numbered() -> None:
    assert reactions(FRUIT) == ("1️⃣", "2️⃣", "3️⃣", "4️⃣")
    assert choice_of_reaction(FRUIT, "3️⃣") == 3
    assert choice_of_reaction(FRUIT, "5️⃣") is None


def test_too_many_choices_or_a_policy_against_it_offer_no_reactions() -> None:
    many = TOKEN.model_copy(update={"choices": tuple(f"choice {number}" for number in range(10))})
    assert reactions(many) == ()
    assert reactions(TOKEN.model_copy(update={"reactions": False})) == ()
    assert choice_of_reaction(many, "1️⃣") is None


@pytest.mark.parametrize(("text", "number"), [("For", 1), ("against", 2), (" ABSTAIN ", 3), ("1", 1)])
def test_a_choice_is_named_by_its_name_or_number(text: str, number: int) -> None:
    assert choice_named(PROPOSAL, TOKEN, text) == number


def test_a_number_that_is_a_choices_name_means_that_choice_and_a_marked_number_never_does() -> None:
    assert choice_named(PROPOSAL, FRUIT, "2") == 3
    assert choice_named(PROPOSAL, FRUIT, "#2") == 2


@given(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=2)
    )
)
def test_only_numbers_on_the_ballot_are_choices(choice: object) -> None:
    if type(choice) is int and 1 <= choice <= 3:
        check_choice(PROPOSAL, TOKEN, choice)
        assert describe(TOKEN, choice) == TOKEN.choices[choice - 1]
    else:
        with pytest.raises(NotOnBallot):
            check_choice(PROPOSAL, TOKEN, choice)


def test_a_withdrawn_ballot_is_described_as_such() -> None:
    assert describe(TOKEN, None) == ""
