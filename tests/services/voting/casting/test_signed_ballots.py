"""Ballots that wallets sign: only what has signed a choice counts for it, and no signature serves anything else."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.accounts.mandate import Mandate
from bot.domain.accounts.wallet import Wallet
from bot.domain.errors import (
    BelowTrust,
    NotMandated,
    NotOnBallot,
    NotSignedHere,
    OnlyObjections,
    OtherChains,
    ProposalUnknown,
    RequestMalformed,
    SignedAgain,
    VotedAlready,
    VotingOver,
    WalletsClaimed,
    WalletUnknown,
    WrongSignature,
)
from bot.domain.ids import ChainId, ProposalId
from bot.domain.policy.model import DelegationRule, Policy, preset
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import Role
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness
from tests.services.voting.casting.signing import POWERS, asked, hand_in, sign, signed_vote
from tests.services.voting.ending import COUNCIL, EXTENSION, before_end, extensions, opened


async def record_of(harness: ServiceHarness, proposal: ProposalId) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await harness.services.cards.record(proposal) or b"")
    return found


async def test_a_signed_ballot_weighs_what_the_wallet_holds_that_signed_it(harness: ServiceHarness) -> None:
    await signed_vote(harness)
    assert (await sign(harness, "ada", "For")).weight == 10
    assert (await sign(harness, "ben", "Against")).weight == 5


async def test_another_wallet_that_signs_the_same_joins_the_ballot(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    await sign(harness, "ada", "For")
    assert (await sign(harness, "ada", "For", "ada/2")).weight == 17
    assert (await harness.running_tally(proposal)).scores == (17, 0, 0)
    assert (await harness.close(proposal)).scores == {"For": 17}


@pytest.mark.attack("order")
@pytest.mark.parametrize("back", [timedelta(0), timedelta(seconds=5)])
async def test_a_signature_joins_the_ballot_in_whichever_order_wallets_sign_and_whatever_the_clock_does(
    harness: ServiceHarness, back: timedelta
) -> None:
    proposal = await signed_vote(harness)
    await harness.pass_time(timedelta(minutes=1))
    first = await asked(harness, "ada", "For")
    harness.clock.advance(timedelta(seconds=1))
    second = await asked(harness, "ada", "For", "ada/2")
    await hand_in(harness, "ada", second)
    if back:
        harness.clock.jump(-back)
        first = await asked(harness, "ada", "For")
    assert (await hand_in(harness, "ada", first)).newer is None
    assert (await harness.running_tally(proposal)).scores == (17, 0, 0)
    harness.clock.jump(back)
    assert (await harness.close(proposal)).scores == {"For": 17}


async def test_a_wallet_counts_for_no_choice_that_it_has_not_signed(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    await sign(harness, "ada", "For")
    await sign(harness, "ada", "For", "ada/2")
    assert (await sign(harness, "ada", "Against", "ada/2")).weight == 7
    assert (await harness.running_tally(proposal)).scores == (0, 7, 0)
    await harness.restart()
    assert (await harness.running_tally(proposal)).scores == (0, 7, 0)
    found = await harness.services.signed_voting.vote(harness.actor("ada"), proposal)
    assert {each.address: each.signed for each in found.wallets} == {
        harness.wallet("ada"): False,
        harness.wallet("ada/2"): True,
    }
    explained = await harness.services.voting.why(GUILD, proposal, harness.member("ada"))
    assert explained.power.total == 7
    assert (await harness.close(proposal)).scores == {"Against": 7}


async def test_a_wallet_that_signs_again_counts_once(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    for _ in range(3):
        assert (await sign(harness, "ada", "For")).weight == 10
    assert (await harness.close(proposal)).scores == {"For": 10}


async def test_the_record_holds_all_that_was_signed(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    await sign(harness, "ada", "For")
    await sign(harness, "ada", "For", "ada/2")
    await harness.close(proposal)
    record = await record_of(harness, proposal)
    (ballot,) = record["ballots"]
    evidence = ballot["vote_evidence"]
    assert (ballot["cast_method"], ballot["power"]) == ("page", "17")
    assert (evidence["kind"], evidence["choice"]) == ("signed", "1")
    assert evidence["content_hash"] == record["content_hash"]
    assert [each["wallet"] for each in evidence["signatures"]] == [
        harness.wallet("ada"),
        harness.wallet("ada/2"),
    ]
    assert ballot["source"] == str(evidence["signatures"][-1]["nonce"])


async def test_the_page_names_each_wallet_with_what_it_weighs(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    await sign(harness, "ada", "For", "ada/2")
    found = await harness.services.signed_voting.vote(harness.actor("ada"), proposal)
    assert [(each.power, each.signed) for each in found.wallets] == [(10, False), (7, True)]
    assert found.mine is not None
    assert found.mine.weight == 7


async def test_the_message_shows_the_choice_in_words(harness: ServiceHarness) -> None:
    await signed_vote(harness)
    message = (await asked(harness, "ada", "Against")).document["message"]
    assert message["choice"] == "Against"
    assert message["proposal"].startswith("#1: ")
    assert message["server"].endswith(f"({GUILD})")


async def test_a_contract_signs_on_the_chain_on_which_it_was_proved(harness: ServiceHarness) -> None:
    await harness.set_up()
    harness.chain.contract_wallets.add(harness.wallet("vault"))
    harness.hold("vault", 50)
    request = await harness.services.wallets.request(harness.actor("ada"), harness.wallet("vault"))
    await harness.services.wallets.link(
        harness.actor("ada"),
        request.nonce,
        harness.chain.sign_as_contract(request.address, request.message),
    )
    await opened(harness, POWERS, trust=TrustLevel.SIGNED)
    ballot = await asked(harness, "ada", "For", "vault")
    assert ballot.by_contract
    assert (await hand_in(harness, "ada", ballot)).weight == 50


async def test_a_final_ballot_takes_another_wallet_and_no_other_choice(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness, rules=COUNCIL)
    against = await asked(harness, "ada", "Against", "ada/2")
    await sign(harness, "ada", "For")
    assert (await sign(harness, "ada", "For", "ada/2")).weight == 17
    with pytest.raises(VotedAlready):
        await asked(harness, "ada", "Against")
    with pytest.raises((VotedAlready, SignedAgain)):
        await hand_in(harness, "ada", against)
    assert await harness.stored(proposal) == {"ada": 1}


async def test_a_late_signature_extends_the_vote_by_what_its_wallets_weigh(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness, extension=EXTENSION)
    await sign(harness, "ben", "Against")
    await sign(harness, "ada", "For")
    await before_end(harness, proposal, timedelta(minutes=30))
    await sign(harness, "ada", "Against", "ada/2")
    await harness.sweep.run()
    assert len(await extensions(harness, proposal)) == 1


# What an attacker hands in.


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "other",
    [
        {"choice": 2},
        {"choice": 3},
        {"nonce": -1},
        {"nonce": +1},
    ],
    ids=str,
)
async def test_a_signature_serves_nothing_but_what_was_signed(
    harness: ServiceHarness, other: dict[str, Any]
) -> None:
    proposal = await signed_vote(harness)
    ballot = await asked(harness, "ada", "For")
    await harness.pass_time(timedelta(seconds=1))
    if "nonce" in other:
        other = {"nonce": ballot.nonce + other["nonce"]}
    with pytest.raises((WrongSignature, RequestMalformed)):
        await hand_in(harness, "ada", ballot, **other)
    assert await harness.stored(proposal) == {}


@pytest.mark.attack("web")
async def test_a_signature_of_one_wallet_serves_no_other_of_the_member(harness: ServiceHarness) -> None:
    await signed_vote(harness)
    ballot = await asked(harness, "ada", "For")
    with pytest.raises(WrongSignature):
        await hand_in(harness, "ada", ballot, wallet=harness.wallet("ada/2"))


@pytest.mark.attack("web")
async def test_nobody_hands_in_for_a_wallet_that_is_somebody_elses(harness: ServiceHarness) -> None:
    await signed_vote(harness)
    ballot = await asked(harness, "ada", "For")
    for actor in (harness.actor("ben"), harness.actor("eve")):
        with pytest.raises(WalletUnknown):
            await hand_in(harness, "ben", ballot, actor=actor)
    with pytest.raises(ProposalUnknown):
        await hand_in(harness, "ada", ballot, actor=harness.actor("ada", guild=OTHER_GUILD))


@pytest.mark.attack("web")
async def test_a_signature_for_one_proposal_serves_no_other(harness: ServiceHarness) -> None:
    await signed_vote(harness)
    ballot = await asked(harness, "ada", "For")
    other = await harness.submitted("ada")
    await harness.open(other)
    with pytest.raises((WrongSignature, RequestMalformed)):
        await hand_in(harness, "ada", ballot, proposal=other)
    assert await harness.stored(other) == {}


@pytest.mark.attack("web")
async def test_what_was_replaced_can_not_be_handed_in_again(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    first = await asked(harness, "ada", "For")
    await hand_in(harness, "ada", first)
    await sign(harness, "ada", "Against")
    with pytest.raises(SignedAgain):
        await hand_in(harness, "ada", first)
    assert await harness.stored(proposal) == {"ada": 2}


@pytest.mark.attack("web")
async def test_what_was_signed_before_and_kept_back_changes_no_later_choice(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    kept_back = await asked(harness, "ada", "For")
    await sign(harness, "ada", "Against", "ada/2")
    with pytest.raises(SignedAgain):
        await hand_in(harness, "ada", kept_back)
    assert await harness.stored(proposal) == {"ada": 2}


async def test_owners_who_took_days_join_a_ballot_that_says_the_same(harness: ServiceHarness) -> None:
    await signed_vote(harness)
    slow = await asked(harness, "ada", "For")
    await sign(harness, "ada", "For", "ada/2")
    assert (await hand_in(harness, "ada", slow)).weight == 17


@pytest.mark.attack("web")
async def test_a_signature_counts_once_however_often_it_is_handed_in(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    ballot = await asked(harness, "ada", "For")
    await hand_in(harness, "ada", ballot)
    with pytest.raises(SignedAgain):
        await hand_in(harness, "ada", ballot)
    assert (await harness.running_tally(proposal)).scores == (10, 0, 0)


@pytest.mark.attack("time")
async def test_after_the_end_no_signature_is_taken_whenever_it_was_made(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    ballot = await asked(harness, "ada", "For")
    await harness.end(proposal)
    with pytest.raises(VotingOver):
        await hand_in(harness, "ada", ballot)


@pytest.mark.attack("time")
@pytest.mark.parametrize("nonce", [0, 1, 2**53 - 1, 2**53, 2**80, -1], ids=str)
async def test_no_nonce_is_taken_that_the_page_can_not_have_given(
    harness: ServiceHarness, nonce: int
) -> None:
    await signed_vote(harness)
    ballot = await asked(harness, "ada", "For")
    with pytest.raises(RequestMalformed):
        await hand_in(harness, "ada", ballot, nonce=nonce)


@pytest.mark.attack("web")
@pytest.mark.parametrize("choice", [0, 4, -1, 10**9, [1], {"1": 1}, None, "For"], ids=str)
async def test_nothing_is_offered_to_be_signed_that_is_no_choice(
    harness: ServiceHarness, choice: Any
) -> None:
    proposal = await signed_vote(harness)
    with pytest.raises(NotOnBallot):
        await harness.services.signed_voting.to_sign(
            harness.actor("ada"), proposal, choice, harness.wallet("ada")
        )


@pytest.mark.attack("web")
async def test_a_wallet_that_moved_during_the_vote_signs_for_nobody_else(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    await sign(harness, "ada", "For")
    await harness.pass_time(timedelta(seconds=1))
    await harness.link("eve", "ada")
    with pytest.raises(WalletsClaimed):
        await asked(harness, "eve", "Against", "ada")
    assert (await harness.close(proposal)).scores == {"For": 10}


@pytest.mark.attack("web")
async def test_a_click_in_discord_is_no_signed_ballot(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    with pytest.raises(BelowTrust):
        await harness.vote("ada", "For")
    assert await harness.stored(proposal) == {}


async def test_a_contract_of_another_chain_is_told_so(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    vault = Wallet(
        GUILD,
        harness.member("ada"),
        harness.wallet("vault"),
        harness.clock.now(),
        False,
        frozenset({ChainId(99)}),
    )
    async with harness.services.uow.writing() as repositories:
        await repositories.wallets.link(vault)
    with pytest.raises(OtherChains):
        await asked(harness, "ada", "For", "vault")
    found = await harness.services.signed_voting.vote(harness.actor("ada"), proposal)
    assert [each.chain is None for each in found.wallets] == [False, False, True]


async def test_a_vote_by_discord_takes_no_signed_ballots(harness: ServiceHarness) -> None:
    await opened(harness, POWERS)
    with pytest.raises(NotSignedHere):
        await asked(harness, "ada", "For")


async def test_the_last_part_of_a_vote_takes_only_objections_by_signature_too(
    harness: ServiceHarness,
) -> None:
    proposal = await signed_vote(harness, objection=timedelta(hours=2))
    await before_end(harness, proposal, timedelta(hours=1))
    with pytest.raises(OnlyObjections):
        await sign(harness, "ada", "For")
    assert (await sign(harness, "ada", "Against")).weight == 10


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"delegation": DelegationRule(depth="one_hop")}, "delegation"),
        ({"power": {"sources": (Role(role=5, weight=1),)}}, "power"),
    ],
    ids=["delegation", "role"],
)
async def test_a_signed_track_has_nothing_that_no_wallet_signs(changes: dict[str, Any], field: str) -> None:
    document = preset("token").model_dump() | {"trust": "signed"}
    for name, value in changes.items():
        document[name] = value if not isinstance(value, dict) else {**document[name], **value}
    with pytest.raises(ValueError, match=field):
        Policy.model_validate(document)


@pytest.mark.attack("linking")
async def test_a_wallet_whose_mandate_is_for_less_signs_no_ballot(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    short = Wallet(
        GUILD,
        harness.member("ada"),
        harness.wallet("short"),
        harness.clock.now(),
        False,
        mandate=Mandate(up_to=TrustLevel.COUNTERSIGNED),
    )
    async with harness.services.uow.writing() as repositories:
        await repositories.wallets.link(short)
    with pytest.raises(NotMandated):
        await asked(harness, "ada", "For", "short")
    found = await harness.services.signed_voting.vote(harness.actor("ada"), proposal)
    assert [each.mandated for each in found.wallets] == [True, True, False]


@pytest.mark.attack("linking")
async def test_a_wallet_that_was_unlinked_counts_with_no_later_signature(harness: ServiceHarness) -> None:
    proposal = await signed_vote(harness)
    await sign(harness, "ada", "For")
    await harness.unlink("ada", "ada")
    await harness.pass_time(timedelta(seconds=1))
    with pytest.raises(WalletUnknown):
        await asked(harness, "ada", "Against")
    assert (await sign(harness, "ada", "For", "ada/2")).weight == 7
    assert (await harness.close(proposal)).scores == {"For": 7}
