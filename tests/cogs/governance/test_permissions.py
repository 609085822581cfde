"""/permissions: the table says what commands and buttons ask for, and they ask for what it says."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import discord
import pytest
from discord import app_commands, ui

from bot.domain.errors import NotAuditor, NotAuthor, NotGuardian, NotModerator, NotOwnStatement
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.permissions.requirement import Who
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.wording.errors import words_for
from bot.wording.governance.offices.permissions import BUTTONS
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from cogs.components.interactions.dispatch import registered
from cogs.components.interactions.requirements import required_by
from cogs.governance.views import REASON
from tests.cogs.conftest import COMMANDS_OF_TESTS, Dao, answered, named

pytestmark = pytest.mark.asyncio(loop_scope="session")

ENGLISH = language("en", DISCORD)
REFUSALS = {
    words_for(error, ENGLISH, None).partition(".")[0]
    for error in (
        NotModerator(),
        NotGuardian(),
        NotAuthor(None),
        NotAuthor(1),
        NotAuditor(),
        NotOwnStatement(),
    )
}
"""The first sentence of whatever refuses somebody for who they are."""
WHO = {
    "ben": {Who.EVERYONE, Who.VOTERS, Who.ASKED, Who.SIGNERS},
    "milo": {Who.EVERYONE, Who.VOTERS, Who.MODERATORS, Who.ROOT_MODERATORS},
    "ada": {Who.EVERYONE, Who.VOTERS, Who.AUTHOR},
    "gus": {Who.EVERYONE, Who.VOTERS, Who.GUARDIANS},
}


LAST = {"data consent": 1, "handover begin": 2}
"""After the first members are asked before anything else, after the second nothing is stored here any more."""


def commands(dao: Dao) -> Iterator[app_commands.Command]:
    assert dao.world.client is not None
    for command in dao.world.client.tree.walk_commands():
        if isinstance(command, app_commands.Command) and command.name not in COMMANDS_OF_TESTS:
            yield command


@contextmanager
def shown_to_everybody(dao: Dao) -> Iterator[None]:
    """A server may show the commands of moderators to anyone; the bot asks for the role itself."""
    payloads = [command.payload for command in dao.world.app.commands.values()]
    hidden = [(payload, payload.get("default_member_permissions")) for payload in payloads]
    for payload in payloads:
        payload["default_member_permissions"] = None
    try:
        yield
    finally:
        for payload, needed in hidden:
            payload["default_member_permissions"] = needed


async def refused(dao: Dao, name: str, command: str, options: dict) -> bool:
    """Whether the member is refused for who they are."""
    reply = await dao[name].slash(dao.council, command, **options)
    if reply.modal is not None:
        return False
    return is_refusal((await reply.settled()).text)


def is_refusal(text: str) -> bool:
    one = re.sub(r"#[0-9]+", "#1", text)
    return any(one.startswith(words) for words in REFUSALS)


async def test_every_command_asks_for_what_the_table_says(dao: Dao) -> None:
    proposal = await dao.discussed()
    await dao.use("ada", "proposal statement", proposal=named(proposal), text="Wells are good.")
    other = dao.world.discord.create_application("Another")
    dao.guild.invite(other, 0)
    wrong = []
    with shown_to_everybody(dao):
        for command in sorted(commands(dao), key=lambda each: LAST.get(each.qualified_name, 0)):
            declared = required_by(command)
            options = {
                each.display_name: _filled(dao, other, command, each, named(proposal))
                for each in command.parameters
                if each.required or each.name == declared.option or each.display_name == "to" or each.choices
            }
            asked = declared.requirement
            # Those who may not come first: what the others do may change what there is.
            for name in sorted(WHO, key=lambda name: not asked.who.isdisjoint(WHO[name])):
                may = not asked.who.isdisjoint(WHO[name])
                if await refused(dao, name, command.qualified_name, options) is may:
                    wrong.append((command.qualified_name, name, may))
                if may:
                    break
    assert not wrong, wrong


def _filled(dao: Dao, other, command, parameter, proposal: str):
    """Something that the option takes."""
    if parameter.name == "proposal":
        return proposal
    if parameter.choices:
        return parameter.choices[0].value
    match parameter.type:
        case discord.AppCommandOptionType.user:
            return dao.guild.bot(other) if command.qualified_name == "handover begin" else dao["gus"]
        case discord.AppCommandOptionType.role | discord.AppCommandOptionType.mentionable:
            return dao.roles["guardians"]
        case discord.AppCommandOptionType.channel:
            return dao.channels["announcements"]
        case discord.AppCommandOptionType.integer:
            return 1
        case discord.AppCommandOptionType.attachment:
            return ("policy.toml", b"")
    return {
        "address": dao.folk.address,
        "to": dao.folk.address,
        "fingerprint": dao.folk.address,
        "preset": "token",
        "track": "main",
        "space": "The Well DAO",
    }.get(parameter.name, "1")


DANGEROUS = (
    "gov pause",
    "gov resume",
    "gov open",
    "gov cancel",
    "veto",
    "proposal edit",
    "proposal withdraw",
)


async def test_what_stops_or_changes_a_proposal_is_asked_in_each_state_of_each_role(dao: Dao) -> None:
    there = await proposals_in_each_state(dao)
    found = {each.qualified_name: required_by(each).requirement for each in commands(dao)}
    may_and_does = []
    with shown_to_everybody(dao):
        for command in DANGEROUS:
            requirement = found[command]
            for now, proposal in there.items():
                assert state(await dao.proposal(proposal.id), dao.world.clock.now()) is now
                for name, who in WHO.items():
                    options = {"proposal": named(proposal)}
                    if requirement.who.isdisjoint({Who.AUTHOR}):
                        options["reason"] = "tried"
                    reply = await dao[name].slash(dao.council, command, **options)
                    text = "" if reply.modal else (await answered(reply)).text
                    holds = not requirement.who.isdisjoint(who)
                    assert is_refusal(text) is not holds, (command, now, name, text)
                    if holds:
                        done = "is in the state" not in text
                        assert done is (now in requirement.states), (command, now, name, text)
                        may_and_does.append((command, now))
                    if holds and now in requirement.states and command in ("gov pause", "gov resume"):
                        back = "gov resume" if command == "gov pause" else "gov pause"
                        await dao.use(name, back, proposal=named(proposal), reason="back")
    assert len(may_and_does) == len(DANGEROUS) * len(there)


async def proposals_in_each_state(dao: Dao) -> dict[State, Proposal]:
    """One in each of these states, all of ada's."""
    passed = await dao.voting(title="Passed")
    await dao.votes_for(passed, "ada")
    await dao.world.later(timedelta(days=3))
    titles = ("Pending", "Voting", "Paused")
    pending, voting, paused = [await dao.discussed(title=title) for title in titles]
    await dao.world.later(timedelta(days=2, seconds=4))
    closing = await dao.services.closing.close(passed.id)
    assert closing is not None
    assert closing.passed
    for each in (voting, paused):
        assert await dao.open_now(each.id)
    await dao.use("milo", "gov pause", proposal=named(paused), reason="tried")
    cancelled, discussed = await dao.discussed(title="Cancelled"), await dao.discussed(title="Discussed")
    asked = await dao.use("milo", "gov cancel", proposal=named(cancelled), reason="tried")
    await dao.click("milo", asked, f"Cancel proposal {cancelled.number}")
    return {
        State.DISCUSSION: discussed,
        State.PENDING: pending,
        State.VOTING: voting,
        State.PAUSED: paused,
        State.TIMELOCK: passed,
        State.CANCELLED: cancelled,
    }


