"""The texts of a mirrored proposal: what it would do comes before what its proposer says of it."""

from collections.abc import Sequence

import msgspec

from bot.services.mirrors.cards import MirroredCard
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.actions.listing import danger_lines, deed_lines, listed_in_short
from bot.wording.language import Language
from bot.wording.markup.discord_markup import CHOICE_LIMIT
from bot.wording.markup.plain_text import cut, one_line
from bot.wording.mirrors.registry import MIRROR_WORDING
from bot.wording.proposals.cards.cards import summary_of

_NAME = 60
_KEY = 24
"""Digits of a proposal's number; of a longer one the ends."""
_DANGERS, _DEEDS, _WORDS = 1300, 1000, 520
"""Characters."""
_ALL_DEEDS = 9_000
"""Characters of all calls, in the messages of a thread."""
_NUMBERS = 10
_LINES_ON_PAGE = 400
"""Of calls, those within others counted one by one."""


class MirroredTexts(msgspec.Struct, frozen=True):
    """Those of a card."""

    head: str
    dangers: str
    """"" where there are none."""
    standing: str
    deeds: str
    words: str
    foot: str


@telling_accounts_apart
def mirrored_texts(card: MirroredCard, say: Language, *, withheld: bool = False) -> MirroredTexts:
    """`withheld`: without words of its proposer."""
    near = say.on_chain(card.mirror.chain)
    kind = MIRROR_WORDING[card.mirror.kind]
    dangers, deeds = _told(card, near)
    return MirroredTexts(
        head=_head(card, near, withheld=withheld),
        dangers=say.fitted(dangers, _DANGERS) if dangers else "",
        standing="\n".join(kind.standing(card.mirror.rules, card.proposal.stage, say)),
        deeds=say.fitted(deeds, _DEEDS),
        words=_words(card, say, withheld=withheld),
        foot=_foot(card, near),
    )


def dangers_of(card: MirroredCard, say: Language) -> list[str]:
    """What to know before anything else, in full."""
    return [*_first_of_all(card, say), *danger_lines(card.actions, say)]


def deeds_of(card: MirroredCard, say: Language) -> list[str]:
    """What its calls do, in full."""
    head = MIRROR_WORDING[card.mirror.kind].deeds_head(card.proposal.stage, say)
    return [head, *calls_of(card, say)]


def calls_of(card: MirroredCard, say: Language) -> list[str]:
    """Each of its calls in a line; a line that says so where it makes none."""
    return deed_lines(card.actions, say) or [_nothing(say)]


def on_page(lines: Sequence[str], say: Language) -> tuple[str, ...]:
    """As many of these as a page shows, and how many more there are."""
    if len(lines) <= _LINES_ON_PAGE:
        return tuple(lines)
    return (*lines[:_LINES_ON_PAGE], say.and_more(len(lines) - _LINES_ON_PAGE))


@telling_accounts_apart
def all_calls(card: MirroredCard, say: Language) -> list[str]:
    """What the card can't hold: all calls, as many as can be read in a thread. Nothing where the card has them."""
    near = say.on_chain(card.mirror.chain)
    if _told(card, near) == (dangers_of(card, near), deeds_of(card, near)):
        return []
    return say.fitted([*dangers_of(card, near), *deeds_of(card, near)], _ALL_DEEDS).splitlines()


@telling_accounts_apart
def ended_text(card: MirroredCard, say: Language) -> str:
    """What became of it."""
    said = MIRROR_WORDING[card.mirror.kind].ended(card.proposal.stage, say)
    if card.proposal.ended_by is None:
        return said
    by = say._("Transaction: {transaction}").format(
        transaction=say.markup.transaction(card.proposal.ended_by, card.mirror.chain)
    )
    return f"{said}\n{say.markup.small(by)}"


def decided_elsewhere(say: Language) -> str:
    return say._("Decided on chain, not by this server. By final blocks, minutes behind.")


