"""All actions of a proposal, each with its number: dangers first, and no action left out."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from bot.domain.actions.actions import DecodedAction, numbered
from bot.domain.actions.dangers import Danger
from bot.domain.bridges.bridge import UNKNOWN_CHAIN
from bot.domain.ids import ChainId
from bot.wording.actions.brief import brief_deed
from bot.wording.actions.dangers import danger_in_short, danger_words
from bot.wording.actions.effects import deed
from bot.wording.language import Language

_RUN = 3
"""Numbers in a row that are said by the first and the last of them."""


def listed(actions: Sequence[DecodedAction], head: str, say: Language) -> list[str]:
    """Dangers, the head, and each action in a line of its own, those of a batch after it."""
    return [*danger_lines(actions, say), head, *deed_lines(actions, say)]


def linked(actions: Sequence[DecodedAction], say: Language) -> Language:
    """The language in which the addresses of these actions lead to the explorer of their chain."""
    chains = {decoded.action.chain for decoded in actions}
    return say.on_chain(chains.pop()) if len(chains) == 1 else say


def by_chain(actions: Sequence[DecodedAction], say: Language) -> Callable[[DecodedAction], Language]:
    """For each action the language in which its accounts are those of its chain."""
    if len(_chains(actions)) <= 1:
        return lambda decoded: say
    return lambda decoded: say.elsewhere(decoded.action.chain)


def chain_by_chain(
    actions: Sequence[DecodedAction],
    lines: Callable[[str, DecodedAction, Language], list[str]],
    say: Language,
) -> list[str]:
    """The lines of each action by its number; where they are made on several chains, after the name of the chain
    wherever that is another one than before."""
    near, found = by_chain(actions, say), list[str]()
    several = len(_chains(actions)) > 1
    before = None
    for number, decoded in numbered(actions):
        if several and decoded.action.chain != before:
            before = decoded.action.chain
            found.append(
                say._("**On an unknown chain**")
                if before == UNKNOWN_CHAIN
                else say._("**On {chain}**").format(chain=say.markup.chain_name(before))
            )
        found += lines(number, decoded, near(decoded))
    return found


def _chains(actions: Sequence[DecodedAction]) -> set[ChainId]:
    """Those on which they are made, with those to which bridges carry some of them."""
    return {decoded.action.chain for _, decoded in numbered(actions)}


def listed_in_short(
    actions: Sequence[DecodedAction], say: Language, *, with_names: bool
) -> tuple[list[str], list[str]]:
    """Dangers, and each action, in few words, with every value, recipient and danger; accounts with or without their
    names."""
    if not with_names:
        actions = [_unnamed(decoded) for decoded in actions]
    deeds = chain_by_chain(
        actions, lambda number, decoded, near: [f"{number}. {brief_deed(decoded, near)}"], say
    )
    return _danger_lines(actions, danger_in_short, say), deeds


def _unnamed(decoded: DecodedAction) -> DecodedAction:
    return replace(decoded, names=(), inner=tuple(map(_unnamed, decoded.inner)))


def danger_lines(actions: Sequence[DecodedAction], say: Language) -> list[str]:
    """What to look at twice, the gravest first, with the numbers of the actions that it is about."""
    return _danger_lines(actions, danger_words, say)


def deed_lines(actions: Sequence[DecodedAction], say: Language) -> list[str]:
    """Each action in a line of its own, those of a batch after it."""
    return chain_by_chain(actions, lambda number, decoded, near: [f"{number}. {deed(decoded, near)}"], say)


def look_twice(danger: str, say: Language) -> str:
    """A danger of the action that it stands beside."""
    return say._("⚠️ **Look twice**: {danger}").format(danger=danger)


def _danger_lines(
    actions: Sequence[DecodedAction], words: Callable[[Danger, Language], str], say: Language
) -> list[str]:
    every, near = list(numbered(actions)), by_chain(actions, say)
    found: dict[str, list[int]] = {}
    ranks: dict[str, int] = {}
    for place, (_, decoded) in enumerate(every):
        for danger in decoded.dangers:
            said = words(danger, near(decoded).naming(decoded.names))
            ranks[said] = min(danger.rank, ranks.get(said, danger.rank))
            places = found.setdefault(said, [])
            if place not in places:
                places.append(place)
    if len(every) == 1:
        return [look_twice(said, say) for said in found]
    numbers = [number for number, _ in every]
    return [
        say._("⚠️ **Look twice** at {numbers}: {danger}").format(
            numbers=_numbers(found[said], numbers), danger=said
        )
        for said in sorted(found, key=lambda said: ranks[said])
    ]


def _numbers(places: Sequence[int], numbers: Sequence[str]) -> str:
    """`1, 3–5`: three or more that follow each other are said by their ends."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    told = [
        [f"{numbers[run[0]]}–{numbers[run[-1]]}"] if len(run) >= _RUN else [numbers[place] for place in run]
        for run in runs
    ]
    return ", ".join(number for run in told for number in run)
