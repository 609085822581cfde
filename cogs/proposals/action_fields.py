"""The parts of an action, as forms ask for them, and the line of the grammar that they become."""

from collections.abc import Mapping

from cogs.components.persistent import Field

_LONG = 4_000
_ADDRESS = "0x and 40 digits, copied from a wallet or explorer"
_TO = Field("to", "To", _ADDRESS)
_CONTRACT = Field("to", "Contract", _ADDRESS)
_VALUE = Field(
    "value", "Coins to send along (optional)", "With their symbol, such as 0.1 ETH", required=False
)

_POINTS = Field("amount", "Reputation", "In points, such as 50 or 0.5")
_MEMBER = Field("member", "Member", "Their user id, or a mention such as <@1234>")

ACTION_TITLES = {
    "coin": "Send the chain's coin",
    "token": "Send a token",
    "call": "Call a contract",
    "raw": "Raw calldata",
    "grant": "Give reputation",
    "slash": "Take reputation",
}
WITHOUT_EXECUTOR = ("grant", "slash")
"""The kinds that the bot carries out itself."""
ACTION_HINTS = {
    "coin": "such as 1.5 ETH to an address",
    "token": "an ERC-20 token, by its address",
    "call": "a function with its arguments",
    "raw": "for what the others can't say",
    "grant": "to a member, once the proposal is executed",
    "slash": "from a member, once the proposal is executed",
}
ACTION_FIELDS: dict[str, tuple[Field, ...]] = {
    "coin": (Field("amount", "Amount", "With the coin's symbol, such as 1.5 ETH"), _TO),
    "token": (
        Field("amount", "Amount", "In tokens, such as 25000 or 0.5"),
        Field("token", "Token", f"Its contract: {_ADDRESS}"),
        _TO,
    ),
    "call": (
        _CONTRACT,
        Field(
            "function",
            "Function",
            "As in its ABI, such as set(bytes32 key, uint256 value)",
            long=True,
            limit=_LONG,
        ),
        Field(
            "arguments",
            "Arguments",
            "One per line, in order; lists as [1, 2]",
            required=False,
            long=True,
            limit=_LONG,
        ),
        _VALUE,
    ),
    "raw": (
        _CONTRACT,
        Field("data", "Calldata", "0x and hexadecimal digits", long=True, limit=_LONG),
        _VALUE,
    ),
    "grant": (_POINTS, _MEMBER),
    "slash": (_POINTS, _MEMBER),
}


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


def _coins(amount: str) -> str:
    """`1 500.5 ETH` with its digits in one word, as the grammar has it."""
    *digits, symbol = amount.split(" ")
    return f"{''.join(digits)} {symbol}" if digits else symbol


def _one_word(text: str) -> str:
    return text.replace(" ", "")
