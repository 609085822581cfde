"""/policy test: what other rules would have made of a track's votes, before anybody adopts them."""

import pytest

from bot.domain.ids import GuildId
from bot.domain.imported.snapshot import read_snapshot
from bot.domain.policy.model import preset
from bot.domain.policy.toml.writing import policy_toml
from bot.services.imported.importing import Importing
from tests.domain.imported.hub import VOTES, answer, proposal

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def decided(dao, *titles):
    """Votes that have passed by the power of one member."""
    await dao.link("ada", 40)
    for title in titles:
        await dao.passed(await dao.voting("ada", title=title), "ada")


async def test_a_proposed_policy_is_replayed_over_what_the_track_has_decided(dao):
    await decided(dao, "Mend the well", "Paint the door")
    answer = await dao.use("mona", "policy test", quorum="3 voters")
    assert "**2 of 2 votes** would have come out otherwise under token" in answer.text
    assert "Paint the door. It was: Passed" in answer.text.replace("**", "")
    assert "It would have been: Defeated: the quorum is not reached." in answer.text.replace("**", "")
    assert "nobody knows who would have voted otherwise" in answer.text
    same = await dao.use("mona", "policy test", preset="quadratic", quorum="1 voters")
    assert "**0 of 2 votes** would have come out otherwise under quadratic" in same.text
    ranked = await dao.use("mona", "policy test", preset="council-election", quorum="1 voters")
    assert "2 votes can't be replayed" in ranked.text
    assert not any(act.startswith("policy") for act, _ in await dao.log())


async def test_a_file_is_replayed_alone(dao):
    await decided(dao, "Mend the well")
    heads = preset("token").model_copy(update={"name": "ours", "mechanism": "headcount"})
    file = ("policy.toml", policy_toml(heads).encode())
    answer = await dao.use("mona", "policy test", file=file)
    assert "**0 of 1 vote** would have come out otherwise under ours" in answer.text
    both = await dao.use("mona", "policy test", file=file, quorum="3 voters")
    assert "leave preset, quorum and sources out" in both.text


async def test_a_track_without_votes_has_nothing_to_replay(dao):
    answer = await dao.use("mona", "policy test", quorum="3 voters")
    assert "There is no vote to replay." in answer.text


async def test_what_was_imported_is_replayed_apart_and_marked(dao):
    guild = GuildId(dao.guild.id)
    importing = Importing(dao.services.uow, dao.services.clock)
    past = read_snapshot([answer([proposal("0x01"), proposal("0x02", choices=["Park", "Well"])], VOTES)])
    await importing.take(guild, "", past.documents())
    told = await dao.use("mona", "policy test", quorum="3 voters")
    assert "There is no vote to replay." in told.text
    assert "**1 of 1 imported vote** would have come out otherwise under token" in told.text
    assert "• Imported: Proposal 0x01. It was: **Passed**" in told.text
    assert "1 imported vote can't be replayed: it was between other choices." in told.text


@pytest.mark.attack("database")
@pytest.mark.parametrize(("part", "damage"), [(b"choices", b"chosen"), (b'"power":"', b'"power":"x')])
async def test_what_was_imported_and_changed_from_outside_is_left_out_and_said(dao, part, damage):
    importing = Importing(dao.services.uow, dao.services.clock)
    past = read_snapshot([answer([proposal("0x01"), proposal("0x02")], VOTES)])
    (vote, document), other = past.documents()
    assert part in document
    await importing.take(GuildId(dao.guild.id), "", [(vote, document.replace(part, damage)), other])
    told = await dao.use("mona", "policy test", quorum="3 voters")
    assert "of 1 imported vote** would have come out otherwise" in told.text
    assert "1 record can't be read. Tell the bot's operator" in told.text
