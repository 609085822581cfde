"""A member hears in private of each wallet that is linked to their account, and of one that was taken off it."""

from datetime import timedelta

from sandbox.discord import Person
from tests.cogs.voting.discord_harness import DiscordHarness


def told(dao: DiscordHarness, person: Person) -> str:
    return "\n".join(message.text for message in person.inbox(dao.app))


async def test_the_account_that_had_the_wallet_hears_of_both_and_the_log_names_both_accounts(
    dao: DiscordHarness,
) -> None:
    await dao.submitted({"ada": 70})
    wallet = dao.harness.wallet("ada")
    await dao.until(lambda: f"`{wallet}` is linked to your Discord account now" in told(dao, dao["ada"]))
    assert "If that was not you" in told(dao, dao["ada"])
    await dao.harness.link("ben", "ada", guild=dao.guild_id)
    await dao.until(lambda: f"`{wallet}` is no longer linked to you" in told(dao, dao["ada"]))
    assert f"{dao['ben'].mention} has signed with it" in told(dao, dao["ada"])
    await dao.until(lambda: "is linked to your Discord account now" in told(dao, dao["ben"]))
    await dao.until(lambda: bool(dao.said(dao.log, "wallet moved")))
    (entry,) = dao.said(dao.log, "wallet moved")
    assert dao["ben"].mention in entry.text
    assert str(dao["ada"].id) in entry.text
    assert wallet in entry.text


async def test_the_account_that_a_wallet_took_itself_off_hears_of_it_and_the_log_names_it(
    dao: DiscordHarness,
) -> None:
    await dao.submitted({"ada": 70})
    wallet, revoking = dao.harness.wallet("ada"), dao.harness.services.wallet_revoking
    await dao.harness.pass_time(timedelta(seconds=2))
    revocation = revoking.begun(str(dao.guild_id), wallet, "")
    await revoking.revoke(revocation, dao.harness.chain.sign(wallet, revocation.message(revoking.site)))
    await dao.until(lambda: f"`{wallet}` is no longer linked to you" in told(dao, dao["ada"]))
    assert "link it with `/wallet link`" in told(dao, dao["ada"])
    await dao.until(lambda: bool(dao.said(dao.log, "wallet unlinked, as it has signed itself")))
    (entry,) = dao.said(dao.log, "wallet unlinked, as it has signed itself")
    assert str(dao["ada"].id) in entry.text
    assert wallet in entry.text
