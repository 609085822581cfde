"""The parts of an action, as forms ask for them, and the line of the grammar that they become."""

from collections.abc import Mapping, Sequence

from discord import Object
from discord.abc import Snowflake

from bot.domain.errors import PaymentUnclear
from bot.domain.errors.proposals.actions import PaymentPart
from bot.services.proposals.drafting.sendable_assets import Asset
from bot.wording.actions.forms import action_question, asset_hint, asset_label
from bot.wording.language import Language
from cogs.components.interactions.persistent import Field, Option

_LONG = 4_000
PAYMENT = "payment"
MILESTONE = "milestone"
_PARTS = {
    PAYMENT: ("amount", "asset", "member", "to"),
    MILESTONE: ("title", "due", "amount", "member", "to"),
    "call": ("to", "function", "arguments", "value"),
    "raw": ("to", "data", "value"),
    "grant": ("amount", "member"),
    "slash": ("amount", "member"),
}
"""The names of the parts of each kind, in the order in which they are asked for."""
_LONG_PARTS = ("function", "arguments", "data")
_OPTIONAL_PARTS = {
    PAYMENT: ("asset", "member", "to"),
    MILESTONE: ("member", "to"),
    "call": ("arguments", "value"),
    "raw": ("value",),
}
ACTION_KINDS = tuple(_PARTS)
WITHOUT_EXECUTOR = ("grant", "slash")
"""The kinds that the bot carries out itself."""


def action_fields(kind: str, assets: Sequence[Asset], say: Language) -> tuple[Field, ...]:
    """The questions of the form for an action of this kind; `assets` are what can be sent, the coin first."""
    parts = [part for part in _PARTS[kind] if part != "asset" or assets]
    return tuple(_field(kind, part, assets, say) for part in parts)


def _field(kind: str, part: str, assets: Sequence[Asset], say: Language) -> Field:
    label, described = action_question(kind, part, say)
    field = Field(part, label, described, required=part not in _OPTIONAL_PARTS.get(kind, ()))
    if part == "asset":
        native = assets[0].symbol
        options = (
            Option(asset_label(asset, native, say), asset.choice, asset_hint(asset, say)) for asset in assets
        )
        return field._replace(options=tuple(options))
    if part == "member":
        return field._replace(of_members=True)
    return field._replace(long=True, limit=_LONG) if part in _LONG_PARTS else field


def action_line(kind: str, filled: Mapping[str, str]) -> str:
    """The line that says what was filled in. Whether it makes sense is for the grammar to say.

    Raises PaymentUnclear.
    """
    part = {name: " ".join(text.split()) for name, text in filled.items()}
    match kind:
        case "payment":
            return _payment(part)
        case "milestone":
            return f'milestone "{part["title"]}" by {part["due"]}: {_payment(part)}'
        case "grant":
            return f"grant {_one_word(part['amount'])} reputation to <@{part['member']}>"
        case "slash":
            return f"slash {_one_word(part['amount'])} reputation from <@{part['member']}>"
        case "call":
            line = f"call {part['to']} {part['function']} {part['arguments']}".rstrip()
        case _:
            line = f"raw {part['to']} {_one_word(part['data'])}"
    return f"{line} value {_coins(part['value'])}" if part["value"] else line


def payment_line(amount: str, asset: str, to: str, member: Snowflake | None) -> str:
    """The line that pays so much of the asset to an account or a member. Whether it makes sense is for the grammar to
    say. Raises PaymentUnclear where a part is missing, or both a member and an account are named."""
    for part, text in ((PaymentPart.AMOUNT, amount), (PaymentPart.ASSET, asset)):
        if not text.strip():
            raise PaymentUnclear(part, twice=False)
    recipients = [*([" ".join(to.split())] if to.strip() else []), *([f"<@{member.id}>"] if member else [])]
    if len(recipients) != 1:
        raise PaymentUnclear(PaymentPart.RECIPIENT, twice=bool(recipients))
    on, colon, of_chain = asset.partition(": ")
    before, asset = (f"{on}: ", of_chain) if colon else ("", asset)
    return f"{before}transfer {_one_word(amount)} {_one_word(asset)} to {recipients[0]}"


def _payment(part: Mapping[str, str]) -> str:
    """The asset is chosen, or stands after the amount."""
    *digits, last = part["amount"].split(" ")
    written = last if digits and any(sign.isalpha() for sign in last) else ""
    amount = "".join(digits) if written else part["amount"]
    chosen = part.get("asset", "")
    if bool(written) == bool(chosen):
        raise PaymentUnclear(PaymentPart.ASSET, twice=bool(chosen))
    member = Object(int(part["member"])) if part["member"] else None
    return payment_line(amount, written or chosen, part["to"], member)


def _coins(amount: str) -> str:
    """`1 500.5 ETH` with its digits in one word, as the grammar has it."""
    *digits, symbol = amount.split(" ")
    return f"{''.join(digits)} {symbol}" if digits else symbol


def _one_word(text: str) -> str:
    return text.replace(" ", "")
