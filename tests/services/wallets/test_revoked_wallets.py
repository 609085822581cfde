"""A wallet takes itself off a Discord account by its own signature, without that account."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.accounts.revocation import LIFETIME, Revocation
from bot.domain.errors import (
    BadAddress,
    NothingToRevoke,
    NoWallet,
    RequestMalformed,
    RevocationExpired,
    ServerNumberInvalid,
    UnknownChain,
    WrongSignature,
)
from bot.domain.ids import Address
from bot.services.actors import ITSELF
from bot.services.delivery.notifications import NotifyMoved, NotifyRevoked, PostLogEntry
from tests.fakes import FakeChain
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness
from tests.services.voting.ending import opened
from tests.services.wallets.two_chains import Two

SECOND = timedelta(seconds=1)


def begun(harness: ServiceHarness, wallet: str = "ada", server: int = GUILD) -> Revocation:
    return harness.services.wallet_revoking.begun(str(server), harness.wallet(wallet), "")


def signature(harness: ServiceHarness, revocation: Revocation, signer: str = "ada") -> str:
    message = revocation.message(harness.services.wallet_revoking.site)
    return harness.chain.sign(harness.wallet(signer), message)


async def revoked(harness: ServiceHarness, wallet: str = "ada") -> None:
    await harness.pass_time(SECOND)
    revocation = begun(harness, wallet)
    await harness.services.wallet_revoking.revoke(revocation, signature(harness, revocation, wallet))
    await harness.pass_time(SECOND)


async def as_contract(two: Two, chain: FakeChain, revocation: Revocation | None = None) -> None:
    """The vault signs on this chain that it leaves."""
    revoking = two.harness.services.wallet_revoking
    text = revocation or revoking.begun(str(GUILD), two.vault, str(chain.id))
    await revoking.revoke(text, chain.sign_as_contract(two.vault, text.message(revoking.site)))


async def wallets_of(harness: ServiceHarness, name: str) -> list[Address]:
    return [wallet.address for wallet in await harness.services.wallets.of(harness.actor(name))]


async def linked(harness: ServiceHarness) -> None:
    """Ada's wallet and a second one of hers."""
    await harness.set_up()
    await harness.link("ada")
    await harness.link("ada", "ada/2")
    await harness.pass_time(SECOND)


async def test_the_wallet_leaves_its_account_which_is_told_as_is_the_public_log(
    harness: ServiceHarness,
) -> None:
    await linked(harness)
    await revoked(harness)
    assert await wallets_of(harness, "ada") == [harness.wallet("ada/2")]
    (told,) = await harness.notified(NotifyRevoked)
    assert (told.guild, told.member, told.wallet) == (GUILD, harness.member("ada"), harness.wallet("ada"))
    assert await harness.notified(NotifyMoved) == []
    entry, *_ = await harness.services.public_log.newest(GUILD, limit=1)
    assert (entry.act, entry.actor) == ("wallet revoked", ITSELF)
    assert entry.details == {"wallet": harness.wallet("ada"), "before": str(harness.member("ada"))}
    assert entry.id in {posted.entry for posted in await harness.notified(PostLogEntry)}


@pytest.mark.attack("linking")
@pytest.mark.parametrize(("rule", "scores"), [("stand", {"For": 10}), ("leave", {})])
async def test_who_has_stolen_the_account_turns_no_ballot_with_the_wallet(
    harness: ServiceHarness, rule: str, scores: dict[str, int]
) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, unlinked_wallets=rule)
    await harness.vote("ada", "For")
    await revoked(harness)
    with pytest.raises(NoWallet):
        await harness.vote("ada", "Against")
    assert (await harness.close(proposal)).scores == scores


async def test_it_is_linked_again_by_a_new_signature_alone(harness: ServiceHarness) -> None:
    await linked(harness)
    await revoked(harness)
    await harness.link("ada")
    assert set(await wallets_of(harness, "ada")) == {harness.wallet("ada"), harness.wallet("ada/2")}


@pytest.mark.attack("linking")
async def test_the_same_text_ends_nothing_that_was_linked_after_it_was_issued(
    harness: ServiceHarness,
) -> None:
    await linked(harness)
    revocation = begun(harness)
    signed = signature(harness, revocation)
    await harness.services.wallet_revoking.revoke(revocation, signed)
    await harness.link("ben", "ada")
    for _ in range(2):
        await harness.pass_time(timedelta(hours=1))
        with pytest.raises(NothingToRevoke):
            await harness.services.wallet_revoking.revoke(revocation, signed)
    assert await wallets_of(harness, "ben") == [harness.wallet("ada")]
    assert len(await harness.notified(NotifyRevoked)) == 1


