"""Which wallets the public log names: those that move or leave an account, and where a space wants it every one."""

import pytest

from bot.domain.errors import NotModerator
from bot.services.delivery.notifications import PostLogEntry
from tests.harness import GUARDIANS, GUILD, OTHER_GUILD, ServiceHarness
from tests.services.wallets.two_chains import Two

ACTS = ("links", "wallet linked", "wallet unlinked", "wallet moved")


async def noted(harness: ServiceHarness) -> list[tuple[str, int, dict[str, str]]]:
    """What the public log says of wallets, the oldest first: act, member and details."""
    entries = await harness.services.public_log.newest(GUILD, limit=100)
    return [(entry.act, entry.actor, dict(entry.details)) for entry in reversed(entries) if entry.act in ACTS]


async def test_the_log_names_no_wallet_that_is_linked_unless_the_space_wants_it(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    await harness.link("ada")
    await harness.services.wallets.unlink(harness.actor("ada"), harness.wallet("ada"))
    assert await noted(harness) == []
    assert not await harness.services.wallets.are_logged(GUILD)


async def test_where_the_space_wants_it_the_log_names_each_wallet_that_is_linked_or_unlinked(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    await harness.services.space_setup.log_links(harness.moderator(), True)
    assert await harness.services.wallets.are_logged(GUILD)
    await harness.link("ada")
    await harness.link("ada", "ada's second")
    await harness.services.wallets.unlink(harness.actor("ada"), harness.wallet("ada"))
    ada, first, second = harness.member("ada"), harness.wallet("ada"), harness.wallet("ada's second")
    assert await noted(harness) == [
        ("links", harness.moderator().member, {"wallets": "all"}),
        ("wallet linked", ada, {"wallet": first}),
        ("wallet linked", ada, {"wallet": second}),
        ("wallet unlinked", ada, {"wallet": first}),
    ]
    shown = {notification.entry for notification in await harness.notified(PostLogEntry)}
    assert shown >= {entry.id for entry in await harness.services.public_log.newest(GUILD, limit=4)}


async def test_a_contract_is_named_with_the_chains_on_which_it_was_proved(harness: ServiceHarness) -> None:
    two = Two(harness)
    await two.begin()
    await harness.services.space_setup.log_links(harness.moderator(), True)
    await two.prove("ada", "two")
    await two.prove("ada", "mainnet")
    await harness.services.wallets.unlink(harness.actor("ada"), two.vault)
    assert [(act, said["wallet"], said["chain"]) for act, _, said in (await noted(harness))[1:]] == [
        ("wallet linked", two.vault, "2"),
        ("wallet linked", two.vault, "1"),
        ("wallet unlinked", two.vault, "1, 2"),
    ]


async def test_a_wallet_that_moves_has_one_entry_wherever_links_are_logged(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.services.space_setup.log_links(harness.moderator(), True)
    await harness.link("ada")
    await harness.link("ada again", "ada")
    assert [act for act, _, _ in await noted(harness)] == ["links", "wallet linked", "wallet moved"]


async def test_who_signs_again_for_another_mandate_is_not_named_again(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.services.space_setup.log_links(harness.moderator(), True)
    await harness.link("ada")
    await harness.link("ada")
    assert [act for act, _, _ in await noted(harness)] == ["links", "wallet linked"]


async def test_what_one_server_wants_logged_is_logged_in_no_other(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    await harness.services.space_setup.log_links(harness.moderator(), True)
    await harness.link("ada", guild=OTHER_GUILD)
    assert not await harness.services.wallets.are_logged(OTHER_GUILD)
    entries = await harness.services.public_log.newest(OTHER_GUILD, limit=100)
    assert "wallet linked" not in {entry.act for entry in entries}


async def test_what_is_logged_stays_so_when_the_space_is_set_up_anew_until_a_moderator_ends_it(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    await harness.services.space_setup.log_links(harness.moderator(), True)
    await harness.set_up()
    assert await harness.services.wallets.are_logged(GUILD)
    for _ in range(2):  # The same again is no act.
        await harness.services.space_setup.log_links(harness.moderator(), False)
    await harness.link("ada")
    assert [(act, details) for act, _, details in await noted(harness)] == [
        ("links", {"wallets": "all"}),
        ("links", {"wallets": "moved"}),
    ]


@pytest.mark.attack("commands")
@pytest.mark.parametrize("logged", [True, False])
@pytest.mark.parametrize("roles", [(), (GUARDIANS,)])
async def test_only_moderators_say_which_links_are_logged(
    harness: ServiceHarness, roles: tuple[int, ...], logged: bool
) -> None:
    await harness.set_up()
    await harness.services.space_setup.log_links(harness.moderator(), not logged)
    with pytest.raises(NotModerator):
        await harness.services.space_setup.log_links(harness.actor("ada", *roles), logged)
    assert await harness.services.wallets.are_logged(GUILD) is not logged
