"""Refusals of lines that change the server."""

from bot.domain import errors
from bot.domain.errors.proposals import server_acts
from bot.domain.spaces.space import LONGEST_SPACE_NAME
from bot.wording.delivery.permissions import permission_name
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed, votes_kept
from bot.wording.language import Language
from bot.wording.server_acts.kinds import how_to_write, kind_words

_ROLE_LIMIT, _TRACK_LIMIT = 100, 40


@message.register
def _(error: errors.ActsRefused, say: Language) -> Message:
    return Message(
        say._("Change {number} of the server can't be made: {why}").format(
            number=error.number, why=clause(error.fault, say)
        ),
        kept=nothing_changed(say),
        next=say._("Edit the line {line} with `/proposal edit`, or have an administrator mend it.").format(
            line=say.markup.code(typed(error.line, 200))
        ),
    )


@message.register
def _(error: errors.NoTrackLets, say: Language) -> Message:
    return Message(
        say._("Votes of {space} can't {act}: the policy of none of its tracks names that.").format(
            space=say.markup.name(error.space, LONGEST_SPACE_NAME), act=kind_words(error.kind, say)
        ),
        kept=nothing_changed(say),
        next=say._(
            "Have a moderator write {kind} among the `acts` in `[server]` of a policy, and upload it with `/gov policy "
            "upload`."
        ).format(kind=say.markup.code(error.kind.value)),
    )


@message.register
def _(error: errors.ServerUnheard, say: Language) -> Message:
    return Message(
        say._("Discord did not answer what the bot asked about this server."),
        kept=nothing_changed(say),
        next=say._("Try again in a minute."),
    )


@message.register
def _(error: errors.ServerForbids, say: Language) -> Message:
    return Message(
        say._("Discord doesn't let the bot do this in this server."),
        kept=votes_kept(say),
        next=say._("Have an administrator give the bot's role the permission; `/gov doctor` looks at it."),
    )


@message.register
def _(error: errors.MemberNotThere, say: Language) -> Message:
    return Message(
        say._("The member isn't in this server."),
        kept=votes_kept(say),
        next=say._("It is tried again, should they come back."),
    )


@message.register
def _(error: errors.ChannelNotThere, say: Language) -> Message:
    return Message(
        say._("The channel was deleted."),
        kept=votes_kept(say),
        next=say._("Propose it anew with another channel."),
    )


@message.register
def _(error: errors.RoleNotThere, say: Language) -> Message:
    return Message(
        say._("The role was deleted."),
        kept=votes_kept(say),
        next=say._("Propose it anew with another role."),
    )


@clause.register
def _(fault: server_acts.ActForm, say: Language) -> str:
    return say._("it is written: {line}").format(line=say.markup.code(how_to_write(fault.kind)))


@clause.register
def _(fault: server_acts.TooManyActs, say: Language) -> str:
    return say._("{limit} changes of the server are the most").format(limit=fault.limit)


@clause.register
def _(fault: server_acts.ElectsNobody, say: Language) -> str:
    return say._("votes on this track elect no members (its policy has no `elects`), so that nobody wins")


@clause.register
def _(fault: server_acts.ActTwice, say: Language) -> str:
    return say._("line {number} changes the same").format(number=fault.number)


@clause.register
def _(fault: server_acts.RoleNameLength, say: Language) -> str:
    return say._("a role's name has at most {limit} characters").format(limit=fault.limit)


@clause.register
def _(fault: server_acts.TermLength, say: Language) -> str:
    return say._("a role is given for 1 to {limit} days, or without an end").format(
        limit=say.number(fault.limit)
    )


@clause.register
def _(fault: server_acts.ActNotAllowed, say: Language) -> str:
    return say._(
        "what is proposed on this track can't {act}; a moderator can allow it in `[server]` of the track's policy"
    ).format(act=kind_words(fault.kind, say))


@clause.register
def _(fault: server_acts.RoleNotAllowed, say: Language) -> str:
    return say._(
        "proposals of this track don't give or take the role {role}; a moderator can name it in `[server]` of the "
        "track's policy"
    ).format(role=say.markup.name(fault.name, _ROLE_LIMIT))


@clause.register
def _(fault: server_acts.RoleUnknown, say: Language) -> str:
    return say._("this server has no role {role}").format(role=say.markup.name(fault.text, _ROLE_LIMIT))


