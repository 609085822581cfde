"""Who has power and who may veto are those of the submission; a rule that does change is told."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import (
    BadSetting,
    NotGuardian,
    NotInTimelock,
    NotModerator,
    ProposalUnknown,
    WrongState,
)
from bot.domain.ids import ProposalId, RoleId
from bot.domain.policy.model import Policy
from bot.services.actors import Actor
from bot.services.delivery.notifications import PostRuleChange
from bot.services.governance.policies.policy_changes import Changes
from bot.wording.governance.log.log_entries import log_text
from bot.wording.proposals.rule_changes import rule_change_text
from tests.fakes import account
from tests.harness import (
    GUARDIANS,
    GUILD,
    MODERATORS,
    NFT,
    SAFE,
    SILVER,
    TIMELOCK,
    TOKEN,
    ServiceHarness,
    setup_answers,
)
from tests.said import PLAIN_ENGLISH

ACTION = f"transfer 5 to {account('well builder')}"
NEW_GUARDIANS, EVERYONE = RoleId(77), RoleId(int(GUILD))


async def bind(harness: ServiceHarness, **changed: object) -> None:
    """/gov setup once more, with other roles."""
    request = setup_answers(sources="", **changed)
    await harness.services.space_setup.set_up(harness.actor("root", administrator=True), request)


async def rules_of(harness: ServiceHarness, proposal: ProposalId) -> Policy:
    return (await harness.get(proposal)).rules


async def edit(harness: ServiceHarness, **changes: str) -> None:
    await harness.services.tracks.edit(harness.moderator(), "main", Changes(**changes))


async def told(harness: ServiceHarness, proposal: ProposalId) -> list[str]:
    """What the proposal's thread was told of its rules."""
    said = []
    for change in await harness.notified(PostRuleChange):
        if change.proposal == proposal:
            found = await harness.get(proposal)
            old, new = await harness.services.tracks.change(found.track, change.old, change.new)
            said.append(rule_change_text(old, new, PLAIN_ENGLISH))
    return said


# -- guardians ----------------------------------------------------------------------------------------------------


async def in_timelock(harness: ServiceHarness) -> ProposalId:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    return proposal


@pytest.mark.attack("commands")
async def test_a_new_role_of_guardians_has_no_veto_over_what_was_submitted_before(
    harness: ServiceHarness,
) -> None:
    proposal = await in_timelock(harness)
    await bind(harness, guardians=NEW_GUARDIANS)
    with pytest.raises(NotGuardian):
        await harness.services.moderation.veto(harness.actor("new", NEW_GUARDIANS), proposal, "I may")
    await harness.services.moderation.veto(harness.guardian(), proposal, "theft")


async def test_a_new_role_of_guardians_vetoes_what_is_submitted_afterwards(harness: ServiceHarness) -> None:
    await harness.set_up()
    await bind(harness, guardians=NEW_GUARDIANS)
    await harness.powers({"ada": 10})
    proposal = await harness.submitted(actions=ACTION)
    await harness.open(proposal)
    await harness.passed(proposal)
    with pytest.raises(NotGuardian):
        await harness.services.moderation.veto(harness.guardian(), proposal, "I was one")
    await harness.services.moderation.veto(harness.actor("new", NEW_GUARDIANS), proposal, "theft")


@pytest.mark.attack("commands")
@pytest.mark.parametrize("who", ["ada", "mo", "root", "everyone", "guardian of before"])
async def test_nobody_vetoes_without_the_role_now(harness: ServiceHarness, who: str) -> None:
    proposal = await in_timelock(harness)
    actors = {
        "ada": harness.actor("ada"),
        "mo": harness.moderator(),
        "root": harness.actor("root", administrator=True),
        "everyone": harness.actor("eve", EVERYONE),
        "guardian of before": harness.actor("gus"),
    }
    with pytest.raises(NotGuardian):
        await harness.services.moderation.veto(actors[who], proposal, "because")
    await harness.pass_time(TIMELOCK)
    with pytest.raises(NotInTimelock):
        await harness.services.moderation.veto(harness.guardian(), proposal, "too late")


@pytest.mark.attack("commands")
@pytest.mark.parametrize("role", ["moderators", "guardians"])
async def test_everyone_is_no_moderator_and_no_guardian(harness: ServiceHarness, role: str) -> None:
    await harness.set_up()
    with pytest.raises(BadSetting) as refused:
        await bind(harness, **{role: EVERYONE})
    assert (refused.value.field, refused.value.text) == (role, "@everyone")
    space, _ = await harness.services.space_setup.space(GUILD)
    assert (space.moderators, space.guardians) == (MODERATORS, GUARDIANS)


