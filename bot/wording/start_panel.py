"""The pinned message with which members begin, and what moderators are told of it."""

from collections.abc import Sequence

from bot.domain.ids import ChannelId
from bot.domain.spaces.space import Space
from bot.services.governance.doctor import Check
from bot.services.proposals.drafting.track_eligibility import TrackChoice
from bot.wording.amounts import power_text
from bot.wording.governance.checks import check_line
from bot.wording.language import Language

_NAME_LIMIT = 60
_TRACK_LIMIT = 40


def start_lines(space: Space, say: Language, *, wallets: bool) -> list[str]:
    """What the panel says above its buttons."""
    head = say._("## {name} decides here").format(name=say.markup.name(space.name, _NAME_LIMIT))
    how = (
        say._(
            "Link a wallet once, with a signature that moves nothing and costs nothing. Then vote with the buttons on "
            "a proposal's card."
        )
        if wallets
        else say._("Vote with the buttons on a proposal's card.")
    )
    where = say._("Cards are in {announcements}, discussions in {discussion}.")
    places = where.format(
        announcements=say.markup.channel(space.announcements),
        discussion=say.markup.channel(space.discussion),
    )
    return [head, how, places, say.markup.small(say._("What these buttons answer, only you see."))]


def votes_label(say: Language) -> str:
    return say._("Open votes")


def power_label(say: Language) -> str:
    return say._("My power")


def delegates_label(say: Language) -> str:
    return say._("Delegates")


def notices_label(say: Language) -> str:
    return say._("Reminders")


def help_label(say: Language) -> str:
    return say._("Help")


def power_now_lines(choices: Sequence[TrackChoice], say: Language, *, wallets: int) -> list[str]:
    """What a member holds by the rules of each track; `wallets`: how many they have linked."""
    lines = [say._("**Your power now**"), *(_track_line(each, say) for each in choices)]
    if not wallets and any(
        source.needs_wallet for each in choices for source in each.track.policy.power.sources
    ):
        lines.append(
            say._("⚠️ You have no linked wallet in this server. `/wallet link` links one in a minute.")
        )
    note = say._(
        "A vote counts what you hold at its own snapshot, and what others delegate to you: `/vote why` says it for "
        "each vote."
    )
    return [*lines, say.markup.small(note)]


def _track_line(choice: TrackChoice, say: Language) -> str:
    name = say.markup.strong(say.markup.name(choice.track.name, _TRACK_LIMIT))
    if choice.held is None:
        return say._("• {track}: could not be read now").format(track=name)
    held = power_text(choice.held, choice.track.policy.power, say)
    return say._("• {track}: {held}").format(track=name, held=held)


def panel_placed_lines(channel: ChannelId | None, checks: Sequence[Check], say: Language) -> list[str]:
    """What `/gov panel` did, and what the bot lacks for it."""
    if channel is None:
        return [say._("The start panel is taken away. `/gov panel` with a channel posts it again.")]
    mends = [check_line(check, say) for check in checks if not check.good]
    words = (
        say._("The start panel stands in {channel} in a moment. Where it is deleted, it comes back.")
        if mends
        else say._(
            "📌 The start panel stands in {channel} in a moment, pinned. Where it is deleted, it comes back."
        )
    )
    return [words.format(channel=say.markup.channel(channel)), *mends]
