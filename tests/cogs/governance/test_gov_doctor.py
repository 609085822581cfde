import pytest

from sandbox.discord import Permission

pytestmark = pytest.mark.asyncio(loop_scope="session")


def line_of(answer, what):
    return next(line for line in answer.text.splitlines() if what in line)


async def test_the_doctor_looks_at_channels_chain_contracts_and_safe(dao):
    answer = await dao.use("mona", "gov doctor")
    for what in (
        "announcements channel",
        "discussion channel",
        "log channel",
        "FOLK, 18 decimals",
        "2 of 3 owners",
    ):
        assert line_of(answer, what).startswith("✅")
    assert "finalized block" in answer.text
    assert "the proposer key may propose" in answer.text


async def test_the_doctor_names_each_permission_that_is_missing_in_words_with_its_mend(dao):
    bot = dao.guild.bot(dao.world.app)
    missing = Permission.MANAGE_THREADS | Permission.SEND_MESSAGES_IN_THREADS
    forum = dao.guild.create_forum_channel("talk", overwrites={bot: (0, missing)})
    dao.channels["discussion"] = forum
    await dao.set_up()
    answer = await dao.use("mona", "gov doctor")
    for name in ("Manage Threads", "Send Messages in Threads"):
        line = line_of(answer, f"“{name}” is missing")
        assert line.startswith("⚠️")
        assert f"**Mend:** allow “{name}”" in line


async def test_the_doctor_says_that_a_bound_channel_is_gone(dao):
    dao.channels["log"].delete()
    line = line_of(await dao.use("mona", "gov doctor"), "log channel")
    assert line.startswith("⚠️")
    assert "/gov setup" in line


async def test_the_doctor_says_that_the_guardians_role_is_gone(dao):
    assert line_of(await dao.use("mona", "gov doctor"), "guardians' role").startswith("✅")
    dao.guild.delete_role(dao.roles["guardians"])
    line = line_of(await dao.use("mona", "gov doctor"), "guardians' role")
    assert line.startswith("⚠️")
    assert "/gov setup" in line


async def test_the_doctor_explains_a_chain_that_does_not_answer(dao):
    faults = dao.world.chain.faults
    faults.fail_next("*", kind="500", times=1_000)
    try:
        answer = await dao.use("mona", "gov doctor")
    finally:
        faults.clear()
    line = line_of(answer, "chain local")
    assert line.startswith("⚠️")
    assert "FOLKMOOT_CHAINS" in line
    assert "gave no answer that can be trusted" in line
    assert "ChainUnavailable" not in line


async def test_however_much_is_ill_nothing_of_it_is_left_out(dao):
    bot = dao.guild.bot(dao.world.app)
    for use, create in (("announcements", "text"), ("log", "text"), ("discussion", "forum")):
        create_channel = getattr(dao.guild, f"create_{create}_channel")
        dao.channels[use] = create_channel(f"no {use}", overwrites={bot: (0, (1 << 53) - 1)})
    await dao.set_up()
    reply = await dao["mona"].slash(dao.council, "gov doctor")
    first = await reply.settled()
    rest = [message for message in reply.followups if message is not first]
    if "proposer" not in first.text:
        rest.append(await reply.followup(1))
    text = "\n".join([first.text, *(message.text for message in rest)])
    for use in dao.channels:
        assert text.count(f"{use} channel") >= 5
    assert "the proposer key may propose" in text


async def test_the_doctor_says_where_stages_lead_nowhere(dao):
    await dao.use("mona", "gov policy apply", preset="staged")
    assert "no track" not in (await dao.use("mona", "gov doctor")).text
    await dao.use("mona", "gov track retire", track="binding")
    answer = await dao.use("mona", "gov doctor")
    assert "track main: **not right**, what passes there can't go on" in answer.text
    assert "/gov track add with the name binding" in answer.text


async def test_the_space_shows_the_rules_of_every_track(dao):
    await dao.use("mona", "gov track add", name="small", preset="moloch")
    answer = await dao.use("mona", "gov space show")
    assert "**Rules of the track main**" in answer.text
    assert "**Rules of the track small**" in answer.text


async def test_the_doctor_says_what_a_forum_needs_for_its_tags(dao):
    line = line_of(await dao.use("mona", "gov doctor"), "tags of the forum")
    assert line.startswith("✅")
    assert "“In discussion”" in line
    assert "“Manage Channels”" in line
