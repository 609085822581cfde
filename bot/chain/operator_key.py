"""The operator's key: signs what is handed over, by EIP-191. Its account is the operator's fingerprint."""

from eth_keys.datatypes import PrivateKey

from bot.chain.contracts.signatures import personal_hash, recover
from bot.domain.errors import MalformedSignature
from bot.domain.ids import Address


class OperatorKey:
    def __init__(self, secret: str) -> None:
        """`secret`: 0x and 64 hexadecimal digits."""
        self._key = PrivateKey(bytes.fromhex(secret.removeprefix("0x")))
        self.fingerprint = Address(self._key.public_key.to_checksum_address())

    def sign(self, text: str) -> str:
        """The signature as 0x and 130 hexadecimal digits."""
        signed = self._key.sign_msg_hash(personal_hash(text)).to_bytes()
        return "0x" + (signed[:64] + bytes([27 + signed[64]])).hex()


def signer_of(text: str, signature: str) -> Address | None:
    """Whose key has signed the text; None for what is no signature."""
    try:
        return recover(personal_hash(text), bytes.fromhex(signature.removeprefix("0x")))
    except (MalformedSignature, ValueError):
        return None
