"""What a form asks for one line of a proposal, and how the line is written that it becomes.

A form says what one could type as well: its line goes through the same grammar, which says whether it makes sense.
"""

from collections.abc import Mapping
from enum import Enum, auto

import msgspec

from bot.domain.errors import PaymentUnclear
from bot.domain.errors.proposals.actions import PaymentPart

MOST_ASKED = 5
"""Questions that one form has room for."""


class Answer(Enum):
    """How a part is answered."""

    TEXT = auto()
    LONG_TEXT = auto()
    CALLDATA = auto()
    AMOUNT = auto()
    """A number, maybe with what it counts after it."""
    NAME = auto()
    """What stands in quotation marks."""
    ASSET = auto()
    """One of those that the executor can send, by its `choice`."""
    PRESET = auto()
    TRACK = auto()
    """One that takes proposals, by its name."""
    SPACE = auto()
    """A part of the space, by its name."""
    MEMBER = auto()
    ROLE = auto()
    TEXT_CHANNEL = auto()
    TALK_CHANNEL = auto()
    """A text channel or a forum."""
    CATEGORY = auto()


_MENTIONS: Mapping[Answer, str] = {
    Answer.MEMBER: "<@{}>",
    Answer.ROLE: "<@&{}>",
    Answer.TEXT_CHANNEL: "<#{}>",
    Answer.TALK_CHANNEL: "<#{}>",
    Answer.CATEGORY: "<#{}>",
}
PICKED = frozenset(_MENTIONS)
"""What Discord itself has a menu of: the answer is an id."""
_QUOTED = frozenset({Answer.NAME, Answer.TRACK, Answer.SPACE})
_ONE_WORD = frozenset({Answer.CALLDATA, Answer.ASSET})


class LinePart(msgspec.Struct, frozen=True):
    """A part of a line, and what stands around it there."""

    name: str
    """By which the wording asks for it."""
    answer: Answer = Answer.TEXT
    before: str = ""
    """The words before it."""
    after: str = ""
    """What stands right after it."""
    required: bool = True
    usual: str = ""
    """What stands in the line where nothing was answered."""
    listed: bool = False
    """Whether a comma parts it from the one before, if that is there, too."""
    words: tuple[str, ...] = ()
    """Of the grammar, among which one chooses."""
    asked: bool = True
    """Whether the form asks for it: only a command has room for what it doesn't."""

    def written(self, answer: str) -> str:
        """What the line has of it; nothing where nothing was answered and nothing is usual."""
        answer = answer.strip() or self.usual
        if not answer:
            return ""
        return f"{self.before} {_spelt(self.answer, answer)}{self.after}".lstrip()


class LineForm(msgspec.Struct, frozen=True):
    """The form of one kind of line."""

    kind: str
    """By which menus and the wording name it."""
    verb: str
    """With which the line begins."""
    parts: tuple[LinePart, ...]
    """In the order in which they are asked for, and stand in the line."""
    executed: bool = True
    """Whether an executor on a chain carries it out: where there is none, nobody needs the form."""
    streams: bool = False
    """Whether it is about streams, which only go where the operator has named contracts for them."""
    promised: bool = False
    """Whether it is for tracks whose proposals promise payments for later."""
    pays: bool = False
    """Whether it has an amount of something and one who gets it: `amount`, perhaps `asset`, `member` and `to`."""

    @property
    def asked(self) -> tuple[LinePart, ...]:
        """What the form asks for: at most five parts."""
        return tuple(part for part in self.parts if part.asked)

    def asks(self, answer: Answer) -> bool:
        return any(part.answer is answer for part in self.asked)

    def line(self, answers: Mapping[str, str]) -> str:
        """The line with these answers, by the names of the parts; what isn't among them is empty.

        Raises PaymentUnclear where it pays, and something is missing or said twice.
        """
        if self.pays:
            _require_clear(answers)
        chain = ""
        words = [self.verb]
        listed = False
        for part in self.parts:
            answer = answers.get(part.name, "")
            if part.answer is Answer.ASSET and ": " in answer:
                # What is on another chain than the usual one says so at the beginning.
                on, _, answer = answer.partition(": ")
                chain = f"{on}: "
            written = part.written(answer)
            if written and part.listed and listed:
                words[-1] += ","
            listed = part.listed and (listed or bool(written))
            words.append(written)
        return chain + " ".join(filter(None, words))


def _spelt(kind: Answer, answer: str) -> str:
    words = answer.split()
    if kind in _MENTIONS:
        return _MENTIONS[kind].format(answer)
    if kind in _QUOTED:
        return f'"{" ".join(words)}"'
    if kind in _ONE_WORD:
        return "".join(words)
    if kind is Answer.AMOUNT:
        amount, counted = _amount(words)
        return f"{amount} {counted}".strip()
    return " ".join(words)


def _amount(words: list[str]) -> tuple[str, str]:
    """The digits in one word, as the grammar has them, and what they count; "" where that isn't said."""
    *digits, last = words
    if digits and any(sign.isalpha() for sign in last):
        return "".join(digits), last
    return "".join(words), ""


def _require_clear(answers: Mapping[str, str]) -> None:
    words = answers.get("amount", "").split()
    if not words:
        raise PaymentUnclear(PaymentPart.AMOUNT, twice=False)
    written, chosen = bool(_amount(words)[1]), bool(answers.get("asset", "").strip())
    if written == chosen:
        raise PaymentUnclear(PaymentPart.ASSET, twice=chosen)
    named = [bool(answers.get(name, "").strip()) for name in ("member", "to")]
    if named.count(True) != 1:
        raise PaymentUnclear(PaymentPart.RECIPIENT, twice=all(named))
