"""A part of a server has rules, roles and a log of its own, and its channels say that it is meant."""

import pytest

from bot.domain.errors import (
    BadSetting,
    NotModerator,
    ProposalUnknown,
    SetUpByParent,
    SpaceArchived,
    SpaceUnknown,
    TrackUnknown,
)
from bot.domain.ids import ChannelId
from bot.domain.spaces.space import MAIN
from bot.services.actors import Actor
from bot.services.governance.policies.policy_changes import Changes
from bot.services.governance.setup.settings_copies import ServerNames
from tests.harness import GUILD, MODERATORS, ServiceHarness
from tests.harness.setting import setup_answers
from tests.said import raises_saying
from tests.services.governance.subdaos import GRANTERS, GRANTS_CHANNELS, granter, in_grants, with_grants

HERE = GRANTS_CHANNELS["discussion"]


async def test_a_channel_of_a_part_means_its_tracks(harness: ServiceHarness) -> None:
    _, track = await with_grants(harness)
    tracks = harness.services.tracks
    assert await tracks.all(GUILD, HERE) == [track]
    assert await tracks.for_proposals(GUILD, MAIN, HERE) == track
    (root,) = await tracks.all(GUILD)
    assert await tracks.for_proposals(GUILD, MAIN, ChannelId(999)) == root != track


async def test_what_is_proposed_in_a_channel_of_a_part_is_its_own(harness: ServiceHarness) -> None:
    space, track = await with_grants(harness)
    await harness.powers({"ada": 10})
    draft = await harness.services.proposing.draft(in_grants(harness.actor("ada")), "A", "Text.", "")
    assert (draft.proposal.space, draft.proposal.track) == (space.id, track.id)
    submitted = await harness.services.proposing.submit(harness.actor("ada"), draft.proposal.id)
    assert submitted.submission is not None
    assert submitted.submission.guardians == space.guardians


async def test_moderators_of_a_part_change_its_rules_and_its_log_says_so(harness: ServiceHarness) -> None:
    space, _ = await with_grants(harness)
    done = await harness.services.tracks.edit(granter(harness), MAIN, Changes(quorum="20%"))
    assert done.track.space == space.id
    (entry, *_) = await harness.services.public_log.newest(GUILD, limit=1)
    assert entry.details["space"] == "Grants"
    _, shown_in, change = await harness.services.public_log.entry(entry.id)
    assert shown_in == space
    assert change is not None


MODERATING = {
    "edit": lambda harness, actor: harness.services.tracks.edit(actor, MAIN, Changes(quorum="20%")),
    "add": lambda harness, actor: harness.services.tracks.add(actor, "small", "token", Changes()),
    "retire": lambda harness, actor: harness.services.tracks.retire(actor, "small"),
    "apply": lambda harness, actor: harness.services.tracks.apply(actor, MAIN, "token"),
    "upload": lambda harness, actor: harness.services.tracks.upload(actor, MAIN, b""),
    "voters": lambda harness, actor: harness.services.space_setup.name_voters(actor, None),
    "log": lambda harness, actor: harness.services.space_setup.log_links(actor, True),
}


@pytest.mark.attack("commands")
@pytest.mark.parametrize("act", MODERATING)
async def test_moderators_of_the_whole_moderate_no_part(harness: ServiceHarness, act: str) -> None:
    await with_grants(harness)
    for actor in (harness.moderator(), harness.actor("founder", MODERATORS, administrator=True)):
        with pytest.raises(NotModerator):
            await MODERATING[act](harness, in_grants(actor))


@pytest.mark.attack("commands")
@pytest.mark.parametrize("act", MODERATING)
async def test_moderators_of_a_part_moderate_nothing_else(harness: ServiceHarness, act: str) -> None:
    await with_grants(harness)
    with pytest.raises(NotModerator):
        await MODERATING[act](harness, harness.actor("gail", GRANTERS))


