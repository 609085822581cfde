"""All statements on a proposal are answered, one after the other, in whatever order the bot asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.discord import CannotDo
from sandbox.tour.answers import settled
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.scenario import Press


@dataclass(frozen=True)
class AnswerStatements(Press):
    answers: Mapping[str, str]
    """By the words of each statement: the button that is pressed below it."""

    def words(self, play: Play) -> str:
        given = "; ".join(f"{words}: {label}" for words, label in self.answers.items())
        return f"Press 'Answer' below the answer, then a button for each statement. {given}"

    def pointer(self, play: Play) -> Pointer:
        return Pointer(label="Answer")

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        each = [
            (f"Where it says {words!r}, press {label!r}", Pointer(label=label))
            for words, label in self.answers.items()
        ]
        return [
            ("Press 'Answer' below the answer; the statements come in an order of their own", each[0][1]),
            *each,
        ]

    async def do(self, play: Play, who: str) -> None:
        message = play.reply.message if play.reply else None
        if message is None:
            raise CannotDo("no statement was shown")
        person = play.person(who)
        play.reply = await person.click(message, label="Answer")
        await settled(play.reply)
        for _ in self.answers:
            message = play.reply.message
            label = next(
                (each for words, each in self.answers.items() if message and words in message.text), None
            )
            if message is None or label is None:
                raise CannotDo(f"another statement is asked about: {message.text if message else 'nothing'}")
            play.reply = await person.click(message, label=label)
            await settled(play.reply, changed=True)
