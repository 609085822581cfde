"""Why what passed is not asked for, where that is the same for every executor."""

from collections.abc import Mapping

from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.ids import Address
from bot.wording.language import Language
from bot.wording.metagovernance import not_cast_words

_HASH = 18
"""Characters of a hash."""


def other_code(data: Mapping[str, str], say: Language) -> str:
    """That a contract is no longer the one that was voted on; `data` is that of the fault `CodeChanged`."""
    return say._(
        "{account} runs other code than when the vote opened: what was voted on isn't what would run. "
        "(Hash of the code then {was}, now {now}.)"
    ).format(
        account=say.markup.account(Address(data["account"])),
        was=say.markup.code(f"{data['was'][:_HASH]}…"),
        now=say.markup.code(f"{data['now'][:_HASH]}…"),
    )


def not_cast(data: Mapping[str, str], say: Language) -> str:
    """That votes can't be cast elsewhere; `data` is that of the fault `CannotCast`."""
    why, then = not_cast_words(NotCast(data["why"]), say)
    place = say._("On {account}, proposal {id}, no votes were cast for this server.").format(
        account=say.markup.account(Address(data["account"])), id=say.markup.code(data["proposal"])
    )
    return f"{place} {why} {then}"