@pytest.mark.attack("commands")
async def test_nobody_sets_up_the_whole_from_a_part(harness: ServiceHarness) -> None:
    await with_grants(harness)
    for actor in (granter(harness), in_grants(harness.actor("founder", administrator=True))):
        with pytest.raises(SetUpByParent):
            await harness.services.space_setup.set_up(actor, setup_answers())


@pytest.mark.attack("commands")
@pytest.mark.parametrize("which", ["announcements", "discussion", "log"])
async def test_the_whole_takes_no_channel_of_a_part(harness: ServiceHarness, which: str) -> None:
    await with_grants(harness)
    founder = harness.actor("founder", administrator=True)
    for channel in GRANTS_CHANNELS.values():
        with raises_saying(BadSetting, "is a channel of Grants already"):
            await harness.services.space_setup.set_up(founder, setup_answers(**{which: channel}))


@pytest.mark.attack("visibility")
async def test_a_draft_is_seen_by_its_author_alone_in_every_channel(harness: ServiceHarness) -> None:
    await with_grants(harness)
    draft = await harness.services.proposing.draft(harness.actor("ada"), "A", "Text.", "")
    reading, other = harness.services.proposal_reading, granter(harness)
    with pytest.raises(ProposalUnknown):
        await reading.get(GUILD, draft.proposal.id, other.member)
    assert await reading.newest(other) == []


@pytest.mark.attack("commands")
async def test_a_track_of_another_part_is_unknown_by_name(harness: ServiceHarness) -> None:
    await with_grants(harness)
    await harness.services.tracks.add(granter(harness), "payments", "token", Changes())
    with pytest.raises(TrackUnknown):
        await harness.services.tracks.for_proposals(GUILD, "payments")


async def test_nothing_new_is_proposed_in_a_part_that_was_dissolved(harness: ServiceHarness) -> None:
    space, track = await with_grants(harness)
    await harness.powers({"ada": 10})
    ada = harness.actor("ada")
    draft = await harness.services.proposing.draft(in_grants(ada), "A", "Text.", "")
    async with harness.services.uow.writing() as repositories:
        await repositories.spaces.archive(space.id, harness.clock.now())

    async def refused(actor: Actor) -> None:
        with pytest.raises(SpaceArchived):
            await harness.services.proposing.draft(actor, "B", "Text.", "", track=track.id)

    await refused(ada)
    await refused(in_grants(ada))
    with pytest.raises(SpaceArchived):
        await harness.services.proposing.submit(ada, draft.proposal.id)
    with pytest.raises(SpaceArchived):
        await harness.services.tracks.for_proposals(GUILD, MAIN, HERE)


async def test_a_space_is_described_with_what_stands_above_and_below_it(harness: ServiceHarness) -> None:
    space, track = await with_grants(harness)
    tree = harness.services.space_tree
    root = await tree.described(GUILD)
    assert (root.above, root.children) == ([], [space])
    for found in (await tree.described(GUILD, "grants"), await tree.described(GUILD, "", HERE)):
        assert (found.space, found.above, found.tracks) == (space, [root.space], [track])
    with pytest.raises(SpaceUnknown):
        await tree.described(GUILD, "Nowhere")


@pytest.mark.attack("commands")
async def test_a_file_taken_in_a_part_names_no_accounts_of_the_whole(harness: ServiceHarness) -> None:
    await with_grants(harness)
    chain, account = next(iter(harness.services.chains)), "0x" + "1" * 40
    entry = f'[[addresses]]\nname = "treasury"\naccount = "{account}"\nchain = {chain}\n'
    data = f'format = "folkmoot-settings/1"\nspace = "x"\n{entry}'.encode()
    copies, nobody = harness.services.settings_copies, ServerNames({}, {})
    assert (await copies.take(granter(harness), data, nobody)).book == ()
    assert await harness.services.address_book.entries(GUILD) == []
    assert len((await copies.take(harness.moderator(), data, nobody)).book) == 1
