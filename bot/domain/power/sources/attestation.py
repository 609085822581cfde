"""An attestation of the Ethereum Attestation Service (EAS)."""

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from bot.domain.errors.governance.policy_fields import NoSchemaUid
from bot.domain.fault import Unfit
from bot.domain.ids import Address
from bot.domain.power.sources.base import Account, OfContract

MAX_ATTESTERS = 20
"""Attesters in one source: each is a call for every wallet."""
NEWEST_LOOKED_AT = 20
"""Of the attestations of one attester for one wallet."""

_UID = re.compile(r"0x[0-9a-fA-F]{64}", re.ASCII)


def _uid(text: str) -> str:
    if not _UID.fullmatch(text):
        raise Unfit(NoSchemaUid())
    return text.lower()


def _each_once(accounts: tuple[Address, ...]) -> tuple[Address, ...]:
    return tuple(sorted(set(accounts)))


class Attestation(OfContract):
    """1 for a wallet for which one of the attesters has attested something under the schema: neither revoked nor
    expired at the snapshot block, and entered in the Indexer."""

    kind: Literal["attestation"] = "attestation"
    indexer: Account
    """EAS's Indexer, which tells what was attested for a wallet: EAS itself, the `contract`, knows attestations by id
    alone."""
    schema_uid: Annotated[str, AfterValidator(_uid)]
    """0x and 64 hex digits, small."""
    attesters: Annotated[
        tuple[Account, ...], Field(min_length=1, max_length=MAX_ATTESTERS), AfterValidator(_each_once)
    ]
    """Whose attestations count: anybody may attest anything for anybody."""

    has_total: ClassVar[bool] = False
