"""What goes from one server to another by `/settings`."""

from collections.abc import Mapping

from bot.domain.ids import ChainId
from bot.services.governance.setup.settings_copies import Taken
from bot.wording.governance.address_book import entry_line
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.language import Language

_TRACK_LIMIT, _SPACE_LIMIT = 40, 100


def exported_lines(say: Language) -> list[str]:
    return [
        say._(
            "Rules, tracks with their templates, address book and the time of the digest. In the other server a "
            "moderator sends it to `/settings import`, after `/gov setup` there."
        ),
        say.markup.small(
            say._(
                "Without the Safe, which is each server's own, and without any proposal, vote, wallet or member."
            )
        ),
    ]


def read_lines(taken: Taken, chains: Mapping[ChainId, str], say: Language) -> list[str]:
    """What would be set, before it is; `chains` are the names of the chains by their numbers."""
    settings = taken.settings
    space = say.markup.name(settings.space, _SPACE_LIMIT)
    lines = [say.markup.heading(say._("The settings of {space}").format(space=space)), *_changed(taken, say)]
    lines.append(
        say._(
            "This server's Safe, channels and roles stay, and so do tracks and entries that the file doesn't have. "
            "Open votes keep their rules."
        )
    )
    for each, _ in taken.tracks:
        lines.append(
            say.markup.strong(say._("Track {track}").format(track=say.markup.name(each.name, _TRACK_LIMIT)))
        )
        lines += policy_lines(each.policy, say)
    # Whoever reads the file's sentences has to see which accounts its names would stand for.
    return [*lines, *(entry_line(entry, chains, say) for entry in taken.book)]


def taken_lines(taken: Taken, say: Language) -> list[str]:
    """What was set."""
    return [
        say._("Done, and in the public log."),
        *_changed(taken, say),
        say._("`/gov doctor` says what is left to mend, and `/dryrun` shows how a vote goes now."),
    ]


def _changed(taken: Taken, say: Language) -> list[str]:
    known = [say.markup.name(each.name, _TRACK_LIMIT) for each, new in taken.tracks if not new]
    made = [say.markup.name(each.name, _TRACK_LIMIT) for each, new in taken.tracks if new]
    lines = []
    if known:
        lines.append(say._("Tracks with other rules: {tracks}").format(tracks=say.both(known)))
    if made:
        lines.append(say._("New tracks: {tracks}").format(tracks=say.both(made)))
    if taken.book:
        number = len(taken.book)
        lines.append(
            say.ngettext(
                "{number} new entry in the address book", "{number} new entries in the address book", number
            ).format(number=say.number(number))
        )
    return lines


def take_label(say: Language) -> str:
    return say.pgettext("button", "Take these settings")
