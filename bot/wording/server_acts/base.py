"""Each kind of act on the server in words: what it does, and what to look at twice. Its file registers the words."""

from functools import singledispatch

from bot.domain.server_acts.base import ServerAct
from bot.domain.server_acts.roles.roles import NamedRole
from bot.wording.language import Language

ROLE_LIMIT = 100


@singledispatch
def act_words(act: ServerAct, say: Language) -> str:
    """What it does, as one stands after a number."""
    raise TypeError(f"no words for {type(act).__name__}")


@singledispatch
def more_of(act: ServerAct, say: Language) -> list[str]:
    """What has to be said of it in lines of their own."""
    return []


@singledispatch
def act_danger(act: ServerAct, say: Language) -> str | None:
    """What to look at twice; None for what is harmless."""
    return None


@singledispatch
def act_danger_in_short(act: ServerAct, say: Language) -> str:
    """The same in a few words, the same for each act of a kind: about whom it is stands in the act."""
    raise TypeError(f"no short words for {type(act).__name__}")


def role_words(role: NamedRole, say: Language) -> str:
    """A role within a sentence: by its mention, and one that the proposal creates by its name."""
    if role.id is None:
        return say.pgettext("value", "the new role {name}").format(
            name=say.markup.name(role.name, ROLE_LIMIT)
        )
    return say.markup.role(role.id)
