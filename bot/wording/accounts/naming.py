"""Names beside addresses: who somebody called an account, and never in place of it."""

from collections.abc import Iterable
from typing import Any, cast

from bot.domain.accounts.accounts import NamedAccount, NamedBy
from bot.domain.ids import Address, ChainId, MemberId
from bot.wording.accounts.short_forms import ShortForms
from bot.wording.markup.markup import Markup

_LIMIT = 32
"""Characters of a name as it is shown."""


class NamingMarkup:
    """A markup that shows the names of some accounts beside them."""

    def __init__(self, markup: Markup, names: Iterable[NamedAccount]) -> None:
        self._markup = markup
        self._named = tuple(names)
        self._names = {each.account: _shown(each, markup) for each in self._named}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._markup, name)

    def telling_apart(self, forms: ShortForms) -> Markup:
        return naming(self._markup.telling_apart(forms), self._named)

    def account(self, account: Address) -> str:
        return self._beside(account, self._markup.account(account))

    def short_account(self, account: Address) -> str:
        return self._beside(account, self._markup.short_account(account))

    def on_chain(self, chain: ChainId, *, short: bool = False, linked: bool = True) -> Markup:
        return naming(self._markup.on_chain(chain, short=short, linked=linked), self._named)

    def elsewhere(self, chain: ChainId) -> Markup:
        return naming(self._markup.elsewhere(chain), self._named)

    def _beside(self, account: Address, shown: str) -> str:
        name = self._names.get(account)
        return f"{shown} ({name})" if name else shown


def naming(markup: Markup, names: Iterable[NamedAccount]) -> Markup:
    """The markup, with names beside these accounts."""
    return cast(Markup, NamingMarkup(markup, names))


def _shown(named: NamedAccount, markup: Markup) -> str:
    if named.by is NamedBy.MEMBER:
        return markup.member(MemberId(int(named.name)))
    return markup.name(named.name, _LIMIT)
