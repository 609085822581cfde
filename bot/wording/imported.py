"""What was imported of a space's past, and what wasn't."""

from collections.abc import Iterator

from bot.domain.imported.snapshot import SnapshotPast
from bot.domain.spaces.space import Space
from bot.services.imported.history import Exported, TakenHistory
from bot.services.imported.importing import Taken
from bot.wording.language import Language

_NAME = 60
_KEY = 80
_SHOWN = 10
_FILE = 300


def taken_lines(past: SnapshotPast, taken: Taken, say: Language) -> Iterator[str]:
    """How many votes are there now, which of them don't add up, and what was left out."""
    yield say.ngettext(
        "{number} vote from Snapshot is the past of {space} now, marked as imported.",
        "{number} votes from Snapshot are the past of {space} now, marked as imported.",
        len(past.votes),
    ).format(number=say.number(len(past.votes)), space=_name(taken.space, say))
    if taken.replaced:
        yield say.ngettext(
            "{number} of them was there before, and was replaced.",
            "{number} of them were there before, and were replaced.",
            taken.replaced,
        ).format(number=say.number(taken.replaced))
    differing = [vote for vote in past.votes if not vote.agrees]
    if differing:
        yield say.ngettext(
            "The scores that Snapshot published aren't those of the ballots in {number} vote:",
            "The scores that Snapshot published aren't those of the ballots in {number} votes:",
            len(differing),
        ).format(number=say.number(len(differing)))
        yield from (f"  {say.markup.name(vote.key, _KEY)}" for vote in differing[:_SHOWN])
    if past.still_open:
        yield say.ngettext(
            "{number} proposal is not closed, and was left out.",
            "{number} proposals are not closed, and were left out.",
            past.still_open,
        ).format(number=say.number(past.still_open))
    if past.other_types:
        yield say.ngettext(
            "{number} proposal is counted in a way that isn't known here, and was left out.",
            "{number} proposals are counted in ways that aren't known here, and were left out.",
            past.other_types,
        ).format(number=say.number(past.other_types))
    if past.unread_ballots:
        yield say.ngettext(
            "{number} ballot doesn't say what its proposal asks, and was left out.",
            "{number} ballots don't say what their proposals ask, and were left out.",
            past.unread_ballots,
        ).format(number=say.number(past.unread_ballots))


def history_exported_lines(found: Exported, file: str, say: Language) -> list[str]:
    """What a file holds with which a space's past goes to another server, and by what it is recognised."""
    lines = [
        say.ngettext(
            "{file} holds the settings of {space} and the record of {number} closed vote.",
            "{file} holds the settings of {space} and the records of {number} closed votes.",
            found.votes,
        ).format(
            file=say.markup.name(file, _FILE), space=_name(found.space, say), number=say.number(found.votes)
        ),
        say._("Its hash is {hash}: give it to whoever imports the file, for `--hash`.").format(
            hash=found.hash
        ),
    ]
    if found.unreadable:
        left_out = say.ngettext(
            "⚠️ {number} proposal can't be read, and was left out. `folkmoot doctor` names it.",
            "⚠️ {number} proposals can't be read, and were left out. `folkmoot doctor` names them.",
            found.unreadable,
        )
        lines.insert(0, left_out.format(number=say.number(found.unreadable)))
    return lines


def names_missing_line(say: Language) -> str:
    """That Discord gave no names for what the settings name."""
    return say._(
        "⚠️ Discord didn't say what roles and categories are called, so that they stand by their numbers in the "
        "settings, and no other server takes those. Export again when it answers."
    )


def history_taken_lines(taken: TakenHistory, say: Language) -> list[str]:
    """How many votes of another server are there now, and what to do with the settings."""
    manifest = taken.manifest
    lines = [
        say.ngettext(
            "{number} vote of {former} in server {server} is the past of {space} now, marked as imported. Its record "
            "is right.",
            "{number} votes of {former} in server {server} are the past of {space} now, marked as imported. Each "
            "record is right.",
            len(manifest.votes),
        ).format(
            number=say.number(len(manifest.votes)),
            former=say.markup.name(manifest.space, _NAME),
            server=manifest.server,
            space=_name(taken.space, say),
        )
    ]
    if not taken.new and not taken.changed:
        lines.append(say._("All of it was there before: nothing was changed."))
    else:
        lines.append(
            say._("New: {new}. There before, and newer now: {changed}.").format(
                new=say.number(taken.new), changed=say.number(taken.changed)
            )
        )
    lines.append(say._("The file's hash is {hash}.").format(hash=taken.hash))
    lines.append(
        say._(
            "Its rules are not taken by this: `tar -xf FILE settings.toml`, and `/settings import` in the server."
        )
    )
    return lines


def forgotten_line(space: Space, number: int, say: Language) -> str:
    """How much of an imported past was taken away."""
    return say.ngettext(
        "{number} imported vote of {space} was taken away.",
        "{number} imported votes of {space} were taken away.",
        number,
    ).format(number=say.number(number), space=_name(space, say))


def _name(space: Space, say: Language) -> str:
    return say.markup.name(space.name, _NAME)
