"""/privacy: a member sees what is stored about them, takes it along, and has it gone."""

import json

from tests.cogs.voting.discord_harness import DiscordHarness


async def test_a_member_sees_takes_along_and_erases_what_is_stored(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 30})
    await dao["ada"].click(dao.card, "For")
    shown = await dao["ada"].slash(dao.announcements, "privacy show")
    assert (await shown.settled()).ephemeral
    text = (await shown.settled()).text
    assert "**Wallets** that you linked" in text
    assert "**Votes** that you cast" in text
    exported = await (await dao["ada"].slash(dao.announcements, "privacy export")).settled()
    (file,) = exported.attachments
    assert json.loads(file.content)["tables"]["ballots"][0]["choice"] == "1"
    asked = await (await dao["ada"].slash(dao.announcements, "privacy erase")).settled()
    assert "can't be undone" in asked.text
    assert "It waits for proposal #1" in asked.text
    waits = await (await dao["ada"].click(asked, "Erase me")).settled()
    assert "as soon as it is over with proposal #1" in waits.text
    assert (await dao.harness.close(proposal)).scores == {"For": 70}
    again = await (await dao["ada"].slash(dao.announcements, "privacy erase")).settled()
    assert "It waits" not in again.text
    gone = await (await dao["ada"].click(again, "Erase me")).settled()
    assert "nothing here names you any more" in gone.text
    nothing = await (await dao["ada"].slash(dao.announcements, "privacy show")).settled()
    assert "I have nothing stored about you." in nothing.text


async def test_moderators_choose_for_how_long_things_are_kept_and_members_are_told(
    dao: DiscordHarness,
) -> None:
    await dao.opened({"ada": 70, "ben": 30})
    owner = dao.guild.owner
    shown = await (await owner.slash(dao.announcements, "data keep", what="names")).settled()
    assert "whom the numbers in the record of a vote stand for" in shown.text
    assert "days can be chosen" in shown.text
    short = await (await owner.slash(dao.announcements, "data keep", what="names", days=3)).settled()
    assert "3 days can't be chosen" in short.text
    kept = await (await owner.slash(dao.announcements, "data keep", what="names", days=60)).settled()
    assert "Kept for 60 days from now on" in kept.text
    told = await (await dao["ada"].slash(dao.announcements, "privacy show")).settled()
    assert "who cast its ballots: 60 days." in told.text
