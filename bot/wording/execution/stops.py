"""Why what passed is not asked for, where that is the same for every executor."""

from collections.abc import Mapping

from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.ids import Address
from bot.wording.language import Language
from bot.wording.metagovernance import not_cast_words

_FUNCTION, _HASH = 60, 18
"""Characters of a function's name, and of a hash."""


def stopped_event(heading: str, why: str, say: Language) -> str:
    """In the thread: the heading, why, and what members can do."""
    then = say._(
        "Members look at what has changed. If it is still wanted, it is proposed and voted on again."
    )
    return f"{heading}\n{why}\n{then}"


def stop_words_of_any(cause: str, data: Mapping[str, str], say: Language) -> str | None:
    """Why, where every kind says so in the same words; else None."""
    if cause == "code":
        return _other_code(data, say)
    return _not_cast(data, say) if cause == "cast" else None


def administration_words(data: Mapping[str, str], say: Language) -> str:
    """That an action of it would change who decides over the account that makes the calls."""
    return say._("{function} would change who may do what with {account}, which carries it out.").format(
        function=say.markup.name(data["function"], _FUNCTION),
        account=say.markup.account(Address(data["account"])),
    )


def _other_code(data: Mapping[str, str], say: Language) -> str:
    """That a contract is no longer the one that was voted on; `data` is that of the fault `CodeChanged`."""
    return say._(
        "{account} runs other code than when the vote opened: what was voted on isn't what would run. "
        "(Hash of the code then {was}, now {now}.)"
    ).format(
        account=say.markup.account(Address(data["account"])),
        was=say.markup.code(f"{data['was'][:_HASH]}…"),
        now=say.markup.code(f"{data['now'][:_HASH]}…"),
    )


def _not_cast(data: Mapping[str, str], say: Language) -> str:
    """That votes can't be cast elsewhere; `data` is that of the fault `CannotCast`."""
    why, then = not_cast_words(NotCast(data["why"]), say)
    place = say._("On {account}, proposal {id}, no votes were cast for this server.").format(
        account=say.markup.account(Address(data["account"])), id=say.markup.code(data["proposal"])
    )
    return f"{place} {why} {then}"
