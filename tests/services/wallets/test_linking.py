"""Linking wallets: one signature, one time, for one account in one server."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.accounts.wallet import LinkRequest
from bot.domain.errors import (
    BadAddress,
    ChainUnavailable,
    LinkedTooMuch,
    MalformedSignature,
    NonceExpired,
    NotSetUp,
    TooManyRequests,
    TooManyWallets,
    WalletUnknown,
    WrongSignature,
)
from bot.services.actors import Actor
from bot.services.delivery.notifications import NotifyLinked
from bot.services.wallets.link_limits import LINKS_BY_MEMBER, REQUESTS_PER_MEMBER, WALLETS_PER_MEMBER
from bot.services.wallets.linking import MESSAGE_LIFETIME
from tests.harness import OTHER_GUILD, ServiceHarness


async def requested(harness: ServiceHarness, name: str = "ada") -> tuple[Actor, LinkRequest, str]:
    """Who asked, the request, and its good signature."""
    await harness.set_up()
    actor = harness.actor(name)
    request = await harness.services.wallets.request(actor, harness.wallet(name))
    return actor, request, harness.chain.sign(request.address, request.message)


async def test_the_message_names_the_account_and_the_server(harness: ServiceHarness) -> None:
    actor, request, _ = await requested(harness)
    assert f"({actor.member})" in request.message
    assert f"({actor.guild})" in request.message
    assert request.nonce in request.message
    assert request.message.startswith("folkmoot.example wants you to sign in")


async def test_a_good_signature_links_the_wallet(harness: ServiceHarness) -> None:
    actor, request, signature = await requested(harness)
    wallet = await harness.services.wallets.link(actor, request.nonce, f" {signature}\n")
    assert (wallet.address, wallet.member, wallet.primary) == (harness.wallet("ada"), actor.member, True)
    assert await harness.services.wallets.of(actor) == [wallet]


async def test_a_nonce_is_good_for_one_link(harness: ServiceHarness) -> None:
    actor, request, signature = await requested(harness)
    links = [harness.services.wallets.link(actor, request.nonce, signature) for _ in range(3)]
    answers = await asyncio.gather(*links, return_exceptions=True)
    assert len([answer for answer in answers if isinstance(answer, NonceExpired)]) == 2
    with pytest.raises(NonceExpired):
        await harness.services.wallets.link(actor, request.nonce, signature)


async def test_a_used_signature_links_nothing_again_after_the_wallet_was_unlinked(
    harness: ServiceHarness,
) -> None:
    actor, request, signature = await requested(harness)
    await harness.services.wallets.link(actor, request.nonce, signature)
    await harness.unlink("ada")
    with pytest.raises(NonceExpired):
        await harness.services.wallets.link(actor, request.nonce, signature)


async def test_a_slip_uses_up_no_nonce(harness: ServiceHarness) -> None:
    actor, request, signature = await requested(harness)
    with pytest.raises(MalformedSignature):
        await harness.services.wallets.link(actor, request.nonce, "my signature")
    with pytest.raises(WrongSignature):
        await harness.services.wallets.link(
            actor, request.nonce, harness.chain.sign(harness.wallet("eve"), request.message)
        )
    harness.chain.fail_next()
    with pytest.raises(ChainUnavailable):
        await harness.services.wallets.link(actor, request.nonce, signature)
    await harness.services.wallets.link(actor, request.nonce, signature)


async def test_a_message_is_good_until_it_expires(harness: ServiceHarness) -> None:
    actor, request, signature = await requested(harness)
    harness.clock.advance(MESSAGE_LIFETIME - timedelta(milliseconds=1))
    assert await harness.services.wallets.pending(actor, request.nonce) == request
    harness.clock.advance(timedelta(milliseconds=1))
    with pytest.raises(NonceExpired):
        await harness.services.wallets.link(actor, request.nonce, signature)


async def test_a_signature_given_for_one_member_links_the_wallet_to_no_other(harness: ServiceHarness) -> None:
    _, request, signature = await requested(harness)
    with pytest.raises(NonceExpired):
        await harness.services.wallets.link(harness.actor("eve"), request.nonce, signature)
    mine = await harness.services.wallets.request(harness.actor("eve"), request.address)
    with pytest.raises(WrongSignature):
        await harness.services.wallets.link(harness.actor("eve"), mine.nonce, signature)


async def test_a_signature_given_in_one_server_links_nothing_in_another(harness: ServiceHarness) -> None:
    _, request, signature = await requested(harness)
    await harness.set_up(guild=OTHER_GUILD)
    abroad = harness.actor("ada", guild=OTHER_GUILD)
    with pytest.raises(NonceExpired):
        await harness.services.wallets.link(abroad, request.nonce, signature)
    assert await harness.services.wallets.of(abroad) == []


@pytest.mark.parametrize("nonce", ["", "0", "ffffffffffffffffffffffff", "'; drop table"])
async def test_an_unknown_nonce_links_nothing(harness: ServiceHarness, nonce: str) -> None:
    actor, _, signature = await requested(harness)
    with pytest.raises(NonceExpired):
        await harness.services.wallets.link(actor, nonce, signature)


async def test_one_account_may_be_linked_in_two_servers(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    await harness.link("ada")
    await harness.link("eve", "ada", guild=OTHER_GUILD)
    assert len(await harness.services.wallets.of(harness.actor("eve", guild=OTHER_GUILD))) == 1


async def test_so_many_messages_wait_for_one_members_signature_until_they_expire(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    ada, ben = harness.actor("ada"), harness.actor("ben")
    wallets = harness.services.wallets
    asked = [await wallets.request(ada, harness.wallet(f"ada/{n}")) for n in range(REQUESTS_PER_MEMBER)]
    with pytest.raises(TooManyRequests):
        await wallets.request(ada, harness.wallet("ada/more"))
    await wallets.request(ben, harness.wallet("ben"))
    await wallets.link(ada, asked[0].nonce, harness.chain.sign(asked[0].address, asked[0].message))
    await wallets.request(ada, harness.wallet("ada/more"))
    harness.clock.advance(MESSAGE_LIFETIME)
    await wallets.request(ada, harness.wallet("ada/later"))
    async with harness.services.uow.reading() as repositories:
        waiting = [
            await repositories.wallets.open_requests(actor.guild, actor.member) for actor in (ada, ben)
        ]
    assert waiting == [1, 0]


async def test_a_member_links_so_many_wallets_and_no_more(harness: ServiceHarness) -> None:
    await harness.set_up()
    ada = harness.actor("ada")
    early = await harness.services.wallets.request(ada, harness.wallet("asked for early"))
    for number in range(WALLETS_PER_MEMBER):
        await harness.link("ada", f"ada/{number}")
    with pytest.raises(TooManyWallets):
        await harness.link("ada", "one more")
    with pytest.raises(TooManyWallets):
        await harness.services.wallets.link(
            ada, early.nonce, harness.chain.sign(early.address, early.message)
        )
    await harness.link("ada", "ada/3")
    await harness.unlink("ada", "ada/3")
    await harness.link("ada", "one more")


async def test_the_first_wallet_is_primary_until_another_is_chosen(harness: ServiceHarness) -> None:
    await harness.set_up()
    ada = harness.actor("ada")
    await harness.link("ada", "first")
    harness.clock.advance(timedelta(seconds=1))
    await harness.link("ada", "second")
    await harness.services.wallets.make_primary(ada, harness.wallet("second"))
    wallets = await harness.services.wallets.of(ada)
    assert [(wallet.address, wallet.primary) for wallet in wallets] == [
        (harness.wallet("second"), True),
        (harness.wallet("first"), False),
    ]


@pytest.mark.parametrize("act", ["unlink", "make_primary"])
async def test_nobody_touches_a_wallet_that_is_not_theirs(harness: ServiceHarness, act: str) -> None:
    await harness.set_up()
    await harness.link("ada")
    doing = getattr(harness.services.wallets, act)
    for text, error in ((harness.wallet("ada"), WalletUnknown), ("", WalletUnknown), ("0x1", BadAddress)):
        with pytest.raises(error):
            await doing(harness.actor("eve"), text)
    assert len(await harness.services.wallets.of(harness.actor("ada"))) == 1


async def test_no_wallet_is_linked_before_the_server_is_set_up(harness: ServiceHarness) -> None:
    with pytest.raises(NotSetUp):
        await harness.services.wallets.request(harness.actor("ada"), harness.wallet("ada"))


async def test_a_member_is_told_in_private_that_a_wallet_was_linked_to_their_account(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    await harness.link("ada")
    (told,) = await harness.notified(NotifyLinked)
    assert (told.member, told.wallet) == (harness.member("ada"), harness.wallet("ada"))
    await harness.link("ada")
    assert await harness.notified(NotifyLinked) == [told], "it was linked already"


@pytest.mark.attack("floods")
async def test_a_member_links_so_many_wallets_in_a_week_and_no_more(harness: ServiceHarness) -> None:
    await harness.set_up()
    for number in range(LINKS_BY_MEMBER):
        await harness.link("ada", f"ada/{number}")
        await harness.unlink("ada", f"ada/{number}")
        harness.clock.advance(timedelta(minutes=1))
    with pytest.raises(LinkedTooMuch) as refused:
        await harness.link("ada", "one more")
    await harness.link("ben")
    harness.clock.advance(refused.value.until - harness.clock.now() - timedelta(seconds=1))
    with pytest.raises(LinkedTooMuch):
        await harness.link("ada", "one more")
    harness.clock.advance(timedelta(seconds=1))
    await harness.link("ada", "one more")
    assert len(await harness.services.wallets.of(harness.actor("ada"))) == 1
