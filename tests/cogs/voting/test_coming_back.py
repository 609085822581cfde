"""Who comes back after days finds what is open, what became of the rest, and who voted for them."""

import pytest

from tests.cogs.voting.discord_harness import DiscordHarness
from tests.cogs.voting.test_votes_with_delegated_power import opened


async def ask(dao: DiscordHarness, name: str, command: str, **options: object) -> str:
    return (await (await dao[name].slash(dao.announcements, command, **options)).settled()).text


def heads(text: str) -> list[str]:
    """The lines that name a proposal."""
    return [line for line in text.splitlines() if line.startswith("`#")]


async def three(dao: DiscordHarness) -> None:
    """A vote that passed, one that is paused, and one that is open."""
    await dao.closed({"ada": 70}, title="A new well")
    others = []
    for title in ("A new bridge", "A new road"):
        others.append(await dao.harness.submitted("ada", guild=dao.guild_id, title=title))
        await dao.deliver()
        await dao.harness.open(others[-1])
        await dao.deliver()
    await dao.harness.services.moderation.pause(dao.harness.moderator(), others[0], "a bug")
    await dao.deliver()


async def test_own_votes_and_the_list_agree_in_states_order_and_links(dao: DiscordHarness) -> None:
    await three(dao)
    mine, everything = await ask(dao, "ada", "vote mine"), await ask(dao, "ada", "proposal list")
    only_open = await ask(dao, "ada", "proposal list", state="open")
    assert heads(mine) == heads(only_open)
    assert heads(mine) == heads(everything)[:2]
    road, bridge = heads(mine)
    assert "A new road: **open for voting**" in road
    assert "A new bridge: **paused**" in bridge
    assert f"https://discord.com/channels/{dao.guild.id}/{dao.card.channel.id}/{dao.card.id}" in road


async def test_a_decided_proposal_leads_to_its_result(dao: DiscordHarness) -> None:
    await dao.closed({"ada": 70}, title="A new well")
    (result,) = [message for message in dao.announcements.messages if message.attachments]
    (line,) = heads(await ask(dao, "ada", "proposal list"))
    assert "passed" in line
    assert line.endswith(f"/{dao.announcements.id}/{result.id}")


async def test_one_that_is_discussed_leads_to_its_thread(dao: DiscordHarness) -> None:
    await dao.submitted({"ada": 70})
    (line,) = heads(await ask(dao, "ada", "proposal list"))
    assert line.endswith(f"/{dao.thread.id}/{dao.thread.id}")
    assert "No vote is open now" in await ask(dao, "ada", "proposal list", state="open")


async def test_who_delegated_reads_who_voted_what_for_them(dao: DiscordHarness) -> None:
    proposal = await opened(dao, {"ada": 70, "ben": 30}, {"ben": "dan"})
    assert f"neither has {dao['dan'].mention}" in await ask(dao, "ben", "vote mine")
    await dao.vote("dan", "For")
    said = await ask(dao, "ben", "vote mine")
    assert f"{dao['dan'].mention} voted **For** for you" in said
    assert said == await ask(dao, "ben", "vote mine", proposal=str(proposal))
    await dao.vote("ben", "Against")
    said = await ask(dao, "ben", "vote mine")
    assert "You voted **Against**" in said
    assert "for you" not in said


@pytest.mark.attack("visibility")
async def test_what_is_hidden_until_the_end_is_hidden_from_who_delegated(dao: DiscordHarness) -> None:
    await opened(dao, {"ada": 70, "ben": 30}, {"ben": "dan"}, privacy="after_close", reactions=False)
    await dao.vote("dan", "For")
    said = await ask(dao, "ben", "vote mine")
    assert f"{dao['dan'].mention} has voted for you" in said
    assert "**For**" not in said


async def test_a_draft_is_shown_without_a_number(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.drafted("ada", guild=dao.guild_id, title="Secret plan")
    said = await ask(dao, "ada", "proposal list")
    assert "Secret plan" in said
    assert "#1" not in said
    (offered,) = await dao["ada"].autocomplete(
        dao.announcements, "proposal edit", focused="proposal", value=""
    )
    assert offered["name"] == "Secret plan · draft"
    assert "Secret plan" not in await ask(dao, "ben", "proposal list")
