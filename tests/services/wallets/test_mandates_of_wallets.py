"""A wallet counts as far as its owner has signed: in this server, until a date, up to a trust level of tracks."""

import re
from datetime import timedelta

import pytest

from bot.domain.accounts.mandate import MandateTerms, Term, Uncovered
from bot.domain.errors import NotMandated, WrongSignature
from bot.domain.ids import ProposalId
from bot.domain.policy.trust import TrustLevel
from tests.harness import GUILD, ServiceHarness
from tests.services.delegation.delegating import delegate_power, rule, space

MONTH = MandateTerms(Term.MONTH)
CLICKS = MandateTerms(up_to=TrustLevel.DISCORD)
DAY = timedelta(days=1)


async def opened_after(harness: ServiceHarness, days: int, author: str = "ben") -> ProposalId:
    """A vote that opens so many days from now."""
    await harness.pass_time(days * DAY)
    proposal = await harness.submitted(author)
    await harness.open(proposal)
    return proposal


async def with_terms(harness: ServiceHarness, terms: MandateTerms) -> None:
    """Ada's wallet holds 10 and is linked so; ben's holds 5, and is linked for good."""
    await harness.set_up()
    await harness.powers({"ben": 5})
    harness.hold("ada", 10)
    await harness.link("ada", terms=terms)


# -- what is signed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("term", Term)
@pytest.mark.parametrize("level", TrustLevel)
async def test_the_text_to_sign_says_what_the_account_may_do(
    harness: ServiceHarness, term: Term, level: TrustLevel
) -> None:
    await harness.set_up()
    ada = harness.actor("ada")
    request = await harness.services.wallets.request(
        ada, harness.wallet("ada"), terms=MandateTerms(term, level)
    )
    statement = request.message.split("\n")[3]
    assert "vote with this wallet's power" in statement
    assert f"in the server DAO {GUILD} ({GUILD})" in statement
    if term is Term.ENDLESS:
        assert "until the wallet is unlinked" in statement
    else:
        assert request.mandate.until is not None
        assert f"that opens before {request.mandate.until:%Y-%m-%d} (UTC)" in statement
    if level is TrustLevel.SIGNED:
        assert "on all tracks of that server" in statement
    else:
        assert f"whose trust level is at most '{level}'" in statement
    assert re.fullmatch(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;= ]+", statement), "as EIP-4361 has it"


async def test_what_was_signed_is_stored_with_the_wallet(harness: ServiceHarness) -> None:
    await with_terms(harness, MONTH)
    (wallet,) = await harness.services.wallets.of(harness.actor("ada"))
    assert wallet.mandate == MONTH.given(harness.clock.now())
    await harness.restart()
    assert await harness.services.wallets.of(harness.actor("ada")) == [wallet]


@pytest.mark.attack("linking")
async def test_a_signature_for_a_smaller_mandate_gives_no_larger_one(harness: ServiceHarness) -> None:
    await harness.set_up()
    ada, wallet = harness.actor("ada"), harness.wallet("ada")
    small = await harness.services.wallets.request(ada, wallet, terms=MONTH)
    large = await harness.services.wallets.request(ada, wallet)
    signature = harness.chain.sign(wallet, small.message)
    with pytest.raises(WrongSignature):
        await harness.services.wallets.link(ada, large.nonce, signature)
    assert await harness.services.wallets.of(ada) == []
    linked = await harness.services.wallets.link(ada, small.nonce, signature)
    assert linked.mandate == small.mandate


async def test_to_sign_again_changes_the_mandate(harness: ServiceHarness) -> None:
    await with_terms(harness, MONTH)
    await harness.link("ada", terms=CLICKS)
    (wallet,) = await harness.services.wallets.of(harness.actor("ada"))
    assert wallet.mandate == CLICKS.given(harness.clock.now())
    assert wallet.primary


# -- until when -----------------------------------------------------------------------------------------------


