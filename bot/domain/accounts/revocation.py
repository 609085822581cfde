"""The text by which a wallet takes itself off a Discord account, without that account.

Nothing is stored of it: it ends only what was linked before it was issued, so that it can do nothing twice.
"""

from datetime import datetime, timedelta

import msgspec

from bot.domain.accounts.sign_in_text import Site, sign_in_text
from bot.domain.ids import Address, ChainId, GuildId

LIFETIME = timedelta(days=7)
"""As long as the owners of a Safe may take to sign."""


class Revocation(msgspec.Struct, frozen=True):
    guild: GuildId
    address: Address
    chain: ChainId
    """Of a contract the one on which it is asked, and on which it is taken off."""
    nonce: str
    issued_at: datetime
    """In whole seconds, as the text has it."""

    @property
    def expires_at(self) -> datetime:
        return self.issued_at + LIFETIME

    def message(self, site: Site) -> str:
        """The text to sign, by EIP-4361. It holds no name that anybody chose."""
        return sign_in_text(
            site=site,
            path="revoke",
            address=self.address,
            chain=self.chain,
            statement=(
                f"Unlink this wallet from whichever Discord account has linked it in the server {self.guild} before "
                "the time of this message. It moves no funds and gives no permission to move any."
            ),
            nonce=self.nonce,
            issued_at=self.issued_at,
            expires_at=self.expires_at,
            request_id=f"discord:{self.guild}:revoke",
            resources=[f"urn:folkmoot:revoke:server={self.guild}"],
        )