@pytest.mark.attack("linking")
@pytest.mark.parametrize("signer", ["ada/2", "eve"])
async def test_nobody_takes_away_a_wallet_with_which_they_can_not_sign(
    harness: ServiceHarness, signer: str
) -> None:
    await linked(harness)
    revocation = begun(harness)
    with pytest.raises(WrongSignature):
        await harness.services.wallet_revoking.revoke(revocation, signature(harness, revocation, signer))
    assert harness.wallet("ada") in await wallets_of(harness, "ada")


@pytest.mark.attack("linking")
async def test_what_was_signed_to_link_takes_nothing_away_and_the_other_way_round(
    harness: ServiceHarness,
) -> None:
    await linked(harness)
    request = await harness.services.wallets.request(harness.actor("eve"), harness.wallet("ada"))
    to_link = harness.chain.sign(harness.wallet("ada"), request.message)
    revocation = begun(harness)
    with pytest.raises(WrongSignature):
        await harness.services.wallet_revoking.revoke(revocation, to_link)
    with pytest.raises(WrongSignature):
        await harness.services.wallets.link(
            harness.actor("eve"), request.nonce, signature(harness, revocation)
        )
    assert harness.wallet("ada") in await wallets_of(harness, "ada")


@pytest.mark.attack("linking")
async def test_a_wallet_leaves_the_server_that_its_text_names_and_no_other(harness: ServiceHarness) -> None:
    await linked(harness)
    await harness.set_up(guild=OTHER_GUILD)
    await harness.link("ada", guild=OTHER_GUILD)
    await harness.pass_time(SECOND)
    revocation = begun(harness, server=OTHER_GUILD)
    await harness.services.wallet_revoking.revoke(revocation, signature(harness, revocation))
    assert harness.wallet("ada") in await wallets_of(harness, "ada")
    assert await harness.services.wallets.of(harness.actor("ada", guild=OTHER_GUILD)) == []


@pytest.mark.attack("linking")
@pytest.mark.parametrize("on", ["mainnet", "two"])
async def test_a_contract_leaves_on_the_chain_on_which_it_has_signed(
    harness: ServiceHarness, on: str
) -> None:
    """On the other one it is somebody else's."""
    two = Two(harness)
    await two.begin()
    await two.prove("keeper", "mainnet")
    await two.prove("mallory", "two")
    await harness.pass_time(SECOND)
    await as_contract(two, two.two if on == "two" else harness.chain)
    left = {name: bool(await wallets_of(harness, name)) for name in ("keeper", "mallory")}
    assert left == {"keeper": on == "two", "mallory": on == "mainnet"}


async def test_what_a_contract_was_proved_for_since_the_text_stays(harness: ServiceHarness) -> None:
    two = Two(harness)
    await two.begin()
    await two.prove("keeper", "mainnet")
    await harness.pass_time(SECOND)
    revoking, chains = harness.services.wallet_revoking, (harness.chain, two.two)
    first, second = (revoking.begun(str(GUILD), two.vault, str(chain.id)) for chain in chains)
    await two.prove("keeper", "two")
    with pytest.raises(NothingToRevoke):
        await as_contract(two, two.two, second)
    await as_contract(two, harness.chain, first)
    (left,) = await harness.services.wallets.of(harness.actor("keeper"))
    assert left.chains == frozenset({two.two.id})


@pytest.mark.parametrize("besides", [True, False])
async def test_the_key_of_an_address_ends_what_its_code_has_linked(
    harness: ServiceHarness, besides: bool
) -> None:
    """Who has the key owns what is there (EIP-7702): from whichever account, also where the key is linked besides."""
    two = Two(harness)
    await two.begin()
    await two.prove("keeper", "mainnet")
    if not besides:
        await two.prove("mallory", "two")
    harness.chain.contract_wallets.discard(two.vault)  # so that its key signs here
    if besides:
        await two.link_key("keeper")
    await harness.pass_time(SECOND)
    revoking = harness.services.wallet_revoking
    revocation = revoking.begun(str(GUILD), two.vault, "")
    await revoking.revoke(revocation, harness.chain.sign(two.vault, revocation.message(revoking.site)))
    assert await wallets_of(harness, "keeper") == await wallets_of(harness, "mallory") == []
    assert len(await harness.notified(NotifyRevoked)) == (1 if besides else 2)


