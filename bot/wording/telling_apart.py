"""Messages in which no two accounts read the same.

Whoever looks at the ends of an address alone can be made to take one account for another (address poisoning): an
address that begins and ends like somebody else's is easily found. A message in which two accounts would be written
alike writes both in full.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from bot.wording.language import Language
from bot.wording.short_forms import ShortForms

P = ParamSpec("P")
T = TypeVar("T")


def telling_accounts_apart(render: Callable[P, T]) -> Callable[P, T]:
    """Decorates what makes one message, or all texts of one answer, from its arguments and a `Language`.

    `render` must have no effects and be no generator: where accounts would read the same, it is called again, with a
    language that writes these in full. Within another message that tells its accounts apart it changes nothing.
    """

    @wraps(render)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        forms = ShortForms()
        made = _rendered(render, forms, *args, **kwargs)
        # A text that grew may be told in another way, which names other accounts.
        while not forms.alike() <= forms.whole:
            forms = ShortForms(forms.whole | forms.alike())
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