@clause.register
def _(fault: server_acts.RoleAmbiguous, say: Language) -> str:
    return say._("several roles are called {role}; mention the one that you mean as `<@&id>`").format(
        role=say.markup.name(fault.name, _ROLE_LIMIT)
    )


@clause.register
def _(fault: server_acts.RoleExists, say: Language) -> str:
    return say._("there is a role {role} already").format(role=say.markup.name(fault.name, _ROLE_LIMIT))


@clause.register
def _(fault: server_acts.RoleOfAll, say: Language) -> str:
    return say._("everybody in the server has that role")


@clause.register
def _(fault: server_acts.RoleAboveBot, say: Language) -> str:
    return say._(
        "Discord doesn't let the bot give or take the role {role}: it stands above the bot's own, or belongs to "
        "another bot"
    ).format(role=say.markup.name(fault.name, _ROLE_LIMIT))


@clause.register
def _(fault: server_acts.RoleAdministers, say: Language) -> str:
    return say._(
        "the role {role} has Administrator, with which one stands above all that is decided here; no vote gives it"
    ).format(role=say.markup.name(fault.name, _ROLE_LIMIT))


@clause.register
def _(fault: server_acts.RoleGivesMore, say: Language) -> str:
    return say._("the role {role} gives more rights now than when the line was written").format(
        role=say.markup.name(fault.name, _ROLE_LIMIT)
    )


@clause.register
def _(fault: server_acts.OtherRules, say: Language) -> str:
    return say._("the track {track} has other rules now than when the line was written").format(
        track=say.markup.name(fault.track, _TRACK_LIMIT)
    )


@clause.register
def _(fault: server_acts.BotLacks, say: Language) -> str:
    return say._("the bot needs the permission {permission} for it").format(
        permission=permission_name(fault.permission, say)
    )


@clause.register
def _(fault: server_acts.BotLacksThere, say: Language) -> str:
    return say._("the bot needs the permission {permission} in {channel} for it, and to see it").format(
        permission=permission_name(fault.permission, say),
        channel=say.markup.name(fault.channel, _ROLE_LIMIT),
    )


@clause.register
def _(fault: server_acts.TrackOfNoName, say: Language) -> str:
    return say._("no track {track} takes proposals").format(track=say.markup.name(fault.name, _TRACK_LIMIT))


@clause.register
def _(fault: server_acts.MainStays, say: Language) -> str:
    return say._("the track {track} can't be retired").format(track=say.markup.name(fault.name, _TRACK_LIMIT))


@clause.register
def _(fault: server_acts.StagesStay, say: Language) -> str:
    return say._("where what passes on {track} goes on can't be changed by a vote").format(
        track=say.markup.name(fault.track, _TRACK_LIMIT)
    )


@clause.register
def _(fault: server_acts.SpaceNameLength, say: Language) -> str:
    return say._("a part's name has at most {limit} characters").format(limit=fault.limit)


@clause.register
def _(fault: server_acts.LimitLength, say: Language) -> str:
    return say._("a part's limits hold for 1 to {days} days and name at most {assets} assets").format(
        days=say.number(fault.days), assets=say.number(fault.assets)
    )


@clause.register
def _(fault: server_acts.AssetUnknown, say: Language) -> str:
    return say._(
        "no token is known here as {asset}; write its address, or have a moderator name it with `/gov address add`"
    ).format(asset=say.markup.code(typed(fault.text, 60)))


@clause.register
def _(fault: server_acts.AssetTwice, say: Language) -> str:
    return say._("{asset} is named twice").format(asset=say.markup.code(typed(fault.text, 60)))


@clause.register
def _(fault: server_acts.AmountUnread, say: Language) -> str:
    return say._("{text} is no amount that there is of it").format(
        text=say.markup.code(typed(fault.text, 60))
    )


@clause.register
def _(fault: server_acts.SameLimits, say: Language) -> str:
    return say._("the part {space} has these limits already").format(
        space=say.markup.name(fault.space, LONGEST_SPACE_NAME)
    )


@clause.register
def _(fault: server_acts.NoChainOfLimits, say: Language) -> str:
    return say._(
        "nothing carries out on a chain what is proposed on this track, so that nobody knows on which chain the part "
        "is limited; propose it on a track with a Safe"
    )


@clause.register
def _(fault: server_acts.VetoedUnknown, say: Language) -> str:
    return say._("no part that stands below has a proposal {number}").format(number=fault.number)


