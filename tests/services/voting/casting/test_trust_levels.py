"""What a ballot has to bring along, by the trust level of its track."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.elections.evidence import Evidence, SignedBallot, WalletSignature
from bot.domain.errors import BadSetting, BelowTrust, TrustUnavailable
from bot.domain.ids import ChainId, ContentHash, ProposalId
from bot.domain.policy.trust import TrustLevel
from bot.services.governance.policies.policy_changes import Changes
from bot.services.voting.casting.vote_request import VoteRequest
from bot.wording.errors import words_for
from tests.countersigning import click, countersigned
from tests.fakes import account
from tests.harness import GUILD, ServiceHarness
from tests.said import PLAIN_ENGLISH
from tests.services.voting.ending import opened

POWERS = {"ada": 10, "ben": 5}


def evidence_for(vote: VoteRequest, level: TrustLevel) -> Evidence | None:
    match level:
        case TrustLevel.DISCORD:
            return None
        case TrustLevel.COUNTERSIGNED:
            return countersigned(click(vote))
        case TrustLevel.SIGNED:
            return SignedBallot(
                content_hash=ContentHash("ab" * 32),
                choice=json.dumps(vote.choice),
                signatures=(
                    WalletSignature(
                        server="River (1)",
                        time=int(vote.at.timestamp()),
                        nonce=vote.source,
                        wallet=account("wallet of ada"),
                        chain=ChainId(1),
                        signature="0x" + "cd" * 65,
                    ),
                ),
            )


async def cast(harness: ServiceHarness, name: str, choice: str, level: TrustLevel, **how: Any) -> None:
    vote = harness.ballot(name, choice, **how)
    await harness.services.voting.cast(replace(vote, evidence=evidence_for(vote, level)))


async def record_of(harness: ServiceHarness, proposal: ProposalId) -> dict[str, Any]:
    async with harness.services.uow.reading() as repositories:
        record = await repositories.proposals.record(proposal)
    assert record is not None
    document: dict[str, Any] = json.loads(record)
    return document


@pytest.mark.parametrize("needed", TrustLevel)
@pytest.mark.parametrize("level", TrustLevel)
@pytest.mark.attack("order")
async def test_a_ballot_counts_with_what_its_track_asks_for_and_with_nothing_else(
    harness: ServiceHarness, needed: TrustLevel, level: TrustLevel
) -> None:
    proposal = await opened(harness, POWERS, trust=needed)
    if needed in (TrustLevel.DISCORD, level):
        await cast(harness, "ada", "For", level)
        assert await harness.stored(proposal) == {"ada": 1}
    else:
        with pytest.raises(BelowTrust) as refused:
            await cast(harness, "ada", "For", level)
        assert refused.value.trust is needed
        assert await harness.stored(proposal) == {}


async def test_the_refusal_of_an_unsigned_ballot_says_what_to_do(harness: ServiceHarness) -> None:
    await opened(harness, POWERS, trust=TrustLevel.SIGNED)
    with pytest.raises(BelowTrust) as refused:
        await harness.vote("ada", "For")
    assert "takes signed ballots" in words_for(refused.value, PLAIN_ENGLISH)
    there = BelowTrust(ProposalId(7), TrustLevel.SIGNED, pages=True)
    assert "Sign your vote" in words_for(there, PLAIN_ENGLISH)
    by_http = words_for(BelowTrust(ProposalId(7), TrustLevel.COUNTERSIGNED, pages=False), PLAIN_ENGLISH)
    assert "switch HTTP interactions on" in by_http


@pytest.mark.parametrize("trust", [TrustLevel.COUNTERSIGNED, TrustLevel.SIGNED])
async def test_above_discord_a_reaction_is_no_ballot_and_none_is_offered(
    harness: ServiceHarness, trust: TrustLevel
) -> None:
    proposal = await opened(harness, POWERS, trust=trust, reactions=True)
    await harness.post_card(proposal)
    await harness.react("ada", "👍")
    assert await harness.stored(proposal) == {}
    card = await harness.services.cards.card(proposal)
    assert not card.proposal.rules.takes_reactions


async def test_the_record_holds_a_commitment_to_each_countersigned_ballot(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, trust=TrustLevel.COUNTERSIGNED)
    await cast(harness, "ada", "Against", TrustLevel.COUNTERSIGNED)
    await harness.pass_time(timedelta(seconds=1))
    await cast(harness, "ada", "For", TrustLevel.COUNTERSIGNED)
    await harness.close(proposal)
    (ada,) = (each["vote_evidence"] for each in (await record_of(harness, proposal))["ballots"])
    async with harness.services.uow.reading() as repositories:
        first, last = await repositories.ballot_evidence.of_member(proposal, harness.member("ada"))
    assert ada == last.evidence.recorded()
    assert ada != first.evidence.recorded()
    assert set(ada) == {"kind", "application", "public_key", "commitment"}


async def test_the_record_of_a_track_that_asks_for_nothing_says_nothing_of_it(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, POWERS)
    await cast(harness, "ada", "For", TrustLevel.COUNTERSIGNED)
    await harness.close(proposal)
    (ballot,) = (await record_of(harness, proposal))["ballots"]
    assert "vote_evidence" not in ballot
    async with harness.services.uow.reading() as repositories:
        assert await repositories.ballot_evidence.of_member(proposal, harness.member("ada")) == []


async def test_the_same_click_again_is_kept_once(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, trust=TrustLevel.COUNTERSIGNED)
    at, source = harness.clock.true(), harness.interaction()
    for _ in range(2):
        await cast(harness, "ada", "For", TrustLevel.COUNTERSIGNED, at=at, interaction=source)
    async with harness.services.uow.reading() as repositories:
        kept = await repositories.ballot_evidence.of_member(proposal, harness.member("ada"))
    assert [each.source for each in kept] == [source]


async def test_a_track_is_refused_a_trust_level_that_the_bot_cannot_keep(harness: ServiceHarness) -> None:
    await harness.set_up()
    harness.trust_levels = frozenset({TrustLevel.DISCORD})
    await harness.restart()
    for level in (TrustLevel.COUNTERSIGNED, TrustLevel.SIGNED):
        with pytest.raises(TrustUnavailable):
            await harness.services.tracks.edit(harness.moderator(), "main", Changes(trust=level.value))
        with pytest.raises(TrustUnavailable):
            await harness.services.tracks.add(
                harness.moderator(), "sure", "token", Changes(trust=level.value, quorum="3 voters")
            )
    assert [track.policy.trust for track in await harness.services.tracks.all(GUILD)] == [TrustLevel.DISCORD]


async def test_a_trust_level_that_does_not_exist_is_refused_with_those_that_do(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    with pytest.raises(BadSetting) as refused:
        await harness.services.tracks.edit(harness.moderator(), "main", Changes(trust="notarized"))
    assert "discord, countersigned, signed" in words_for(refused.value, PLAIN_ENGLISH)


async def test_the_trust_level_stays_through_other_changes_of_a_track(harness: ServiceHarness) -> None:
    await harness.set_up()
    tracks, moderator = harness.services.tracks, harness.moderator()
    await tracks.edit(moderator, "main", Changes(trust="countersigned"))
    changed = await tracks.edit(moderator, "main", Changes(voting_period="3d"))
    assert changed.track.policy.trust is TrustLevel.COUNTERSIGNED
    assert changed.track.policy.document()["trust"] == "countersigned"


async def test_the_doctor_names_a_track_whose_ballots_the_bot_cannot_take(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.services.tracks.edit(harness.moderator(), "main", Changes(trust="countersigned"))
    harness.trust_levels = frozenset({TrustLevel.DISCORD})
    await harness.restart()
    tracks = await harness.services.tracks.all(GUILD)
    checks = await harness.services.doctor.check_tracks(tracks)
    assert [check.found for check in checks if isinstance(check.found, TrustUnavailable)]


@pytest.mark.parametrize("level", TrustLevel)
async def test_no_form_is_opened_whose_ballot_would_be_refused(
    harness: ServiceHarness, level: TrustLevel
) -> None:
    proposal = await opened(harness, POWERS, trust=TrustLevel.COUNTERSIGNED)
    vote = harness.ballot("ada", "For")
    asked = GUILD, proposal, vote.member, vote.at, evidence_for(vote, level)
    for ask in (harness.services.own_ballots.to_fill_in, harness.services.own_ballots.to_cast):
        if level is not TrustLevel.COUNTERSIGNED:
            with pytest.raises(BelowTrust):
                await ask(*asked)
        else:
            assert (await ask(*asked)).proposal.id == proposal


@pytest.mark.attack("order")
@pytest.mark.parametrize("together", [False, True])
async def test_of_two_requests_of_one_millisecond_the_later_one_counts_in_whichever_order_they_arrive(
    harness: ServiceHarness, together: bool
) -> None:
    proposal = await opened(harness, POWERS, trust=TrustLevel.COUNTERSIGNED)
    first = harness.interaction(harness.clock.true())
    earlier, later = (
        harness.ballot("ada", choice, interaction=first + place)
        for place, choice in enumerate(("Against", "For"))
    )
    earlier, later = (
        replace(vote, evidence=evidence_for(vote, TrustLevel.COUNTERSIGNED)) for vote in (earlier, later)
    )
    voting = harness.services.voting
    if together:
        told, _ = reversed(await asyncio.gather(voting.cast(later), voting.cast(earlier)))
    else:
        await voting.cast(later)
        told = await voting.cast(earlier)
    assert told.newer is not None
    assert (told.newer.source, told.newer.choice) == (later.source, 1)
    assert await harness.stored(proposal) == {"ada": 1}
    await harness.close(proposal)
    (counted,) = (await record_of(harness, proposal))["ballots"]
    assert (counted["source"], counted["choice"]) == (str(later.source), 1)
