"""What the doctor says of what votes may change in a Discord server."""

from bot.domain.ids import ChannelId, RoleId
from bot.services.governance import findings
from bot.wording.delivery.permissions import permission_name
from bot.wording.errors import clause
from bot.wording.language import Language
from bot.wording.server_acts.kinds import kind_words


@clause.register
def _(finding: findings.OfServerActs, say: Language) -> str:
    return say._("“{label}”, for what votes may change in the server ({acts})").format(
        label=permission_name(finding.permission, say),
        acts=say.both([kind_words(act, say) for act in finding.acts]),
    )


@clause.register
def _(finding: findings.OfGivenRole, say: Language) -> str:
    return say._("role that votes may give: {role}").format(role=say.markup.role(RoleId(finding.role)))


@clause.register
def _(finding: findings.OfCategory, say: Language) -> str:
    return say._("category in which votes may change channels: {category}").format(
        category=say.markup.channel(ChannelId(finding.category))
    )


@clause.register
def _(finding: findings.CategoryThere, say: Language) -> str:
    return say._("the bot sees it, and may do there what votes may change")


@clause.register
def _(finding: findings.CategoryGone, say: Language) -> str:
    return say._("the bot sees no such category")


@clause.register
def _(finding: findings.CategoryOfOthers, say: Language) -> str:
    return say._("the part doesn't live there, or others do too: its votes change no channel in it")


@clause.register
def _(finding: findings.ActsPermitted, say: Language) -> str:
    return say._("the bot has it")


@clause.register
def _(finding: findings.RoleBelowBot, say: Language) -> str:
    return say._("it stands below the bot's own role")


@clause.register
def _(finding: findings.RoleOutOfReach, say: Language) -> str:
    return say._("it stands above the bot's own role, or belongs to another bot")


@clause.register
def _(finding: findings.RoleOfOthers, say: Language) -> str:
    return say._(
        "it has a say in another part of this server, is given by votes above, or has rights over members: this part's "
        "votes neither give nor take it"
    )


@clause.register
def _(finding: findings.RolePermitsAll, say: Language) -> str:
    return say._("it has Administrator, and is given by no vote")


@clause.register
def _(finding: findings.TakeRoleOut, say: Language) -> str:
    return say._("take it out of `[server]` in the policy, with `/gov policy upload`")


@clause.register
def _(finding: findings.MoveBotUp, say: Language) -> str:
    return say._(
        "move the bot's role above it in Server Settings, Roles, or take it out of `[server]` in the policy"
    )


@clause.register
def _(finding: findings.AllowInServer, say: Language) -> str:
    return say._("allow “{label}” in Server Settings, Roles, the bot's role").format(
        label=permission_name(finding.permission, say)
    )


@clause.register
def _(finding: findings.AllowInCategory, say: Language) -> str:
    return say._(
        "allow “{label}” and “View Channel” for the bot's role in the category's own permissions "
        "(Edit Category, Permissions)"
    ).format(label=permission_name(finding.permission, say))
