"""How a wallet refuses: the codes of EIP-1193, of EIP-3326 and of JSON-RPC."""

from __future__ import annotations

from typing import Any


class ProviderError(Exception):
    """What the page gets instead of an answer: a code and a sentence."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message}


def unauthorized(account: str) -> ProviderError:
    """The page asks for an account that it isn't connected to."""
    return ProviderError(4100, f"this site is not connected to the account {account[:60]!r}")


def unsupported(method: str) -> ProviderError:
    return ProviderError(4200, f"this wallet does not know the method {method[:60]!r}")


def unknown_chain(chain: int) -> ProviderError:
    return ProviderError(4902, f"this wallet does not know the chain {chain}")


def invalid_params(why: str) -> ProviderError:
    return ProviderError(-32602, why)


def invalid_input(why: str) -> ProviderError:
    return ProviderError(-32000, why)


def unavailable(why: str) -> ProviderError:
    return ProviderError(-32002, why)
