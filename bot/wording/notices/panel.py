"""How members choose what they are told in private."""

from typing import NamedTuple

from bot.domain.notices.quiet_hours import QuietHours
from bot.domain.notices.settings import NoticeSettings
from bot.domain.notices.topics import Topic
from bot.wording.language import Language

_SERVER_LIMIT = 60


class TopicWords(NamedTuple):
    """A topic as a member chooses it."""

    topic: Topic
    label: str
    hint: str


def topic_words(say: Language) -> list[TopicWords]:
    """All topics, in the order of a proposal's life."""
    return [
        TopicWords(
            Topic.PROPOSALS, say._("New proposals"), say._("When somebody has a proposal to be discussed")
        ),
        TopicWords(Topic.OPENING, say._("Votes that open"), say._("With the way to the card")),
        TopicWords(
            Topic.ENDING,
            say._("Before a vote ends"),
            say._("Only where you could vote and haven't, once, at most a day before"),
        ),
        TopicWords(Topic.RESULT, say._("Results"), say._("When a vote is over, with why it came out so")),
        TopicWords(
            Topic.DELEGATE,
            say._("How my delegate votes"),
            say._("Also when they change their vote; not where you voted yourself"),
        ),
        TopicWords(
            Topic.DELEGATED, say._("Who delegates to me"), say._("When a member lets you vote for them")
        ),
        TopicWords(
            Topic.DUE,
            say._("My signature or veto is due"),
            say._("For owners of the Safe, and for guardians"),
        ),
        TopicWords(
            Topic.ROLES,
            say._("Before a role is taken from me"),
            say._("A role that you have by a rule, with what you can do to keep it"),
        ),
        TopicWords(
            Topic.DIGEST,
            say._("The week"),
            say._(
                "Where the server has a weekly digest: what is open, your votes first, and what was decided"
            ),
        ),
    ]


def panel_lines(settings: NoticeSettings, server: str, say: Language) -> list[str]:
    """What is on, and when it is told; before it, that nothing arrives."""
    lines = []
    if settings.unreachable_since is not None:
        unreachable = say._(
            "⚠️ **My messages don't reach you** since {moment}. Allow direct messages from members of this server in "
            "Discord's privacy settings. What you chose here is kept."
        )
        lines.append(unreachable.format(moment=say.moment(settings.unreachable_since)))
    head = say._("**What I write to you about {server}**")
    lines.append(head.format(server=say.markup.name(server, _SERVER_LIMIT)))
    chosen = [f"✅ {words.label}" for words in topic_words(say) if words.topic in settings.topics]
    lines += chosen or [say._("Nothing yet: choose below.")]
    lines.append(_quiet_line(settings.quiet, say))
    always = say._(
        "Whatever you choose, you are told when a wallet is linked to your account, or taken off it."
    )
    lines.append(say.markup.small(always))
    return lines


def _quiet_line(quiet: QuietHours | None, say: Language) -> str:
    if quiet is None:
        return say._("🌙 No quiet hours.")
    words = say._(
        "🌙 Quiet from {begins} to {ends} ({zone}): what comes meanwhile is told together afterwards."
    )
    zone = quiet.zone if "/" in quiet.zone or quiet.zone[0] not in "+-" else f"UTC{quiet.zone}"
    return words.format(
        begins=quiet.begins.isoformat("minutes"), ends=quiet.ends.isoformat("minutes"), zone=zone
    )


def topics_placeholder(say: Language) -> str:
    return say._("Choose what you want to be told")


def quiet_label(say: Language) -> str:
    return say._("Quiet hours")


def off_label(say: Language) -> str:
    return say._("Turn all off")


def settings_label(say: Language) -> str:
    return say._("Change what I'm told")


def off_line(server: str, say: Language) -> str:
    """After all was turned off."""
    words = say._("🔕 Done: I write to you about {server} no more. `/notify` there turns it on again.")
    return words.format(server=say.markup.name(server, _SERVER_LIMIT) or say._("that server"))


def quiet_form_title(say: Language) -> str:
    return say._("Quiet hours")


def begins_question(say: Language) -> tuple[str, str]:
    return say._("From"), say._("A time of day, such as 22:00; empty for no quiet hours")


def ends_question(say: Language) -> tuple[str, str]:
    return say._("To"), say._("A time of day, such as 07:00")


def zone_question(say: Language) -> tuple[str, str]:
    return say._("Your time zone"), say._("A large city in it, such as Berlin, or UTC+2")
