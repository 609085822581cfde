from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions.actions import Action
from bot.domain.councils.seats import OwnerSeats
from bot.domain.ids import Address, ChainId, MemberId
from bot.domain.milestones.milestone import Milestone
from bot.domain.proposals.facts import Content, Revision
from bot.wording.language import language
from bot.wording.proposals.drafts.diffs import content_diff, revision_diff

SAY = language()
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TO = Address("0x52908400098527886E0F7030069857D2E4169EE7")
LINES = st.lists(st.text("ab-+# @", min_size=1, max_size=6).map(str.strip).filter(bool), max_size=6)


def an_action(value, line="transfer"):
    return Action(ChainId(1), TO, value, "0x", line=line)


def test_only_what_changed_is_shown_sentence_by_sentence():
    before = Content("A well", "Dig it. Line it with stone. Cover it.")
    after = Content("A well", "Dig it. Line it with clay. Cover it.")
    assert content_diff(before, after, SAY).splitlines() == [
        "# text",
        "@@ -1,3 +1,3 @@",
        " Dig it.",
        "-Line it with stone.",
        "+Line it with clay.",
        " Cover it.",
    ]


def test_an_action_that_reads_the_same_but_does_something_else_is_a_difference():
    before, after = Content("t", "x", (an_action(1),)), Content("t", "x", (an_action(2),))
    lines = content_diff(before, after, SAY).splitlines()
    assert any(line.startswith("-1. transfer") and "value 1" in line for line in lines)
    assert any(line.startswith("+1. transfer") and "value 2" in line for line in lines)


def test_a_line_that_looks_like_a_header_of_a_diff_is_shown():
    lines = content_diff(Content("t", "-- old"), Content("t", "++ new"), SAY).splitlines()
    assert "--- old" in lines
    assert "+++ new" in lines


def test_the_first_revision_differs_from_nothing_and_an_unknown_one_is_an_error():
    revisions = [Revision(Content("t", "x"), MemberId(1), NOON)]
    assert revision_diff(revisions, 1, SAY) == ""
    with pytest.raises(KeyError):
        revision_diff(revisions, 2, SAY)


@given(LINES, LINES)
def test_whoever_applies_a_difference_to_the_old_text_gets_the_new_one(old, new):
    before, after = Content("t", "\n".join(old)), Content("t", "\n".join(new))
    difference = content_diff(before, after, SAY)
    if before == after:
        assert difference == ""
        return
    changes = [line for line in difference.splitlines()[1:] if not line.startswith("@@")]
    added = [line[1:] for line in changes if line.startswith("+")]
    removed = [line[1:] for line in changes if line.startswith("-")]
    assert sorted([*old, *added]) == sorted([*new, *removed])


def test_other_seats_and_another_payment_behind_the_same_line_are_differences():
    """Who owns the Safe and what is paid later is edited in front of everybody, too."""

    def content(threshold, value):
        promised = Milestone("The well", NOON.date(), an_action(value))
        return Content("t", "x", seats=OwnerSeats(threshold), milestones=(promised,))

    lines = content_diff(content(3, 1), content(1, 1), SAY).splitlines()
    assert "+make winners owners, threshold 1" in lines
    assert "-make winners owners, threshold 3" in lines
    lines = content_diff(content(3, 1), content(3, 2), SAY).splitlines()
    assert lines[0] == "# milestones"
    assert any(line.startswith("+") and '"value":"2"' in line for line in lines)