@pytest.mark.attack("linking")
async def test_a_contract_at_the_address_of_a_key_takes_nothing_from_the_key(harness: ServiceHarness) -> None:
    two = Two(harness)
    await two.begin(on=("two",))
    await two.link_key("keeper")
    await harness.pass_time(SECOND)
    with pytest.raises(NothingToRevoke):
        await as_contract(two, two.two)
    assert await wallets_of(harness, "keeper") == [two.vault]


@pytest.mark.attack("time")
@pytest.mark.parametrize(
    "by", [-SECOND, -timedelta(days=400), LIFETIME, LIFETIME + SECOND, timedelta(days=400)]
)
async def test_a_text_of_another_time_takes_nothing_away(harness: ServiceHarness, by: timedelta) -> None:
    """Signed by whoever can sign, but too old, or ahead of its time, so that it would end what comes."""
    await linked(harness)
    now = begun(harness)
    other = Revocation(now.guild, now.address, now.chain, now.nonce, now.issued_at - by)
    with pytest.raises(RevocationExpired):
        await harness.services.wallet_revoking.revoke(other, signature(harness, other))
    assert harness.wallet("ada") in await wallets_of(harness, "ada")


@pytest.mark.attack("linking")
@pytest.mark.parametrize("linked_there", [True, False])
async def test_who_can_not_sign_learns_nothing_of_what_is_linked_where(
    harness: ServiceHarness, linked_there: bool
) -> None:
    await linked(harness)
    revocation = begun(harness, "ada" if linked_there else "nobody's")
    with pytest.raises(WrongSignature):
        await harness.services.wallet_revoking.revoke(revocation, signature(harness, revocation, "eve"))


async def test_who_can_sign_hears_that_nothing_is_linked(harness: ServiceHarness) -> None:
    await linked(harness)
    for server in (OTHER_GUILD, GUILD + 77):
        revocation = begun(harness, server=server)
        with pytest.raises(NothingToRevoke):
            await harness.services.wallet_revoking.revoke(revocation, signature(harness, revocation))


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "server", ["", "0", "-1", "01", "1e3", "１２", "9" * 19, "1\n2", "DAO", "1 or 1=1", str(2**63)]
)
async def test_what_is_no_number_of_a_server_is_refused(harness: ServiceHarness, server: str) -> None:
    with pytest.raises(ServerNumberInvalid):
        harness.services.wallet_revoking.begun(server, harness.wallet("ada"), "")


@pytest.mark.attack("text")
async def test_what_is_no_account_and_no_chain_of_ours_is_refused(harness: ServiceHarness) -> None:
    revoking = harness.services.wallet_revoking
    for wallet in ("", "0x12", "ada.eth", harness.wallet("ada") + "\nURI: x"):
        with pytest.raises(BadAddress):
            revoking.begun(str(GUILD), wallet, "")
    for chain in ("0", "99999", "mainnet\n", " "):
        with pytest.raises(UnknownChain):
            revoking.begun(str(GUILD), harness.wallet("ada"), chain)


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    ("nonce", "issued"),
    [
        ("", "1"),
        ("a" * 23, "1"),
        ("A" * 24, "1"),
        ("a" * 24, ""),
        ("a" * 24, "-1"),
        ("a" * 24, "9" * 12),
        ("a" * 24, "1.5"),
    ],
)
async def test_what_no_form_of_ours_gives_back_is_refused(
    harness: ServiceHarness, nonce: str, issued: str
) -> None:
    with pytest.raises(RequestMalformed):
        harness.services.wallet_revoking.returned(str(GUILD), harness.wallet("ada"), "", nonce, issued)


@pytest.mark.attack("linking")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    server=st.integers(1, 2**63 - 1),
    nonce=st.text("0123456789abcdef", min_size=24, max_size=24),
    back=st.integers(0, 7 * 24 * 3600 - 60),
)
async def test_what_is_given_back_otherwise_than_it_was_signed_was_not_signed(
    harness: ServiceHarness, server: int, nonce: str, back: int
) -> None:
    revocation = begun(harness)
    issued = int(revocation.issued_at.timestamp()) - back
    other = harness.services.wallet_revoking.returned(
        str(server), revocation.address, str(revocation.chain), nonce, str(issued)
    )
    with pytest.raises(WrongSignature):
        await harness.services.wallet_revoking.revoke(other, signature(harness, revocation))
