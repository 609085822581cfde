"""Who can sign with a wallet has it: also from another account, and then the other one hears of it."""

import json
from datetime import timedelta

import pytest

from bot.domain.errors import NonceExpired, WalletLinkedOften, WrongSignature
from bot.services.delivery.notifications import NotifyMoved, PostLogEntry
from bot.services.wallets.link_limits import LINKS_OF_WALLET
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness


async def linked(harness: ServiceHarness, name: str) -> list[str]:
    return [wallet.address for wallet in await harness.services.wallets.of(harness.actor(name))]


async def test_a_fresh_signature_moves_a_wallet_to_the_account_that_signed(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    await harness.link("ada again", "ada")
    assert await linked(harness, "ada again") == [harness.wallet("ada")]
    assert await linked(harness, "ada") == []


async def test_the_other_account_is_told_where_its_wallet_went(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    await harness.link("ada again", "ada")
    (notification,) = await harness.notified(NotifyMoved)
    assert (notification.member, notification.wallet, notification.to) == (
        harness.member("ada"),
        harness.wallet("ada"),
        harness.member("ada again"),
    )
    await harness.link("ada again", "ada")
    assert len(await harness.notified(NotifyMoved)) == 1


@pytest.mark.attack("linking")
async def test_a_wallet_that_moves_during_a_vote_counts_once_and_for_whom_it_counted(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    receipt = await harness.vote("ada", "For")
    await harness.link("ada again", "ada")
    await harness.link("ada again", "another")
    again = await harness.vote("ada again", "Against")
    assert again.power.total == 0
    count = await harness.close(proposal)
    assert count.scores == {"For": 10}
    record = json.loads(await harness.services.cards.record(proposal) or b"")
    (ballot,) = [each for each in record["ballots"] if each["receipt"] == receipt.code]
    assert (ballot["voter"], ballot["power"]) == (await harness.in_record("ada", proposal), "10")


async def test_a_wallet_that_moved_counts_for_its_new_account_in_what_opens_later(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.link("ada again", "ada")
    await harness.open(proposal)
    assert (await harness.vote("ada again", "For")).power.total == 10


@pytest.mark.attack("linking")
@pytest.mark.parametrize("signer", ["eve", "ben", "ada/2"])
async def test_nobody_moves_a_wallet_with_which_they_can_not_sign(
    harness: ServiceHarness, signer: str
) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    eve = harness.actor("eve")
    request = await harness.services.wallets.request(eve, harness.wallet("ada"))
    with pytest.raises(WrongSignature):
        await harness.services.wallets.link(
            eve, request.nonce, harness.chain.sign(harness.wallet(signer), request.message)
        )
    assert await linked(harness, "ada") == [harness.wallet("ada")]
    assert await harness.notified(NotifyMoved) == []


@pytest.mark.attack("linking")
async def test_an_old_signature_does_not_bring_a_wallet_back(harness: ServiceHarness) -> None:
    await harness.set_up()
    ada, wallet = harness.actor("ada"), harness.wallet("ada")
    request = await harness.services.wallets.request(ada, wallet)
    signature = harness.chain.sign(wallet, request.message)
    await harness.services.wallets.link(ada, request.nonce, signature)
    await harness.link("ada again", "ada")
    with pytest.raises(NonceExpired):
        await harness.services.wallets.link(ada, request.nonce, signature)
    assert await linked(harness, "ada again") == [wallet]


async def test_the_public_log_says_who_has_the_wallet_now_and_who_had_it(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    await harness.link("ada again", "ada")
    (entry, *_) = await harness.services.public_log.newest(GUILD, limit=1)
    assert (entry.act, entry.actor) == ("wallet moved", harness.member("ada again"))
    assert entry.details == {"wallet": harness.wallet("ada"), "before": str(harness.member("ada"))}
    assert entry.id in {each.entry for each in await harness.notified(PostLogEntry)}


async def test_a_wallet_that_nobody_had_makes_no_entry_in_the_public_log(harness: ServiceHarness) -> None:
    await harness.set_up()
    before = await harness.services.public_log.newest(GUILD, limit=10)
    await harness.link("ada")
    assert await harness.services.public_log.newest(GUILD, limit=10) == before


@pytest.mark.attack("floods")
@pytest.mark.parametrize("unlinking", [False, True], ids=["taken over", "given up and linked"])
async def test_two_accounts_pass_a_wallet_to_and_fro_so_often_and_no_more(
    harness: ServiceHarness, unlinking: bool
) -> None:
    await harness.set_up()
    names = ["ada", "eve"]
    for number in range(LINKS_OF_WALLET):
        await harness.link(names[number % 2], "shared")
        harness.clock.advance(timedelta(hours=1))
        if unlinking:
            await harness.unlink(names[number % 2], "shared")
    last, other = names[(LINKS_OF_WALLET - 1) % 2], names[LINKS_OF_WALLET % 2]
    with pytest.raises(WalletLinkedOften) as refused:
        await harness.link(other, "shared")
    assert await linked(harness, last) == ([] if unlinking else [harness.wallet("shared")])
    await harness.set_up(guild=OTHER_GUILD)
    await harness.link(other, "shared", guild=OTHER_GUILD)
    harness.clock.advance(refused.value.until - harness.clock.now())
    await harness.link(other, "shared")
    assert await linked(harness, other) == [harness.wallet("shared")]


@pytest.mark.attack("floods")
async def test_a_move_that_comes_too_often_uses_no_message_up(harness: ServiceHarness) -> None:
    await harness.set_up()
    for number in range(LINKS_OF_WALLET):
        await harness.link(["ada", "eve"][number % 2], "shared")
    ben, wallet = harness.actor("ben"), harness.wallet("shared")
    request = await harness.services.wallets.request(ben, wallet)
    signature = harness.chain.sign(wallet, request.message)
    with pytest.raises(WalletLinkedOften):
        await harness.services.wallets.link(ben, request.nonce, signature)
    assert await harness.services.wallets.pending(ben, request.nonce) == request
