"""The ballots of docs/voters.md are ballots, as the page says them."""

import pytest

from bot.domain.ballot_formats.registry import BALLOT_FORMATS
from bot.domain.counting.registry import MECHANISMS
from bot.domain.elections.choices import choice_named
from bot.domain.ids import ProposalId
from bot.domain.policy.model import preset
from tests.docs.pages import blocks, read

(EXAMPLES,) = blocks(read("docs/voters.md"), "ballots")
PLACES = ("North", "South", "East")


@pytest.mark.parametrize("line", EXAMPLES.splitlines())
def test_each_example_is_a_ballot_of_its_mechanism(line: str) -> None:
    mechanism, _, text = line.partition(": ")
    fields = {"mechanism": mechanism, "rules": {}}
    if mechanism != "single":
        fields["choices"] = PLACES
    choice_named(ProposalId(1), preset("token").model_copy(update=fields), text)


def test_there_is_an_example_for_each_way_to_say_a_ballot() -> None:
    shown = {line.partition(":")[0] for line in EXAMPLES.splitlines()}
    assert {MECHANISMS[mechanism].ballot for mechanism in shown} == set(BALLOT_FORMATS)
