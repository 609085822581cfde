"""What the doctor says of Discord: the login, servers, channels and roles."""

from collections.abc import Sequence

from bot.domain.ids import ChannelId, MemberId
from bot.services.governance import findings
from bot.wording.delivery.permissions import permission_name
from bot.wording.errors import clause
from bot.wording.language import Language
from bot.wording.proposals.lifecycle.forum_tags import MOST_TAGS, TAG_LENGTH


@clause.register
def _(finding: findings.OfDiscord, say: Language) -> str:
    return "Discord"


@clause.register
def _(finding: findings.OfRole, say: Language) -> str:
    if finding.use == "moderators":
        return say._("moderators' role")
    if finding.use == "voters":
        return say._("voters' role")
    return say._("guardians' role")


@clause.register
def _(finding: findings.OfEvents, say: Language) -> str:
    return say._("events of votes")


@clause.register
def _(finding: findings.RoleThere, say: Language) -> str:
    return say._("it is there")


@clause.register
def _(finding: findings.RoleGone, say: Language) -> str:
    return say._("it was deleted in Discord: nobody has its rights")


@clause.register
def _(finding: findings.RoleEmpty, say: Language) -> str:
    return say._("nobody has it")


@clause.register
def _(finding: findings.GiveRole, say: Language) -> str:
    return say._("give the role to somebody in Discord, or name another one with `/gov setup`")


@clause.register
def _(finding: findings.OfHolders, say: Language) -> str:
    return say._("who has the roles")


@clause.register
def _(finding: findings.OfAuditor, say: Language) -> str:
    return say._("auditor {member}").format(member=say.markup.member(MemberId(finding.member)))


@clause.register
def _(finding: findings.MemberLeft, say: Language) -> str:
    return say._("they have left the server")


@clause.register
def _(finding: findings.TakeAuditorOff, say: Language) -> str:
    return say._("take them off with `/gov auditors remove`")


@clause.register
def _(finding: findings.RoleUnmentionable, say: Language) -> str:
    return say._("the bot may not mention it: nobody is told when a vote opens")


@clause.register
def _(finding: findings.NameVoters, say: Language) -> str:
    return say._("name another one with `/gov voters`, or nobody")


@clause.register
def _(finding: findings.AllowMentions, say: Language) -> str:
    return say._(
        "let anyone mention the role in Server Settings, Roles, or allow the bot “Mention @everyone, @here, and All "
        "Roles” in the announcements channel"
    )


@clause.register
def _(finding: findings.NameRole, say: Language) -> str:
    return say._("name another one with `/gov setup`; it acts on what is submitted from then on")


@clause.register
def _(finding: findings.OfChannel, say: Language) -> str:
    channel = say.markup.channel(ChannelId(finding.channel))
    match finding.use:
        case "announcements":
            return say._("announcements channel {channel}").format(channel=channel)
        case "discussion":
            return say._("discussion channel {channel}").format(channel=channel)
        case "panel":
            return say._("channel of the start panel {channel}").format(channel=channel)
        case "mirror":
            return say._("channel of mirrored proposals {channel}").format(channel=channel)
        case _:
            return say._("log channel {channel}").format(channel=channel)


@clause.register
def _(finding: findings.OfDiscordToken, say: Language) -> str:
    return say._("Discord token")


@clause.register
def _(finding: findings.OfServer, say: Language) -> str:
    return say._("server {name}").format(name=say.markup.name(finding.name, 60))


@clause.register
def _(finding: findings.LoggedIn, say: Language) -> str:
    return say._("logged in as {user}").format(user=say.markup.name(finding.user, 80))


@clause.register
def _(finding: findings.NotInServer, say: Language) -> str:
    return say._("the bot is not in it")


@clause.register
def _(finding: findings.TokenRefused, say: Language) -> str:
    return say._("Discord refuses it")


@clause.register
def _(finding: findings.NoGateway, say: Language) -> str:
    return say._("no connection to the gateway")


@clause.register
def _(finding: findings.ChannelUnseen, say: Language) -> str:
    return say._("the bot doesn't see it, or it was deleted")


@clause.register
def _(finding: findings.AllPermissions, say: Language) -> str:
    return say.ngettext("all {number} permission", "all {number} permissions", finding.number).format(
        number=finding.number
    )


@clause.register
def _(finding: findings.PermissionMissing, say: Language) -> str:
    return say._("“{label}” is missing").format(label=permission_name(finding.permission, say))