@clause.register
def _(fault: server_acts.VetoOutOfTime, say: Language) -> str:
    return say._(
        "proposal {number} isn't in its timelock: what passed in a part can be vetoed from its result until its "
        "timelock is over"
    ).format(number=fault.number)


@clause.register
def _(fault: server_acts.VetoTakesTooLong, say: Language) -> str:
    return say._(
        "discussion, voting and timelock of this track take longer than proposal {number} can be held, which is "
        "{days} days after its own timelock; propose it on a quicker track"
    ).format(number=fault.number, days=fault.days)


@clause.register
def _(fault: server_acts.VetoInStages, say: Language) -> str:
    return say._("a temperature check vetoes nothing; propose it on a track whose votes are binding")


@clause.register
def _(fault: server_acts.TooManyVetoes, say: Language) -> str:
    return say._("{limit} votes on its veto are under way, which are the most").format(limit=fault.limit)


@clause.register
def _(fault: server_acts.SpaceOfNoName, say: Language) -> str:
    return say._("there is no part {space} that was created here; `/gov space tree` shows them").format(
        space=say.markup.name(fault.name, LONGEST_SPACE_NAME)
    )


@clause.register
def _(fault: server_acts.PresetInStages, say: Language) -> str:
    return say._(
        "a part begins with one track, and {preset} has several; its moderators can add them"
    ).format(preset=say.markup.code(typed(fault.preset, 40)))


@clause.register
def _(fault: server_acts.ChannelUnknown, say: Language) -> str:
    return say._("the bot sees no channel {channel} in this server").format(
        channel=say.markup.name(fault.text, _ROLE_LIMIT)
    )


@clause.register
def _(fault: server_acts.ChannelAmbiguous, say: Language) -> str:
    return say._("several channels are called {channel}; mention the one that you mean as `<#id>`").format(
        channel=say.markup.name(fault.name, _ROLE_LIMIT)
    )


@clause.register
def _(fault: server_acts.ChannelUnsuited, say: Language) -> str:
    return say._(
        "{channel} is no channel for {use}: that needs a text channel, discussions may have a forum"
    ).format(channel=say.markup.name(fault.name, _ROLE_LIMIT), use=say.markup.name(fault.use, 20))


@clause.register
def _(fault: server_acts.ChannelNameLength, say: Language) -> str:
    return say._("a channel's name has 1 to {limit} characters").format(limit=fault.limit)


@clause.register
def _(fault: server_acts.CategoryNotAllowed, say: Language) -> str:
    return say._(
        "{channel} is in no category in which this track's votes may change channels: `/gov policy show` names these"
    ).format(channel=say.markup.name(fault.name, _ROLE_LIMIT))


@clause.register
def _(fault: server_acts.CategoryOfOthers, say: Language) -> str:
    return say._(
        "{channel} is in no category of this part: it changes channels only where one of its own three stands, and "
        "none of another part"
    ).format(channel=say.markup.name(fault.name, _ROLE_LIMIT))


@clause.register
def _(fault: server_acts.ChannelLivedIn, say: Language) -> str:
    return say._("Folkmoot itself lives in {channel}: it is not archived").format(
        channel=say.markup.name(fault.name, _ROLE_LIMIT)
    )


@clause.register
def _(fault: server_acts.ChannelExists, say: Language) -> str:
    return say._("that category has a channel called {channel} already").format(
        channel=say.markup.name(fault.name, _ROLE_LIMIT)
    )


@clause.register
def _(fault: server_acts.RoleOfOthers, say: Language) -> str:
    return say._(
        "the role {role} has a say in another part of this server, is given by votes above, or has rights over "
        "members: this part's votes neither give nor take it"
    ).format(role=say.markup.name(fault.name, _ROLE_LIMIT))


@clause.register
def _(fault: server_acts.SameRules, say: Language) -> str:
    return say._("the track {track} has these rules already").format(
        track=say.markup.name(fault.track, _TRACK_LIMIT)
    )


@clause.register
def _(fault: server_acts.SameTimelock, say: Language) -> str:
    return say._("that is the shortest timelock in the part {space} already").format(
        space=say.markup.name(fault.space, LONGEST_SPACE_NAME)
    )


@clause.register
def _(fault: server_acts.TimelockSetAbove, say: Language) -> str:
    return say._(
        "no track of {space}, nor of a part of it, may have a timelock shorter than {time}: that was set from above, "
        "so that there is time for a veto"
    ).format(space=say.markup.name(fault.space, LONGEST_SPACE_NAME), time=say.duration(fault.least))
