"""A custom id is read back as it was written, and nothing else is read at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ProposalId
from cogs.components.interactions.custom_ids import LENGTH, NUMBER, PROPOSAL, CustomId, Part, kind_of

VOTE = CustomId("vote", proposal=PROPOSAL, choice=NUMBER)


@given(st.integers(0, 10**18 - 1), st.integers(0, 10**9 - 1))
def test_a_custom_id_is_read_back_as_it_was_written(proposal: int, choice: int) -> None:
    written = VOTE(proposal=proposal, choice=choice)
    assert VOTE.read(written) == {"proposal": ProposalId(proposal), "choice": choice}
    assert kind_of(written) == "vote"


@pytest.mark.parametrize(
    "text",
    [
        "vote",
        "vote:7",
        "vote:7:",
        "vote:7:1:2",
        "vote:7:-1",
        "vote:seven:1",
        "vote:" + "7" * 19 + ":1",
        "vote:7:" + "1" * 10,
        "vote:٧:1",
        "vote:7:1\n",
        " vote:7:1",
        "veto:7:1",
    ],
)
def test_what_has_another_form_or_is_out_of_bounds_is_not_read(text: str) -> None:
    assert VOTE.read(text) is None


def test_what_could_not_be_read_back_is_not_written() -> None:
    with pytest.raises(ValueError, match="no custom id of the kind 'vote'"):
        VOTE(proposal=7, choice="For")
    with pytest.raises(ValueError, match="no custom id"):
        CustomId("note", text=Part("[a-z]*"))(text="a" * LENGTH)