@clause.register
def _(finding: findings.OfTags, say: Language) -> str:
    return say._("tags of the forum {channel}").format(channel=say.markup.channel(ChannelId(finding.channel)))


@clause.register
def _(finding: findings.TagsForbidden, say: Language) -> str:
    return say._(
        "posts do without {names}; allow the bot “Manage Channels” there, and it makes them, or make them yourself"
    ).format(names=_quoted(finding.names, say))


@clause.register
def _(finding: findings.TagsFull, say: Language) -> str:
    return say._(
        "posts do without {names}; remove others that nobody needs, since a forum has room for {number}"
    ).format(names=_quoted(finding.names, say), number=say.number(MOST_TAGS))


def _quoted(names: Sequence[str], say: Language) -> str:
    return say.both([f"“{say.markup.name(name, TAG_LENGTH)}”" for name in names])


@clause.register
def _(finding: findings.InviteAgain, say: Language) -> str:
    return say._("invite the bot again (README, “Run it for real”)")


@clause.register
def _(finding: findings.CopyToken, say: Language) -> str:
    return say._("copy the token again from the developer portal (Bot, Reset Token)")


@clause.register
def _(finding: findings.CheckNetwork, say: Language) -> str:
    return say._("check the network, and https://discordstatus.com")


@clause.register
def _(finding: findings.ShowChannel, say: Language) -> str:
    return say._("give the bot “View Channel” there, or choose another channel in /gov setup")


@clause.register
def _(finding: findings.AllowPermission, say: Language) -> str:
    return say._("allow “{label}” in channel settings, Permissions, the bot's role").format(
        label=permission_name(finding.permission, say)
    )


@clause.register
def _(finding: findings.OfInteractions, say: Language) -> str:
    return say._("commands and clicks")


@clause.register
def _(finding: findings.ByGateway, say: Language) -> str:
    return say._("they come over the gateway, without Discord's signature")


@clause.register
def _(finding: findings.SentElsewhere, say: Language) -> str:
    return say._(
        "Discord sends them to {url}, and the bot awaits them over the gateway: nobody can vote"
    ).format(url=say.markup.name(finding.url, 200))


@clause.register
def _(finding: findings.EndpointRegistered, say: Language) -> str:
    return say._("Discord signs them and sends them to {url}").format(url=say.markup.name(finding.url, 200))


@clause.register
def _(finding: findings.EndpointNotRegistered, say: Language) -> str:
    url = say.markup.name(finding.url, 200)
    if finding.found is None:
        return say._(
            "Discord sends them over the gateway, unsigned, and {url} isn't registered there: countersigned votes take "
            "no ballots"
        ).format(url=url)
    return say._("Discord sends them to {found}, and the bot awaits them at {url}: nobody can vote").format(
        found=say.markup.name(finding.found, 200), url=url
    )


@clause.register
def _(finding: findings.EndpointRefused, say: Language) -> str:
    return say._("Discord doesn't take {url}: {said}").format(
        url=say.markup.name(finding.url, 200), said=say.markup.name(finding.said, 300)
    )


@clause.register
def _(finding: findings.RemoveEndpoint, say: Language) -> str:
    return say._(
        "set `FOLKMOOT_INTERACTIONS=http` and start the bot again, or empty the Interactions Endpoint URL in the "
        "developer portal (General Information)"
    )


@clause.register
def _(finding: findings.RegisterEndpoint, say: Language) -> str:
    return say._("run `folkmoot doctor` where the bot runs: it registers the address")


@clause.register
def _(finding: findings.ServeEndpoint, say: Language) -> str:
    return say._(
        "start the bot, see that the reverse proxy passes POST /interactions on unchanged, and run this again: Discord "
        "itself has to reach the address"
    )


@clause.register
def _(finding: findings.OfLinkedRoles, say: Language) -> str:
    return say._("linked roles")


@clause.register
def _(finding: findings.LinkedRolesRegistered, say: Language) -> str:
    return say._("members come to {url} for one").format(url=say.markup.name(finding.url, 200))


@clause.register
def _(finding: findings.LinkedRolesRefused, say: Language) -> str:
    return say._("Discord refuses it: {why}").format(why=say.markup.name(finding.why, 300))


@clause.register
def _(finding: findings.SetLinkedRoles, say: Language) -> str:
    return say._(
        "in Discord's developer portal, your application, General Information: set Linked Roles Verification URL to "
        "{url}"
    ).format(url=say.markup.name(finding.url, 200))
