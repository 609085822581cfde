"""What moderators are told while nobody can see a vote."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain.proposals.facts import Suspension
from bot.domain.proposals.standing import Standing, Unseen
from bot.wording.proposals.lifecycle.visibility import unseen_text
from tests.cogs.voting.samples import SAY, START, card_of, proposal_of

DAY = timedelta(days=1)
MENDED_BY = {
    Unseen.FORBIDDEN: "Send Messages",
    Unseen.GONE: "/gov setup",
    Unseen.AWAY: "Nothing has to be done",
    Unseen.REFUSED: "cancel it",
    Unseen.UNPOSTED: "/gov doctor",
}


@pytest.mark.parametrize("why", Unseen)
def test_it_is_said_what_mends_a_vote_that_can_not_begin(why: Unseen) -> None:
    standing = Standing(START, unseen_since=START, why=why)
    text = unseen_text(card_of(replace(proposal_of(opened=False), card=standing), at=START + DAY), SAY)
    assert "can't begin" in text
    assert MENDED_BY[why] in text


@pytest.mark.parametrize("why", Unseen)
def test_it_is_said_when_an_open_vote_will_pause_and_that_it_did(why: Unseen) -> None:
    standing = Standing(START, START, unseen_since=START + DAY, why=why)
    open_vote = replace(proposal_of(), card=standing)
    assert "the vote is paused" in unseen_text(card_of(open_vote, at=START + DAY), SAY)
    pause = Suspension(None, why.value, START + DAY, unseen_since=START + DAY)
    text = unseen_text(card_of(replace(open_vote, suspensions=(pause,)), at=START + 2 * DAY), SAY)
    assert "is paused" in text
    assert "with the lost time added" in text
    assert MENDED_BY[why] in text


def test_nothing_is_said_of_a_card_that_can_be_seen() -> None:
    seen = replace(proposal_of(), card=Standing(START, START))
    assert unseen_text(card_of(seen, at=START + DAY), SAY) == ""
