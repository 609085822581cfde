"""Acts on channels in words: what each does, and what to look at twice."""

from bot.domain.server_acts.base import LONGEST_CHANNEL_NAME
from bot.domain.server_acts.channels.archive_channel import ArchiveChannel
from bot.domain.server_acts.channels.create_channel import CreateChannel
from bot.domain.server_acts.channels.rename_channel import RenameChannel
from bot.wording.language import Language
from bot.wording.server_acts.base import act_danger, act_danger_in_short, act_words


@act_words.register
def _(act: CreateChannel, say: Language) -> str:
    return say._("create the text channel {name} in {category}").format(
        name=say.markup.strong(say.markup.name(act.name, LONGEST_CHANNEL_NAME)),
        category=say.markup.channel(act.category.id),
    )


@act_words.register
def _(act: RenameChannel, say: Language) -> str:
    return say._("rename {channel} (was {before} when this was written) to {name}").format(
        channel=say.markup.channel(act.channel.id),
        before=say.markup.name(act.channel.name, LONGEST_CHANNEL_NAME),
        name=say.markup.strong(say.markup.name(act.name, LONGEST_CHANNEL_NAME)),
    )


@act_words.register
def _(act: ArchiveChannel, say: Language) -> str:
    return say._("archive {channel}: what was written stays, and nobody writes there any more").format(
        channel=say.markup.channel(act.channel.id)
    )


@act_danger.register
def _(act: ArchiveChannel, say: Language) -> str | None:
    return say._(
        "nobody can write in {channel} any more but administrators; who may was set by hand, and isn't kept"
    ).format(channel=say.markup.channel(act.channel.id))


@act_danger_in_short.register
def _(act: ArchiveChannel, say: Language) -> str:
    return say._("nobody can write there any more but administrators")
