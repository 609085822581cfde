"""What moderators are told in the log channel when something goes wrong."""

from collections.abc import Sequence

from bot.wording.language import Language

_ROOM = 3_400
"""Characters of the list, below its head."""
_LINE = "\n"


def alarms_text(told: Sequence[tuple[str, str]], say: Language) -> str:
    """What went wrong: of each proposal which it is, and what is to be said of it. One is said whole; of several the
    first line of each, and what doesn't fit is counted."""
    if len(told) == 1:
        return "\n".join(told[0])
    head = say._(
        "🚨 **{number} alarms.** Each is said in its proposal's thread, too, with what to do:"
    ).format(number=say.number(len(told)))
    lines = [f"- {which}\n  {text.partition(_LINE)[0]}" for which, text in told]
    return f"{head}\n{say.fitted(lines, _ROOM)}"
