"""Between the pseudonyms of a vote and their columns (see proposal_rows.py)."""

import msgspec

from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.ids import MemberId

_salts = msgspec.json.Decoder(dict[int, str])


def pseudonym_columns(pseudonyms: Pseudonyms) -> dict[str, str | None]:
    salts = {str(member): salt.hex() for member, salt in pseudonyms.salts.items()}
    return {
        "secret": None if pseudonyms.secret is None else pseudonyms.secret.hex(),
        "salts": msgspec.json.encode(salts).decode(),
    }


def pseudonyms_of(secret: str | None, salts: str) -> Pseudonyms:
    """Raises ValueError for what no version of this program wrote."""
    if secret is not None:
        return Pseudonyms(bytes.fromhex(secret))
    read = _salts.decode(salts)
    return Pseudonyms(None, {MemberId(member): bytes.fromhex(salt) for member, salt in read.items()})