async def test_what_buttons_ask_for_is_what_a_command_asks_for_or_has_words(dao: Dao) -> None:
    assert dao.world.client is not None
    asked = {required_by(each).requirement for each in commands(dao)}
    components = registered(dao.world.client)
    worded = {components[kind].requirement for kind in BUTTONS}
    for kind, handler in components.items():
        assert handler.requirement in asked | worded, kind


async def test_a_button_asks_whoever_clicks_it(dao: Dao) -> None:
    """Whoever gets hold of one, such as from a message that a restart left behind."""
    proposal = await dao.discussed()
    client = dao.world.client
    assert client is not None
    channel = client.get_channel(dao.council.id)
    assert isinstance(channel, discord.TextChannel)
    for kind in ("cancel", "veto", "submit", "edit", "discard", "withdraw", "bring-up"):
        handler = registered(client)[kind]
        parts = {name: proposal.id if name == "proposal" else 1 for name in handler.custom_id.parts}
        view = ui.LayoutView(timeout=None).add_item(ui.TextDisplay("why", id=REASON))
        button = ui.Button[ui.LayoutView](label=kind, custom_id=handler.custom_id(**parts))
        sent = await channel.send(view=view.add_item(ui.ActionRow(button)))
        message = next(each for each in dao.council.messages if each.id == sent.id)
        reply = await dao["ben"].click(message, kind)
        assert is_refusal((await reply.settled()).text), kind