@pytest.mark.attack("database")
async def test_everyone_has_no_right_even_where_a_database_says_so(harness: ServiceHarness) -> None:
    proposal = await in_timelock(harness)
    async with harness.database.write_transaction() as connection:
        await connection.exec_driver_sql(f"UPDATE spaces SET moderators = {GUILD}, guardians = {GUILD}")
        await connection.exec_driver_sql(f"UPDATE submissions SET guardians = {GUILD}")
    eve = harness.actor("eve", EVERYONE)
    with pytest.raises(NotGuardian):
        await harness.services.moderation.veto(eve, proposal, "I am everyone")
    with pytest.raises(NotModerator):
        await harness.services.moderation.cancel(eve, proposal, "I am everyone")


_Act = Callable[[ServiceHarness, Actor, ProposalId], Awaitable[None]]


def _moderation(name: str) -> _Act:
    async def act(harness: ServiceHarness, actor: Actor, proposal: ProposalId) -> None:
        await getattr(harness.services.moderation, name)(actor, proposal, "because")

    return act


ACTS = ["pause", "resume", "cancel", "veto"]
WHO = ["member", "author", "guardian", "moderator", "administrator", "everyone"]
STATES = ["draft", "discussion", "voting", "paused", "timelock", "executing", "withdrawn"]
MAY = {
    ("pause", "moderator", "voting"),
    ("pause", "administrator", "voting"),
    ("resume", "moderator", "paused"),
    ("resume", "administrator", "paused"),
    *{("cancel", who, state) for who in ("moderator", "administrator") for state in STATES[1:4]},
    ("veto", "guardian", "timelock"),
}


async def _in_state(harness: ServiceHarness, state: str) -> ProposalId:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.drafted(actions=ACTION)
    ada = harness.actor("ada")
    if state != "draft":
        await harness.services.proposing.submit(ada, proposal)
        await harness.thread_stands(proposal)
    if state == "withdrawn":
        await harness.services.proposing.withdraw(ada, proposal)
    if state in ("voting", "paused", "timelock", "executing"):
        await harness.open(proposal)
    if state == "paused":
        await harness.services.moderation.pause(harness.moderator(), proposal, "a fire")
    if state in ("timelock", "executing"):
        await harness.passed(proposal)
    if state == "executing":
        await harness.prepared(proposal)
    return proposal


@pytest.mark.attack("commands")
@pytest.mark.parametrize("state", STATES)
async def test_each_act_is_for_its_role_in_its_state_and_for_nobody_else(
    harness: ServiceHarness, state: str
) -> None:
    """Every act by everybody: what isn't allowed is refused, and changes nothing."""
    proposal = await _in_state(harness, state)
    actors = {
        "member": harness.actor("eve"),
        "author": harness.actor("ada"),
        "guardian": harness.guardian(),
        "moderator": harness.moderator(),
        "administrator": harness.actor("root", administrator=True),
        "everyone": harness.actor("eve", EVERYONE),
    }
    before = await harness.get(proposal)
    for name in ACTS:
        for who in WHO:
            if (name, who, state) in MAY:
                continue
            # Nobody but its author is told of a draft.
            by_state = (ProposalUnknown,) if state == "draft" else (WrongState, NotInTimelock)
            with pytest.raises((NotModerator, NotGuardian, *by_state)):
                await _moderation(name)(harness, actors[who], proposal)
    assert await harness.get(proposal) == before
    for name, who, there in sorted(MAY):
        if there == state and who != "administrator":
            await _moderation(name)(harness, actors[who], proposal)
            return


# -- the electorate -----------------------------------------------------------------------------------------------

ELECTORATES = {
    "another token": f"erc20 {SILVER.contract}",
    "one source more": f"erc20_votes {TOKEN.contract} + erc721 {NFT.contract} x 100",
    "another weight": f"erc20_votes {TOKEN.contract} x 2",
    "a list of members": f"allowlist {account('mallory')}=1000",
    "a role": "role 99",
}


