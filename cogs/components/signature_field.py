"""The field in which a signature is pasted, whatever it is for."""

from bot.wording.accounts.wallets import signature_question
from bot.wording.language import Language
from cogs.components.interactions.persistent import Field

_LIMIT = 4_000
"""Characters: what a contract wallet of many owners gives is long."""


def signature_field(say: Language) -> Field:
    """A form's field named `signature`, in this language."""
    return Field("signature", *signature_question(say), long=True, limit=_LIMIT, placeholder="0x…")
