"""A part of the DAO is created by what passed, with rules, roles and channels of its own, and dissolved likewise."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain.errors import BadAction, SpaceArchived
from bot.domain.ids import ChannelId, ProposalId, RoleId
from bot.domain.policy.model import Policy
from bot.domain.proposals.state import State
from bot.domain.server_acts.channels.channels import ChannelKind
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.spaces.create_space import CreateSpace
from bot.domain.spaces.space import MAIN
from bot.wording.governance.checks import check_line
from bot.wording.server_acts.listing import act_danger_lines, act_lines
from tests.harness import GUARDIANS, GUILD, MODERATORS, TIMELOCK, ServiceHarness
from tests.said import raises_saying
from tests.services.server_acts.changed_server import (
    COUNCIL,
    SAY,
    STEWARDS,
    carried_out,
    change_policy,
    outcomes,
    passed,
    tried_again,
)
from tests.services.server_acts.parts import (
    GRANTS,
    LOG,
    NEWS,
    TALK,
    in_a_server_with_channels,
    spaces,
    with_safe,
)


async def test_a_part_is_there_when_its_proposal_was_carried_out(harness: ServiceHarness) -> None:
    await in_a_server_with_channels(harness)
    proposal = await passed(harness, GRANTS)
    assert len(await spaces(harness)) == 1
    await harness.proceed()
    root, grants = await spaces(harness)
    assert (grants.name, grants.parent) == ("Grants", root.id)
    assert list(grants.channels.values()) == [NEWS, TALK, LOG]
    assert (grants.moderators, grants.guardians) == (STEWARDS, GUARDIANS)
    (track,) = await harness.services.tracks.all(GUILD, ChannelId(TALK))
    (main,) = await harness.services.tracks.all(GUILD)
    assert (track.name, track.policy.name, track.policy.executor) == (MAIN, "subdao", None)
    assert track.policy.power.sources == main.policy.power.sources
    assert await harness.state(proposal) is State.EXECUTED
    (entry, *_) = await harness.services.public_log.newest(GUILD, limit=1)
    assert (entry.act, entry.actor, entry.details["name"]) == ("server create_space", 0, "Grants")


async def test_its_roles_may_be_made_by_the_same_proposal(harness: ServiceHarness) -> None:
    await in_a_server_with_channels(harness)
    await carried_out(harness, 'create role "Granters"', GRANTS.replace("@Stewards", '"Granters"'))
    _, grants = await spaces(harness)
    assert harness.server.listed[grants.moderators].name == "Granters"


async def test_voters_see_who_will_moderate_it_its_channels_and_its_rules(harness: ServiceHarness) -> None:
    await in_a_server_with_channels(harness)
    proposal = await harness.get(await harness.drafted(actions=GRANTS + " guardians @Council"))
    assert act_danger_lines(proposal, SAY) == [
        "⚠️ **Look twice** at change 1 of the server: everybody with <@&502> **becomes a moderator** of the part "
        "Grants: they may change its rules, also those by which it votes."
    ]
    shown = "\n".join(act_lines(proposal, SAY))
    for said in (
        "create the part **Grants**",
        "<#801>",
        "<#802>",
        "<#803>",
        "<@&501>",
        "**3 days** of voting",
    ):
        assert said in shown
    (act,) = proposal.content.acts
    assert act.line == (
        'create space "Grants" from subdao moderators <@&502> guardians <@&501> announcements <#801> discussion '
        "<#802> log <#803>"
    )
    assert await harness.drafted(actions=act.line)


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    ("line", "why"),
    [
        (GRANTS.replace("#news", "#nowhere"), "sees no channel nowhere"),
        (GRANTS.replace("#news", "<#999>"), "sees no channel 999"),
        (GRANTS.replace("#news", "#twin"), "several channels are called twin"),
        (GRANTS.replace("#news", "#voice"), "voice is no channel for announcements"),
        # A forum takes no log.
        (GRANTS.replace("log #log", "log #talk"), "talk is no channel for log"),
        (GRANTS.replace("log #log", "log <#1>"), "sees no channel 1"),
        (GRANTS.replace("@Stewards", "@everyone"), "everybody in the server has that role"),
        (GRANTS.replace("@Stewards", "@Nobodys"), "has no role Nobodys"),
        (GRANTS.replace("subdao", "staged"), "a part begins with one track"),
        (GRANTS.replace("moderators @Stewards", ""), "it is written"),
        (GRANTS + " log #news", "it is written"),
        (GRANTS + " parent main", "it is written"),
        (GRANTS.replace("Grants", f'"{"G" * 41}"'), "at most 40 characters"),
        (f"{GRANTS}\n{GRANTS}", "line 1 changes the same"),
        (f"{GRANTS}\narchive space grants", "no part grants"),
        ("archive space Nowhere", "no part Nowhere"),
        # Nobody dissolves the whole, whatever it is called.
        (f'archive space "DAO {GUILD}"', "no part DAO"),
    ],
)
async def test_a_line_that_can_make_no_part_is_refused(harness: ServiceHarness, line: str, why: str) -> None:
    await in_a_server_with_channels(harness)
    with raises_saying(BadAction, why):
        await harness.drafted(actions=line)


@pytest.mark.attack("commands")
async def test_a_part_takes_no_channel_and_no_name_of_the_whole_or_of_another(
    harness: ServiceHarness,
) -> None:
    await in_a_server_with_channels(harness)
    (root,) = await spaces(harness)
    harness.server.open_room(root.log, "audit")
    with raises_saying(BadAction, f"{root.log} is a channel of DAO"):
        await harness.drafted(actions=GRANTS.replace("log #log", "log #audit"))
    await carried_out(harness, GRANTS)
    for line in (GRANTS, GRANTS.replace("Grants", "grants")):
        with raises_saying(BadAction, "there is a space [Gg]rants already"):
            await harness.drafted(actions=line)
    with raises_saying(BadAction, "is a channel of Grants already"):
        await harness.drafted(actions=GRANTS.replace("Grants", "Works"))


@pytest.mark.attack("order")
async def test_of_two_proposals_that_make_the_same_part_one_makes_it(harness: ServiceHarness) -> None:
    await in_a_server_with_channels(harness)
    first, second = [await harness.submitted(actions=GRANTS) for _ in range(2)]
    for each in (first, second):
        await harness.open(each)
    for each in (first, second):
        await harness.passed(each)
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    done = [await outcomes(harness, each) for each in (first, second)]
    assert sorted(done) == [["done"], ["refused: space_hindered"]]
    assert len(await spaces(harness)) == 2


@pytest.mark.attack("order")
@pytest.mark.parametrize("rights", [1 << 2, 1 << 3, 1 << 28])
async def test_moderators_whose_role_gives_more_by_now_get_no_part(
    harness: ServiceHarness, rights: int
) -> None:
    await in_a_server_with_channels(harness)
    proposal = await passed(harness, GRANTS)
    harness.server.change(STEWARDS, permissions=rights)
    await harness.proceed()
    assert await outcomes(harness, proposal) == ["refused: more_rights"]
    assert len(await spaces(harness)) == 1


async def lets_act(
    harness: ServiceHarness,
    *acts: ActKind,
    roles: tuple[RoleId, ...] = (),
    categories: tuple[ChannelId, ...] = (),
) -> None:
    """What is proposed in Grants may do these acts on the server."""
    async with harness.services.uow.writing() as repositories:
        grants = (await repositories.spaces.tree(GUILD)).named("Grants")
        assert grants is not None
        (track,) = await repositories.spaces.tracks(grants.id)
        server = {
            "acts": [each.value for each in acts],
            "roles": [str(role) for role in roles],
            "categories": [str(category) for category in categories],
        }
        policy = Policy.model_validate({**track.policy.model_dump(), "server": server})
        await repositories.spaces.set_track(grants.id, MAIN, policy, harness.clock.now())


async def drafted_in_grants(harness: ServiceHarness, lines: str) -> ProposalId:
    ada = replace(harness.actor("ada"), channel=ChannelId(TALK))
    return (await harness.services.proposing.draft(ada, "A", "Text.", lines)).proposal.id


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"grant <@&{MODERATORS}> to <@102>", "has a say in another part"),
        (f"grant <@&{GUARDIANS}> to <@102>", "has a say in another part"),
        (f"take <@&{MODERATORS}> from <@102>", "has a say in another part"),
        # Votes of the whole give it for a term, and end that.
        ("grant @Council to <@102>", "is given by votes above"),
        ("take @Council from <@102>", "is given by votes above"),
        # It may ban members, of whatever part.
        ("grant @Guards to <@102>", "or has rights over members"),
        ("take @Guards from <@102>", "or has rights over members"),
        (f'archive space "DAO {GUILD}"', "no part DAO"),
        ("archive space Grants", "no part Grants"),
        ("retire track Payments", "no track Payments takes proposals"),
        ("rules Payments: quorum 20%", "no track Payments takes proposals"),
    ],
)
async def test_a_part_reaches_nothing_that_is_not_its_own(
    harness: ServiceHarness, line: str, why: str
) -> None:
    await in_a_server_with_channels(harness)
    await carried_out(harness, GRANTS)
    async with harness.services.uow.writing() as repositories:
        root = await repositories.spaces.of_guild(GUILD)
        (main,) = await repositories.spaces.tracks(root.id)
        await repositories.spaces.set_track(root.id, "Payments", main.policy, harness.clock.now())
    planters, guards = (
        harness.server.add(504, "Planters"),
        harness.server.add(505, "Guards", permissions=1 << 2),
    )
    await lets_act(harness, *ActKind, roles=(COUNCIL, guards, MODERATORS, GUARDIANS, planters))
    assert await drafted_in_grants(harness, "grant @Planters to <@102>")
    with raises_saying(BadAction, why):
        await drafted_in_grants(harness, line)


async def in_categories(harness: ServiceHarness) -> None:
    """One in which Grants lives alone, one in which the whole does, one in which both do, and one in which nobody does;
    each with a channel that says nothing of Folkmoot. Votes of Grants may change channels in all of them."""
    await in_a_server_with_channels(harness)
    await carried_out(harness, GRANTS)
    server, (root, _) = harness.server, await spaces(harness)
    names = ("Growing", "Town", "Shared", "Empty")
    categories = [
        server.open_room(700 + place, name, ChannelKind.CATEGORY) for place, name in enumerate(names)
    ]
    growing, town, shared, _ = categories
    for place, category in enumerate(categories):
        server.open_room(710 + place, f"chat-of-{names[place].casefold()}", category=category)
    for number, name, category in (
        (NEWS, "news", growing),
        (TALK, "talk", growing),
        (LOG, "log", shared),
        (root.announcements, "moot", town),
        (root.log, "ledger", shared),
    ):
        server.open_room(number, name, category=category)
    acts = (ActKind.CREATE_CHANNEL, ActKind.RENAME_CHANNEL, ActKind.ARCHIVE_CHANNEL)
    await lets_act(harness, *acts, categories=tuple(categories))


@pytest.mark.attack("commands")
async def test_a_part_changes_channels_only_where_it_lives_alone(harness: ServiceHarness) -> None:
    await in_categories(harness)
    for line in ('create channel "seeds" in #Growing', "archive #chat-of-growing", 'rename #talk to "walk"'):
        assert await drafted_in_grants(harness, line)
    for line in (
        'create channel "seeds" in #Town',
        "archive #chat-of-town",
        'rename #moot to "nothing"',
        "archive #chat-of-shared",
        'rename #ledger to "nothing"',
        "archive #chat-of-empty",
    ):
        with raises_saying(BadAction, "is in no category of this part"):
            await drafted_in_grants(harness, line)
    await lets_act(harness, *ActKind, roles=(COUNCIL,), categories=(ChannelId(700), ChannelId(702)))
    _, part = await spaces(harness)
    tracks = await harness.services.tracks.all(GUILD, ChannelId(TALK))
    checked = await harness.services.examined_server.check(part, tracks)
    assert [check_line(each, SAY).split(" ")[0] for each in checked] == ["✅", "✅", "⚠️", "✅", "⚠️"]


@pytest.mark.attack("order")
async def test_what_became_others_after_the_vote_is_not_changed_by_a_part(harness: ServiceHarness) -> None:
    await in_categories(harness)
    planters = harness.server.add(504, "Planters")
    acts = (ActKind.GRANT_ROLE, ActKind.ARCHIVE_CHANNEL)
    await lets_act(harness, *acts, roles=(planters,), categories=(ChannelId(700),))
    part = await with_safe(harness)
    (proposal,) = await part.all_passed("archive #chat-of-growing\ngrant @Planters to <@102>")
    root, _ = await spaces(harness)
    harness.server.open_room(root.announcements, "moot", category=ChannelId(700))
    await change_policy(harness, server={"acts": ["grant_role"], "roles": [str(planters)]})
    await harness.proceed()
    assert await outcomes(harness, proposal) == ["refused: channel_of_others", "refused: more_rights"]
    # What has passed is done, too, when the part was dissolved meanwhile, and its channels are nobody else's.
    harness.server.open_room(root.announcements, "moot")
    await change_policy(harness, server=None)
    async with harness.services.uow.writing() as repositories:
        await repositories.spaces.archive((await part.space()).id, harness.clock.now())
    await tried_again(harness)
    assert await outcomes(harness, proposal) == ["done", "done"]


@pytest.mark.attack("commands")
async def test_offices_that_a_part_changes_are_its_own(harness: ServiceHarness) -> None:
    await in_a_server_with_channels(harness)
    await carried_out(harness, GRANTS)
    await lets_act(harness, ActKind.CHANGE_MODERATORS)
    await harness.powers({"ada": 10, "ben": 10, "cem": 10})
    proposal = await drafted_in_grants(harness, "moderators @Council")
    await harness.services.proposing.submit(harness.actor("ada"), proposal)
    await harness.thread_stands(proposal)
    await harness.pass_time(timedelta(days=1))
    await harness.open(proposal)
    for name in ("ben", "cem"):
        await harness.vote(name, "For")
    await harness.passed(proposal)
    await harness.pass_time(timedelta(days=3))
    await harness.proceed()
    root, grants = await spaces(harness)
    assert await outcomes(harness, proposal) == ["done"]
    assert (root.moderators, grants.moderators) == (MODERATORS, COUNCIL)


async def test_a_part_is_dissolved_with_all_that_stands_below_it(harness: ServiceHarness) -> None:
    await in_a_server_with_channels(harness)
    await carried_out(harness, GRANTS)
    async with harness.services.uow.writing() as repositories:
        grants = (await repositories.spaces.tree(GUILD)).named("Grants")
        assert grants is not None
        below = {"announcements": ChannelId(1), "discussion": ChannelId(2), "log": ChannelId(3)}
        roles = {"moderators": COUNCIL, "guardians": GUARDIANS}
        await repositories.spaces.create(grants, "Small", **below, **roles, at=harness.clock.now())
    proposal = await carried_out(harness, "archive space grants")
    assert await harness.state(proposal) is State.EXECUTED
    assert [each.archived_at is not None for each in await spaces(harness)] == [False, True, True]
    with pytest.raises(SpaceArchived):
        await drafted_in_grants(harness, "")


@pytest.mark.attack("order")
async def test_a_part_is_dissolved_once(harness: ServiceHarness) -> None:
    await in_a_server_with_channels(harness)
    await carried_out(harness, GRANTS)
    first, second = [await harness.submitted(actions="archive space Grants") for _ in range(2)]
    for each in (first, second):
        await harness.open(each)
    for each in (first, second):
        await harness.passed(each)
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    done = [await outcomes(harness, each) for each in (first, second)]
    assert sorted(done) == [["done"], ["gone: space_gone"]]


async def test_what_makes_a_part_is_in_the_frozen_content(harness: ServiceHarness) -> None:
    await in_a_server_with_channels(harness)
    proposal = await harness.get(await passed(harness, GRANTS))
    (act,) = proposal.content.acts
    assert isinstance(act, CreateSpace)
    assert (act.moderators.id, act.guardians.id, act.policy.name) == (STEWARDS, GUARDIANS, "subdao")
