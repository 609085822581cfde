"""The parts of an action, as forms ask for them, and the line of the grammar that they become."""

from collections.abc import Mapping

from bot.wording.actions.forms import action_question
from bot.wording.language import Language
from cogs.components.interactions.persistent import Field

_LONG = 4_000
_PARTS = {
    "coin": ("amount", "to"),
    "token": ("amount", "token", "to"),
    "call": ("to", "function", "arguments", "value"),
    "raw": ("to", "data", "value"),
    "grant": ("amount", "member"),
    "slash": ("amount", "member"),
}
"""The names of the parts of each kind, in the order in which they are asked for."""
_LONG_PARTS = ("function", "arguments", "data")
_OPTIONAL_PARTS = ("arguments", "value")
ACTION_KINDS = tuple(_PARTS)
WITHOUT_EXECUTOR = ("grant", "slash")
"""The kinds that the bot carries out itself."""


def action_fields(kind: str, say: Language) -> tuple[Field, ...]:
    """The questions of the form for an action of this kind."""
    return tuple(_field(kind, part, say) for part in _PARTS[kind])


def _field(kind: str, part: str, say: Language) -> Field:
    label, described = action_question(kind, part, say)
    field = Field(part, label, described, required=part not in _OPTIONAL_PARTS)
    return field._replace(long=True, limit=_LONG) if part in _LONG_PARTS else field


def action_line(kind: str, filled: Mapping[str, str]) -> str:
    """The line that says what was filled in. Whether it makes sense is for the grammar to say."""
    part = {name: " ".join(text.split()) for name, text in filled.items()}
    match kind:
        case "coin":
            return f"transfer {_coins(part['amount'])} to {part['to']}"
        case "token":
            return f"transfer {_one_word(part['amount'])} {part['token']} to {part['to']}"
        case "grant":
            return f"grant {_one_word(part['amount'])} reputation to {part['member']}"
        case "slash":
            return f"slash {_one_word(part['amount'])} reputation from {part['member']}"
        case "call":
            line = f"call {part['to']} {part['function']} {part['arguments']}".rstrip()
        case _:
            line = f"raw {part['to']} {_one_word(part['data'])}"
    return f"{line} value {_coins(part['value'])}" if part["value"] else line


def payment_line(amount: str, token: str, to: str) -> str:
    """The line that pays so much of the token, or of the chain's coin. Whether it makes sense is for the grammar to
    say."""
    return f"transfer {_one_word(amount)} {_one_word(token)} to {' '.join(to.split())}"


def _coins(amount: str) -> str:
    """`1 500.5 ETH` with its digits in one word, as the grammar has it."""
    *digits, symbol = amount.split(" ")
    return f"{''.join(digits)} {symbol}" if digits else symbol


def _one_word(text: str) -> str:
    return text.replace(" ", "")
