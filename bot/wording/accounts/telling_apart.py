"""Messages in which no two accounts read the same.

Whoever looks at the ends of an address alone can be made to take one account for another (address poisoning): an
address that begins and ends like somebody else's is easily found. A message in which two accounts would be written
alike writes both in full, and so does every message about one proposal of which two accounts are alike. What is not
told apart here is written in full everywhere.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from bot.services.proposals.cards import Card
from bot.wording.accounts.short_forms import ShortForms
from bot.wording.language import Language

P = ParamSpec("P")
T = TypeVar("T")


def telling_accounts_apart(render: Callable[P, T]) -> Callable[P, T]:
    """Decorates what makes one message, or all texts of one answer, from its arguments and a `Language`.

    Where one of the arguments is a card, the accounts of its proposal's actions are told apart too, whether the message
    names them or not: what reads the same in two messages about one proposal is the same account.

    `render` must have no effects and be no generator: where accounts would read the same, it is called again, with a
    language that writes these in full. Within another message that tells its accounts apart it changes nothing.
    """

    @wraps(render)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        cards = [each for each in (*args, *kwargs.values()) if isinstance(each, Card)]
        beside = frozenset(account for card in cards for account in card.accounts)
        forms = ShortForms(ShortForms(beside=beside).alike() if beside else (), beside)
        made = _rendered(render, forms, *args, **kwargs)
        # A text that grew may be told in another way, which names other accounts.
        while not forms.settled:
            forms = ShortForms(forms.whole | forms.alike(), beside)
            made = _rendered(render, forms, *args, **kwargs)
        return made

    return told


def _rendered(render: Callable[..., T], forms: ShortForms, *args: object, **kwargs: object) -> T:
    named = {name: _telling_apart(each, forms) for name, each in kwargs.items()}
    return render(*(_telling_apart(each, forms) for each in args), **named)


def _telling_apart(argument: object, forms: ShortForms) -> object:
    if isinstance(argument, Language) and argument.markup.forms is None:
        return argument.telling_apart(forms)
    return argument
