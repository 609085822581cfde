"""What a space decided elsewhere, one a line, marked as imported."""

from bot.domain.proposals.state import State
from bot.services.imported.reading import ImportedPage
from bot.services.ports import ImportedFigures
from bot.wording.language import Language
from bot.wording.proposals.lifecycle.states import state_words

_NAME = 60
_HASH_SHOWN = 12
_SUGGESTED = 90
_FATES = {"vetoed": State.VETOED, "cancelled": State.CANCELLED, "executed": State.EXECUTED}


def imported_lines(page: ImportedPage, say: Language) -> list[str]:
    """A page of them, the newest first."""
    space = say.markup.name(page.space.name, _NAME)
    if not page.votes:
        said = say._("Nothing of {space} was imported from elsewhere.")
        if page.number:
            said = say._("There are no older imported votes of {space}.")
        return [said.format(space=space)]
    return [
        say._("🕰 **Imported: what {space} decided elsewhere**, the newest first").format(space=space),
        *(imported_line(each, say) for each in page.votes),
        say.markup.small(
            say._(
                "They were held elsewhere: only their records are known here. With the option `vote` you get the "
                "record of one, which `folkmoot verify` checks."
            )
        ),
    ]


def imported_hint(say: Language) -> str:
    """Where one reads on behind the space's own proposals."""
    return say.markup.small(
        say._("🕰 What was decided elsewhere before, as it was imported: `/proposal imported`")
    )


def imported_line(vote: ImportedFigures, say: Language) -> str:
    """Its title, what came out, when, and where it was held."""
    return say._("• {title}: **{outcome}**, closed {when} · {where}").format(
        title=say.title(vote.title),
        outcome=_outcome(vote, say),
        when=say.when(vote.ended_at),
        where=_where(vote, say),
    )


def document_line(vote: ImportedFigures, say: Language) -> str:
    """What stands beside the file of one."""
    line = imported_line(vote, say).removeprefix("• ")
    if vote.origin is None:
        return f"🕰 {line}"
    record = say._("Record (SHA-256): {hash}").format(hash=say.markup.code(vote.key))
    server = say._("It was held in the server {server}.").format(
        server=say.markup.code(str(vote.origin.server))
    )
    return f"🕰 {line}\n{say.markup.small(record)}\n{say.markup.small(server)}"


def imported_suggested(vote: ImportedFigures, say: Language) -> str:
    """As it is suggested, without any markup."""
    plain = say.plain()
    title = plain.markup.name(vote.title, _SUGGESTED)
    return (
        f"{vote.ended_at:%Y-%m-%d} · {title}"
        if vote.origin is None
        else (f"{vote.ended_at:%Y-%m-%d} · #{vote.origin.number} · {title}")
    )


def _outcome(vote: ImportedFigures, say: Language) -> str:
    state = State.PASSED if vote.passed else State.DEFEATED
    if vote.origin is not None and vote.origin.fate is not None:
        state = _FATES.get(vote.origin.fate, state)
    return state_words(state, say)


def _where(vote: ImportedFigures, say: Language) -> str:
    origin = vote.origin
    if origin is None:
        return "Snapshot"
    return say._("number {number} of {former} · {hash}").format(
        number=origin.number,
        former=say.markup.name(origin.space, _NAME),
        hash=say.markup.code(f"{vote.key[:_HASH_SHOWN]}…"),
    )