async def test_the_table_says_at_one_look_who_can_stop_change_and_spend(dao: Dao) -> None:
    shown = await dao.use("ben", "permissions")
    text = shown.text
    stops = text.partition("Have what passed carried out")[0]
    moderators = f"moderators (<@&{dao.roles['moderators'].id}>)"
    assert f"{moderators}, in the state open for voting: `/gov pause`" in stops
    guardians = f"guardians (<@&{dao.roles['guardians'].id}>)"
    assert f"{guardians}, in the state passed, in its timelock: `/veto`" in stops
    assert "`/gov log` with `links`" in text
    assert "No command pays anything" in text


async def test_what_one_member_may_do(dao: Dao) -> None:
    of_ben = (await dao.use("milo", "permissions", member=dao["ben"])).text
    assert "/gov pause" not in of_ben
    assert "/proposal edit" in of_ben
    of_gus = (await dao.use("ben", "permissions", member=dao["gus"], command="veto")).text
    assert "/veto" in of_gus
    assert "/gov pause" in (await dao.use("ben", "permissions", member=dao["milo"])).text
    assert "/gov pause" in (await dao.use("ben", "permissions", role="moderators")).text


async def test_in_a_part_the_table_tells_whom_the_whole_server_asks(dao: Dao) -> None:
    room, office = dao.guild.create_text_channel("grants"), dao.guild.create_role("granters")
    gail = dao.guild.create_member("gail", roles=[office])
    role, channel = RoleId(office.id), ChannelId(room.id)
    async with dao.services.uow.writing() as repositories:
        root = await repositories.spaces.of_guild(GuildId(dao.guild.id))
        await repositories.spaces.create(
            root,
            "Grants",
            announcements=channel,
            discussion=channel,
            log=channel,
            moderators=role,
            guardians=role,
            at=dao.services.clock.now(),
        )

    async def asked(command: str, **options) -> str:
        return (
            await (await dao["ben"].slash(room, "permissions", command=command, **options)).settled()
        ).text

    assert "moderators of the whole server: `/gov address add" in await asked("gov address add")
    assert f"moderators (<@&{office.id}>): `/gov track add" in await asked("gov track add")
    assert "/gov address add" not in await asked("gov address add", member=gail)
    assert "/gov track add" in await asked("gov track add", member=gail)
    with shown_to_everybody(dao):
        reply = await gail.slash(room, "gov address add", name="mill", address=dao.folk.address)
        assert is_refusal((await reply.settled()).text)


async def test_the_table_as_a_file(dao: Dao) -> None:
    shown = await dao.use("ben", "permissions", command="gov pause", file="csv")
    (attached,) = shown.attachments
    (row,) = csv.DictReader(io.StringIO(attached.content.decode()))
    assert row == {
        "kind": "command",
        "name": "gov pause",
        "option": "",
        "effect": "stop",
        "who": "moderators",
        "states": "voting",
        "sometimes": "",
    }
    assert "`/gov pause`" in shown.text
