"""The extensions of a vote are the same, whenever and from whatever they are found."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.delegation.caps import Caps
from bot.domain.delegation.delegation import FrozenDelegation
from bot.domain.elections.election import encode
from bot.domain.ids import MemberId
from bot.domain.proposals.facts import Extended
from bot.domain.rules.ballot_timeline import BallotTimeline, TimelineFollower, missing, timeline_of
from bot.domain.rules.late_swing import LateSwing, TimedBallot
from tests.domain.rules.test_late_swing import AT_MOST, END, WINDOW, votes

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NUMBERS = {"a": "1", "b": "2", "c": "3", "d": "4"}


@st.composite
def timelines(draw: st.DrawFn) -> BallotTimeline:
    election, ballots = draw(votes())
    cast = [TimedBallot(each.at, NUMBERS[each.voter], each.power, each.choice) for each in ballots]
    members = st.integers(1, 6).map(MemberId)
    return BallotTimeline(
        election,
        cast,
        END,
        WINDOW,
        AT_MOST,
        pauses=draw(st.just(()) | st.just(((100_000, 160_000),))),
        delegations=[
            FrozenDelegation(delegator, delegate, parts)
            for (delegator, delegate), parts in draw(
                st.dictionaries(st.tuples(members, members), st.integers(1, 3), max_size=6)
            ).items()
        ],
        delegated_power=draw(st.dictionaries(members, st.integers(0, 9), max_size=6)),
        depth=draw(st.sampled_from(["one_hop", "transitive"])),
        caps=Caps(
            draw(st.none() | st.integers(0, 12)),
            draw(st.dictionaries(members, st.integers(0, 12), max_size=3)),
        ),
    )


@given(timelines(), st.lists(st.integers(0, 12), max_size=6).map(sorted))
def test_who_follows_a_vote_finds_what_who_comes_at_its_end_finds(
    timeline: BallotTimeline, looks: list[int]
) -> None:
    following = TimelineFollower()
    for look in looks:
        so_far = replace(timeline, ballots=timeline.ballots[:look])
        assert following.swings(so_far) == so_far.swings()
    assert following.swings(timeline) == timeline.swings()


@given(timelines(), st.integers(0, 11), st.integers(0, 12))
def test_a_ballot_that_becomes_known_late_is_taken_in_its_place(
    timeline: BallotTimeline, place: int, look: int
) -> None:
    following = TimelineFollower()
    following.swings(
        replace(timeline, ballots=[*timeline.ballots[:place], *timeline.ballots[place + 1 : look]])
    )
    assert following.swings(timeline) == timeline.swings()


@given(timelines())
def test_a_record_tells_its_course(timeline: BallotTimeline) -> None:
    record = {"election": json.loads(encode(timeline.election)), "timeline": timeline.document()}
    again = timeline_of(record)
    assert again is not None
    assert again.swings() == timeline.swings()


def _stored(*extensions: tuple[int, int]) -> list[Extended]:
    return [Extended(EPOCH + timedelta(milliseconds=at), timedelta(milliseconds=by)) for at, by in extensions]


def test_what_is_stored_is_not_stored_again_and_what_is_new_is_added() -> None:
    swings = [LateSwing(10, 5, 105, "outcome"), LateSwing(20, 7, 112, "outcome")]
    assert missing(swings, []) == _stored((10, 5), (20, 7))
    assert missing(swings, _stored((10, 5))) == _stored((20, 7))
    assert missing(swings, _stored((10, 5), (20, 7))) == []


def test_an_announced_extension_stays_and_only_what_leads_beyond_it_is_added() -> None:
    swings = [LateSwing(12, 9, 109, "outcome")]
    assert missing(swings, _stored((10, 5))) == _stored((12, 4))
    assert missing(swings, _stored((10, 20))) == []
