"""A proposal that changes its Discord server beside what its Safe does: from the draft to roles, rules and the log."""

from __future__ import annotations

from pathlib import Path

from sandbox.discord.world.channels import Channel
from sandbox.discord.world.guilds import Role
from sandbox.discord.world.permissions import P
from sandbox.stage import BOT_PERMISSIONS, Stage
from tests.main_job.conftest import Staging
from tests.main_job.job import TOKEN, Job, assert_says, verified

POLICY = """
name = "stewards"
mechanism = "single"
choices = ["For", "Against", "Abstain"]
proposal_threshold = 1000000000000000000
reactions = true

[rules]
quorum = {{ kind = "share", value = "4/100", counts = ["For", "Abstain"] }}
majority = {{ kind = "simple", value = "1/2", abstain = "excluded" }}

[periods]
discussion = "PT1H"
voting = "PT1H"
timelock = "PT1H"
execution = "P14D"
unresolved_after = "PT6H"

[server]
acts = ["grant_role", "take_role", "create_role", "change_rules", "change_moderators", "create_channel"]
roles = ["{role}"]
categories = ["{category}"]
"""


def below_the_bot(stage: Stage, name: str) -> Role:
    """A role that the bot may give, in a server that lets it manage roles and channels."""
    (own,) = stage.guild.bot(stage.app).roles
    own.allow(BOT_PERMISSIONS | P.MANAGE_ROLES | P.MANAGE_CHANNELS)
    role = stage.guild.create_role(name)
    role.position, own.position = own.position, role.position
    stage.guild.role_changed(role)
    stage.guild.role_changed(own)
    return role


async def lets_server_change(job: Job, role: Role, category: Channel) -> None:
    """The policy of `main` names what passes may change."""
    stage = job.stage
    file = ("policy.toml", POLICY.format(role=role.id, category=category.id).encode())
    reply = await stage.moderator.slash(stage.log, "gov policy upload", file=file)
    shown = await reply.settled(timeout=30)
    assert_says(shown.text, "what passes may give roles", role.mention, category.mention)
    await (await stage.moderator.click(shown, label="Apply to main")).settled(timeout=30)


async def test_what_passes_changes_the_server_beside_what_its_safe_does(
    staged: Staging, tmp_path: Path
) -> None:
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 60_000, "ben": 1_000})
        stage, ada, ben = job.stage, job["ada"].person, job["ben"].person
        council = below_the_bot(stage, "Council")
        stewards = stage.guild.create_role("Stewards")
        projects = stage.guild.create_category("Projects")
        await lets_server_change(job, council, projects)
        payee = stage.chain.account("payee").address

        lines = [
            f"transfer 2 ETH to {payee}",
            f"grant @Council to <@{ben.id}>",
            'create role "Council 2026"',
            f'grant "Council 2026" to <@{ada.id}>',
            "rules main: quorum 30%",
            "moderators @Stewards",
            'create channel "grants" in #Projects',
        ]
        number = await job.opened("ada", "A council", "\n".join(lines))
        card = await job.card(number, "Open for voting")
        assert_says(
            card.text,
            "Look twice",
            "becomes a moderator",
            "2 ETH",
            f"give {council.mention} to <@{ben.id}>",
            "create the role **Council 2026**",
            "4 % → 30 %",
        )
        assert card.text.index("becomes a moderator") < card.text.index("Open for voting")
        await job.click("ada", number, "For")
        record = await job.closed(number)
        assert [act["kind"] for act in record["frozen"]["acts"]] == [
            "grant_role",
            "create_role",
            "grant_role",
            "change_rules",
            "change_moderators",
            "create_channel",
        ]
        result = await job.result(number)
        assert_says(result.text, "then Folkmoot changes the server as voted")
        assert any("counted again" in line or "content" in line for line in await verified(result, tmp_path))
        assert council not in ben.roles

        transaction = await job.proposed(number)
        await job.in_thread(number, "6. create the text channel")
        await job.card(number, "6 of 6 changes are made")
        assert council in ben.roles
        (grants,) = [each for each in stage.guild.channels.values() if each.parent is projects]
        assert grants.name == "grants"
        assert [role.name for role in ada.roles] == ["Council 2026"]
        assert ada.roles[0].permissions == 0
        await job.logged("role given, as voted", str(council.id))
        await job.logged("rules changed, as voted", "30")
        await job.logged("another role moderates, as voted", str(stewards.id))
        policy = await job.ask(stage.moderator, "gov policy show", track="main")
        assert_says(policy, "30 %")
        await job.execute(transaction)
        await job.notified(number, "The Safe executed")
        assert await stage.chain.balance(payee) == 2 * TOKEN
        executed = await job.card(number, "Executed")
        assert_says(executed.text, "6 of 6 changes are made")