@pytest.mark.attack("commands")
@pytest.mark.parametrize("sources", ELECTORATES.values(), ids=ELECTORATES)
async def test_other_sources_act_on_what_is_submitted_later(harness: ServiceHarness, sources: str) -> None:
    await harness.set_up(quorum="3 votes", threshold="0")
    await harness.powers({"ada": 10})
    before = await harness.submitted()
    rules = await rules_of(harness, before)
    await edit(harness, sources=sources)
    assert await rules_of(harness, before) == rules
    after = await harness.drafted()
    assert (await rules_of(harness, after)).power != rules.power
    await harness.open(before)
    assert (await harness.get(before)).rules == rules
    assert (await harness.passed(before)).scores == {"For": 10}


@pytest.mark.attack("commands")
async def test_a_change_of_sources_brings_no_other_rule_along(harness: ServiceHarness) -> None:
    await harness.set_up(quorum="1%")
    await harness.powers({"ada": 10})
    proposal = await harness.submitted()
    rules = await rules_of(harness, proposal)
    await edit(harness, sources=f"erc20 {SILVER.contract}", quorum="90%")
    await edit(harness, voting_period="1h")
    assert await rules_of(harness, proposal) == rules
    assert await told(harness, proposal) == []


async def test_a_proposal_follows_its_track_again_when_the_sources_are_back(harness: ServiceHarness) -> None:
    await harness.set_up(quorum="1%")
    await harness.powers({"ada": 10})
    proposal = await harness.submitted()
    await edit(harness, sources=f"erc20 {SILVER.contract}")
    await edit(harness, sources=f"erc20_votes {TOKEN.contract}", quorum="30%")
    assert (await rules_of(harness, proposal)).rules["quorum"]["value"] == "3/10"


async def test_a_draft_has_the_rules_of_its_track(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    draft = await harness.drafted()
    await edit(harness, sources=f"erc20 {SILVER.contract}")
    track = await harness.services.tracks.named(GUILD, "main")
    assert await rules_of(harness, draft) == track.policy


# -- a rule that changes ------------------------------------------------------------------------------------------


async def test_a_rule_that_changes_in_the_discussion_is_told_in_words(harness: ServiceHarness) -> None:
    await harness.set_up(quorum="4%")
    await harness.powers({"ada": 10})
    proposal = await harness.submitted()
    await edit(harness, quorum="30%")
    (said,) = await told(harness, proposal)
    assert "The rules of this proposal changed" in said
    change = re.search(r"Quorum: For and Abstain hold at least 4\s% → 30\s% of all power\.", said)
    assert change is not None
    assert len(said.splitlines()) == 2, "what stays isn't said"


async def test_setup_tells_it_too(harness: ServiceHarness) -> None:
    await harness.set_up(quorum="4%")
    await harness.powers({"ada": 10})
    proposal = await harness.submitted()
    await harness.set_up(quorum="30%")
    assert len(await told(harness, proposal)) == 1


async def test_the_log_says_in_words_what_changed(harness: ServiceHarness) -> None:
    await harness.set_up(quorum="4%")
    await edit(harness, quorum="30%")
    async with harness.services.uow.reading() as repositories:
        newest, *_, first = await repositories.log.of_guild(GUILD)
    entry, _, change = await harness.services.public_log.entry(newest.id)
    text = log_text(entry, PLAIN_ENGLISH, change)
    assert re.search(r"Quorum: For and Abstain hold at least 4\s% → 30\s% of all power\.", text)
    assert (await harness.services.public_log.entry(first.id))[2] is None


@pytest.mark.parametrize("state", ["draft", "voting"])
async def test_what_is_not_discussed_is_told_nothing(harness: ServiceHarness, state: str) -> None:
    await harness.set_up(quorum="4%")
    await harness.powers({"ada": 10})
    proposal = await harness.drafted()
    if state == "voting":
        await harness.services.proposing.submit(harness.actor("ada"), proposal)
        await harness.thread_stands(proposal)
        await harness.open(proposal)
    await edit(harness, quorum="30%")
    assert await told(harness, proposal) == []


async def test_a_setup_that_changes_no_rule_tells_nothing(harness: ServiceHarness) -> None:
    await harness.set_up(quorum="4%")
    await harness.powers({"ada": 10})
    proposal = await harness.submitted()
    await bind(harness, guardians=NEW_GUARDIANS)
    assert await told(harness, proposal) == []
    assert (await rules_of(harness, proposal)).executor is not None
    assert SAFE in str((await rules_of(harness, proposal)).executor)
