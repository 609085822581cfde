"""What a space's past lets one expect of a vote stands among the details, where there is enough of it."""

from bot.domain.forecast.forecast import LEAST_VOTES
from tests.cogs.voting.discord_harness import DiscordHarness


async def test_details_tell_what_is_to_be_expected_with_how_often_that_was_right(dao: DiscordHarness) -> None:
    harness, guild = dao.harness, dao.guild_id
    await dao.set_up()
    await harness.powers({"ada": 70, "ben": 5}, guild=guild)
    for number in range(LEAST_VOTES):
        proposal = await harness.submitted("ada", guild=guild, title=f"Well {number}")
        await harness.open(proposal)
        await harness.vote("ada", "Against" if number == 3 else "For", guild=guild, proposal=proposal)
        await harness.close(proposal)
    proposal = await dao.submitted_there({"ada": 70})
    await harness.open(proposal)
    await dao.deliver()
    reply = await dao["ben"].click(dao.card, "Details")
    await reply.settled()
    said = "\n".join(message.text for message in (reply.message, *reply.followups) if message is not None)
    assert "averages of the last 8 votes here, and nobody's opinion" in said
    assert "About 1 vote (1 to 1)." in said
    assert (
        "Of 7 earlier outcomes, 6 were forecast rightly; “as last time” would have been right of 5." in said
    )
    async with harness.services.uow.writing() as repositories:
        (track,) = await repositories.spaces.tracks((await repositories.spaces.of_guild(guild)).id)
        policy = track.policy.model_copy(update={"privacy": "after_close", "reactions": False})
        await repositories.spaces.set_track(track.space, track.name, policy, harness.clock.now())
    hidden = await harness.submitted("ada", guild=guild)
    found, _ = await harness.services.proposal_reading.get(guild, hidden)
    assert await harness.services.forecasting.of(found) is None
