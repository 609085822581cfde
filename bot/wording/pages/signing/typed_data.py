"""Typed data (EIP-712) for a wallet of the browser, and the same to be signed elsewhere."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.ids import Address, ChainId
from bot.wording.language import Language
from bot.wording.markup.plain_text import plain
from bot.wording.pages.browser_wallets import chain_words


def signing_script(
    document: Mapping[str, Any],
    chain: ChainId | str,
    signers: Iterable[Address],
    contracts: Iterable[Address],
    say: Language,
    *,
    stranger: str,
    contract: str,
) -> Mapping[str, str]:
    """What the script needs and says, by the names that it knows. `stranger` is said where the wallet shows none of
    the signers, `contract` where it is one of the contracts; both without marks."""
    return {
        **chain_words(say),
        "document": json.dumps(document),
        "chain": str(chain),
        "owners": " ".join(signers).lower(),
        "contracts": " ".join(contracts).lower(),
        "compare": say.plain()._("Compare what your wallet shows with this page, and sign."),
        "stranger": stranger,
        "contract": contract,
    }


def not_the_signer(say: Language) -> str:
    """Where one account is asked for, and the wallet shows another."""
    return say.plain()._(
        "Your wallet doesn't show the account that is to sign. Choose that one in it, or go back and choose another."
    )


def has_no_key(say: Language) -> str:
    """Where that account is a contract."""
    return say.plain()._("This wallet is a contract and has no key: sign as described below.")


def fields_of(part: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """A part of the document, field by field, by the names that a wallet shows. Members write some of it."""
    return tuple((name, plain(str(value))) for name, value in part.items())


def signed_elsewhere(wallet: Address, say: Language) -> str:
    """How it is signed without a wallet in the browser."""
    return say._(
        "Sign this typed data (EIP-712) with {account}, such as with `cast wallet sign --data`, and paste the "
        "signature."
    ).format(account=say.markup.account(wallet))