def mirrored_thread_names(card: MirroredCard, say: Language) -> tuple[str, ...]:
    """The name of its thread, and the one it gets where that one is not allowed: without anybody's words."""
    plain = say.plain()
    own = one_line(card.proposal.title) or plain.pgettext("value", "Untitled")
    return (
        cut(f"{one_line(card.mirror.rules.name)[: _NAME // 2]} · {own}", CHOICE_LIMIT),
        cut(plain._("A proposal on chain"), CHOICE_LIMIT),
    )


def _told(card: MirroredCard, say: Language) -> tuple[list[str], list[str]]:
    """Dangers and calls: in sentences where there is room for them on the card, else in short."""
    dangers, deeds = dangers_of(card, say), deeds_of(card, say)
    if _length(dangers) <= _DANGERS and _length(deeds) <= _DEEDS:
        return dangers, deeds
    dangers, short = listed_in_short(card.actions, say, with_names=False)
    return [*_first_of_all(card, say), *dangers], [deeds[0], *short]


def _length(lines: Sequence[str]) -> int:
    return sum(map(len, lines)) + len(lines)


def _first_of_all(card: MirroredCard, say: Language) -> list[str]:
    found = []
    if not card.proposal.confirmed:
        found.append(
            say._(
                "⚠️ **Not confirmed**: the contract itself doesn't say that it would make these calls. They are those "
                "of an event, which may say anything."
            )
        )
    if card.proposal.left_out:
        words = say.ngettext(
            "⚠️ **{number} more call is not shown here**: there are too many, or they are too long. Nobody can tell "
            "from here what it does.",
            "⚠️ **{number} more calls are not shown here**: there are too many, or they are too long. Nobody can tell "
            "from here what they do.",
            card.proposal.left_out,
        )
        found.append(words.format(number=say.number(card.proposal.left_out)))
    if card.on_itself:
        numbers = ", ".join(card.on_itself[:_NUMBERS]) + ("…" if len(card.on_itself) > _NUMBERS else "")
        found.append(
            say._("⚠️ **Look twice** at {numbers}: it changes how this contract decides.").format(
                numbers=numbers
            )
        )
    return found


def _nothing(say: Language) -> str:
    return say._("It makes no calls.")


def _head(card: MirroredCard, say: Language, *, withheld: bool) -> str:
    title = say._("A proposal on chain") if withheld else say.title(card.proposal.title)
    below = say._("Proposal {key} of {name} {account} on chain · by {proposer}").format(
        key=say.markup.code(_short(card.proposal.key)),
        name=say.markup.name(card.mirror.rules.name, _NAME),
        account=say.markup.account(card.mirror.address),
        proposer=say.markup.account(card.proposal.proposer),
    )
    return f"{say.markup.heading(title)}\n{say.markup.small(below)}"


def _short(key: str) -> str:
    return key if len(key) <= _KEY else f"{key[:6]}…{key[-6:]}"


def _words(card: MirroredCard, say: Language, *, withheld: bool) -> str:
    head = say._("**What its proposer says of it** (anything can be said here)")
    if withheld:
        return f"{head}\n{say._('This server’s filters refuse these words.')}"
    return f"{head}\n{summary_of(card.proposal.words, say, _WORDS)}"


def _foot(card: MirroredCard, say: Language) -> str:
    transaction = say.markup.transaction(card.proposal.transaction, card.mirror.chain)
    lines = [
        say._("Proposed in block {block}: {transaction}").format(
            block=say.number(card.proposal.block), transaction=transaction
        )
    ]
    if card.proposal.ended_by is not None:
        lines.append(
            say._("Ended by {transaction}").format(
                transaction=say.markup.transaction(card.proposal.ended_by, card.mirror.chain)
            )
        )
    where = MIRROR_WORDING[card.mirror.kind].elsewhere(card.mirror, card.proposal.key, say)
    if where is not None:
        lines.append(where)
    lines.append(decided_elsewhere(say))
    return "\n".join(say.markup.small(line) for line in lines)