async def test_a_wallet_counts_in_votes_that_open_before_its_mandate_ends_to_their_end(
    harness: ServiceHarness,
) -> None:
    await with_terms(harness, MONTH)
    proposal = await opened_after(harness, 28)
    (wallet,) = await harness.services.wallets.of(harness.actor("ada"))
    assert wallet.mandate.until is not None
    await harness.pass_time(wallet.mandate.until - harness.clock.now())
    assert (await harness.vote("ada", "For")).power.total == 10
    assert (await harness.close(proposal)).scores == {"For": 10}


@pytest.mark.attack("time")
@pytest.mark.parametrize("days", [31, 32, 400])
async def test_a_wallet_counts_in_no_vote_that_opens_after_its_mandate_has_ended(
    harness: ServiceHarness, days: int
) -> None:
    await with_terms(harness, MONTH)
    proposal = await opened_after(harness, days)
    with pytest.raises(NotMandated) as refused:
        await harness.vote("ada", "For")
    assert refused.value.expired == (harness.wallet("ada"),)
    explained = await harness.services.voting.why(GUILD, proposal, harness.member("ada"))
    assert (explained.power.total, explained.uncovered) == (0, {harness.wallet("ada"): Uncovered.EXPIRED})
    await harness.link("ada")
    assert (await harness.vote("ada", "For")).power.total == 10
    assert (await harness.close(proposal)).scores == {"For": 10}


async def test_the_receipt_says_which_wallet_does_not_count(harness: ServiceHarness) -> None:
    await with_terms(harness, MONTH)
    harness.hold("ada/2", 3)
    await harness.link("ada", "ada/2")
    await opened_after(harness, 40)
    receipt = await harness.vote("ada", "For")
    assert (receipt.power.total, receipt.uncovered) == (3, {harness.wallet("ada"): Uncovered.EXPIRED})


async def test_an_author_proposes_with_what_their_mandates_cover(harness: ServiceHarness) -> None:
    await with_terms(harness, MONTH)
    await harness.pass_time(40 * DAY)
    with pytest.raises(NotMandated) as refused:
        await harness.submitted("ada")
    assert refused.value.number is None
    await harness.link("ada")
    await harness.submitted("ada")


@pytest.mark.attack("linking")
async def test_what_is_delegated_counts_as_far_as_the_mandate_of_the_delegator_goes(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ben": 5})
    harness.hold("ada", 10)
    await harness.link("ada", terms=MONTH)
    await delegate_power(harness, "ada", "ben")
    first = await opened_after(harness, 10)
    await harness.vote("ben", "For")
    assert (await harness.close(first)).scores == {"For": 15}
    second = await opened_after(harness, 40)
    await harness.vote("ben", "For")
    assert (await harness.close(second)).scores == {"For": 5}


# -- up to which trust level ----------------------------------------------------------------------------------


@pytest.mark.attack("linking")
@pytest.mark.parametrize(
    ("up_to", "trust"),
    [
        (TrustLevel.DISCORD, TrustLevel.COUNTERSIGNED),
        (TrustLevel.DISCORD, TrustLevel.SIGNED),
        (TrustLevel.COUNTERSIGNED, TrustLevel.SIGNED),
    ],
)
async def test_a_wallet_counts_for_nobody_on_a_track_that_its_mandate_does_not_reach(
    harness: ServiceHarness, up_to: TrustLevel, trust: TrustLevel
) -> None:
    await with_terms(harness, MandateTerms(up_to=up_to))
    await rule(harness, trust=trust)
    proposal = await opened_after(harness, 1)
    explained = await harness.services.voting.why(GUILD, proposal, harness.member("ada"))
    assert explained.power.total == 0
    assert explained.uncovered == {harness.wallet("ada"): Uncovered.TRUST}
    async with harness.services.uow.reading() as repositories:
        assert await repositories.claims.of(proposal) == []


@pytest.mark.parametrize("up_to", TrustLevel)
async def test_a_mandate_reaches_the_tracks_of_its_level_and_below(
    harness: ServiceHarness, up_to: TrustLevel
) -> None:
    await with_terms(harness, MandateTerms(up_to=up_to))
    proposal = await opened_after(harness, 1)
    assert (await harness.vote("ada", "For")).power.total == 10
    assert (await harness.close(proposal)).scores == {"For": 10}
