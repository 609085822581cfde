"""Linking wallets: one signature, one time, for one account in one server."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import (
    BadAddress,
    ChainUnavailable,
    MalformedSignature,
    NonceExpired,
    NotSetUp,
    TooManyRequests,
    TooManyWallets,
    WalletTaken,
    WalletUnknown,
    WrongSignature,
)
from bot.domain.wallet import LinkRequest
from bot.services.actors import Actor
from bot.services.wallets import MESSAGE_LIFETIME, REQUESTS_PER_MEMBER, WALLETS_PER_MEMBER
from tests.assembly import OTHER_GUILD, Assembly


async def requested(assembly: Assembly, name: str = "ada") -> tuple[Actor, LinkRequest, str]:
    """Who asked, the request, and its good signature."""
    await assembly.set_up()
    actor = assembly.actor(name)
    request = await assembly.folkmoot.wallets.request(actor, assembly.wallet(name))
    return actor, request, assembly.chain.sign(request.address, request.message)


async def test_the_message_names_the_account_and_the_server(assembly: Assembly) -> None:
    actor, request, _ = await requested(assembly)
    assert f"({actor.member})" in request.message
    assert f"({actor.guild})" in request.message
    assert request.nonce in request.message
    assert request.message.startswith("folkmoot.example wants you to sign in")


async def test_a_good_signature_links_the_wallet(assembly: Assembly) -> None:
    actor, request, signature = await requested(assembly)
    wallet = await assembly.folkmoot.wallets.link(actor, request.nonce, f" {signature}\n")
    assert (wallet.address, wallet.member, wallet.primary) == (assembly.wallet("ada"), actor.member, True)
    assert await assembly.folkmoot.wallets.of(actor) == [wallet]


async def test_a_nonce_is_good_for_one_link(assembly: Assembly) -> None:
    actor, request, signature = await requested(assembly)
    links = [assembly.folkmoot.wallets.link(actor, request.nonce, signature) for _ in range(3)]
    answers = await asyncio.gather(*links, return_exceptions=True)
    assert len([answer for answer in answers if isinstance(answer, NonceExpired)]) == 2
    with pytest.raises(NonceExpired):
        await assembly.folkmoot.wallets.link(actor, request.nonce, signature)


async def test_a_used_signature_links_nothing_again_after_the_wallet_was_unlinked(assembly: Assembly) -> None:
    actor, request, signature = await requested(assembly)
    await assembly.folkmoot.wallets.link(actor, request.nonce, signature)
    await assembly.unlink("ada")
    with pytest.raises(NonceExpired):
        await assembly.folkmoot.wallets.link(actor, request.nonce, signature)


async def test_a_slip_uses_up_no_nonce(assembly: Assembly) -> None:
    actor, request, signature = await requested(assembly)
    with pytest.raises(MalformedSignature):
        await assembly.folkmoot.wallets.link(actor, request.nonce, "my signature")
    with pytest.raises(WrongSignature):
        await assembly.folkmoot.wallets.link(
            actor, request.nonce, assembly.chain.sign(assembly.wallet("eve"), request.message)
        )
    assembly.chain.fail_next()
    with pytest.raises(ChainUnavailable):
        await assembly.folkmoot.wallets.link(actor, request.nonce, signature)
    await assembly.folkmoot.wallets.link(actor, request.nonce, signature)


async def test_a_message_is_good_until_it_expires(assembly: Assembly) -> None:
    actor, request, signature = await requested(assembly)
    assembly.clock.advance(MESSAGE_LIFETIME - timedelta(milliseconds=1))
    assert await assembly.folkmoot.wallets.pending(actor, request.nonce) == request
    assembly.clock.advance(timedelta(milliseconds=1))
    with pytest.raises(NonceExpired):
        await assembly.folkmoot.wallets.link(actor, request.nonce, signature)


async def test_a_signature_given_for_one_member_links_the_wallet_to_no_other(assembly: Assembly) -> None:
    _, request, signature = await requested(assembly)
    with pytest.raises(NonceExpired):
        await assembly.folkmoot.wallets.link(assembly.actor("eve"), request.nonce, signature)
    mine = await assembly.folkmoot.wallets.request(assembly.actor("eve"), request.address)
    with pytest.raises(WrongSignature):
        await assembly.folkmoot.wallets.link(assembly.actor("eve"), mine.nonce, signature)


async def test_a_signature_given_in_one_server_links_nothing_in_another(assembly: Assembly) -> None:
    _, request, signature = await requested(assembly)
    await assembly.set_up(guild=OTHER_GUILD)
    abroad = assembly.actor("ada", guild=OTHER_GUILD)
    with pytest.raises(NonceExpired):
        await assembly.folkmoot.wallets.link(abroad, request.nonce, signature)
    assert await assembly.folkmoot.wallets.of(abroad) == []


@pytest.mark.parametrize("nonce", ["", "0", "ffffffffffffffffffffffff", "'; drop table"])
async def test_an_unknown_nonce_links_nothing(assembly: Assembly, nonce: str) -> None:
    actor, _, signature = await requested(assembly)
    with pytest.raises(NonceExpired):
        await assembly.folkmoot.wallets.link(actor, nonce, signature)


async def test_a_wallet_linked_by_somebody_else_meanwhile_is_taken(assembly: Assembly) -> None:
    _, request, signature = await requested(assembly)
    eve = assembly.actor("eve")
    hers = await assembly.folkmoot.wallets.request(eve, request.address)
    await assembly.folkmoot.wallets.link(assembly.actor("ada"), request.nonce, signature)
    with pytest.raises(WalletTaken):
        await assembly.folkmoot.wallets.link(eve, hers.nonce, assembly.chain.sign(hers.address, hers.message))
    with pytest.raises(WalletTaken):
        await assembly.folkmoot.wallets.request(eve, request.address)


async def test_one_account_may_be_linked_in_two_servers(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.set_up(guild=OTHER_GUILD)
    await assembly.link("ada")
    await assembly.link("eve", "ada", guild=OTHER_GUILD)
    assert len(await assembly.folkmoot.wallets.of(assembly.actor("eve", guild=OTHER_GUILD))) == 1


async def test_so_many_messages_wait_for_one_members_signature_until_they_expire(assembly: Assembly) -> None:
    await assembly.set_up()
    ada, ben = assembly.actor("ada"), assembly.actor("ben")
    wallets = assembly.folkmoot.wallets
    asked = [await wallets.request(ada, assembly.wallet(f"ada/{n}")) for n in range(REQUESTS_PER_MEMBER)]
    with pytest.raises(TooManyRequests):
        await wallets.request(ada, assembly.wallet("ada/more"))
    await wallets.request(ben, assembly.wallet("ben"))
    await wallets.link(ada, asked[0].nonce, assembly.chain.sign(asked[0].address, asked[0].message))
    await wallets.request(ada, assembly.wallet("ada/more"))
    assembly.clock.advance(MESSAGE_LIFETIME)
    await wallets.request(ada, assembly.wallet("ada/later"))
    async with assembly.folkmoot.uow.reading() as facts:
        waiting = [await facts.wallets.open_requests(actor.guild, actor.member) for actor in (ada, ben)]
    assert waiting == [1, 0]


async def test_a_member_links_so_many_wallets_and_no_more(assembly: Assembly) -> None:
    await assembly.set_up()
    ada = assembly.actor("ada")
    early = await assembly.folkmoot.wallets.request(ada, assembly.wallet("asked for early"))
    for number in range(WALLETS_PER_MEMBER):
        await assembly.link("ada", f"ada/{number}")
    with pytest.raises(TooManyWallets):
        await assembly.link("ada", "one more")
    with pytest.raises(TooManyWallets):
        await assembly.folkmoot.wallets.link(
            ada, early.nonce, assembly.chain.sign(early.address, early.message)
        )
    await assembly.link("ada", "ada/3")
    await assembly.unlink("ada", "ada/3")
    await assembly.link("ada", "one more")


async def test_the_first_wallet_is_primary_until_another_is_chosen(assembly: Assembly) -> None:
    await assembly.set_up()
    ada = assembly.actor("ada")
    await assembly.link("ada", "first")
    assembly.clock.advance(timedelta(seconds=1))
    await assembly.link("ada", "second")
    await assembly.folkmoot.wallets.make_primary(ada, assembly.wallet("second"))
    wallets = await assembly.folkmoot.wallets.of(ada)
    assert [(wallet.address, wallet.primary) for wallet in wallets] == [
        (assembly.wallet("second"), True),
        (assembly.wallet("first"), False),
    ]


@pytest.mark.parametrize("act", ["unlink", "make_primary"])
async def test_nobody_touches_a_wallet_that_is_not_theirs(assembly: Assembly, act: str) -> None:
    await assembly.set_up()
    await assembly.link("ada")
    doing = getattr(assembly.folkmoot.wallets, act)
    for text, error in ((assembly.wallet("ada"), WalletUnknown), ("", WalletUnknown), ("0x1", BadAddress)):
        with pytest.raises(error):
            await doing(assembly.actor("eve"), text)
    assert len(await assembly.folkmoot.wallets.of(assembly.actor("ada"))) == 1


async def test_no_wallet_is_linked_before_the_server_is_set_up(assembly: Assembly) -> None:
    with pytest.raises(NotSetUp):
        await assembly.folkmoot.wallets.request(assembly.actor("ada"), assembly.wallet("ada"))
