"""A long proposal and a long discussion: what members see of both in a minute, without a model."""

from __future__ import annotations

from dataclasses import replace

from sandbox.tour.checks import said, told
from sandbox.tour.play import Play
from sandbox.tour.presses import AnswerStatements, Choose, Command, Fill, FromMenu, Say, Turn
from sandbox.tour.scenario import Scenario, Seen, Step
from sandbox.tour.steps import link, open_the_vote, propose, set_up, vote_by_button
from sandbox.world.controls.pass_time import HOUR

_THREAD = "#the discussion"
_TITLE = "A well for the upper village"
_TEXT = (
    "The upper village has had no water of its own since spring 2024. Each family walks forty minutes to the old "
    "well and back. We propose to dig a new well beside the school, thirty metres deep. Two firms have looked at the "
    "ground, and both found water there. The work takes six weeks and can begin in May. Whoever lives near the school "
    "will hear the drill by day, and not by night. Three of us look after the well in its first year. After that the "
    "village chooses who does. We thank everybody who came to the meeting in March."
)
_AGAINST = "In a dry year two wells take water from each other."
_QUESTION = "Who pays for the pump when it breaks?"
_MESSAGE = "My children would be at school on time."
_BY_HAND, _BY_DRILL, _FREE = "We dig it by hand.", "A firm drills it.", "The water stays free."
_HAND = {_BY_HAND: "Agree", _BY_DRILL: "Disagree", _FREE: "Agree"}
_DRILL = {_BY_HAND: "Disagree", _BY_DRILL: "Agree", _FREE: "Agree"}
_NUMBERS = {"proposal": "{proposal}"}


async def _build(play: Play) -> None:
    """The model is away: what is said here is said without one."""
    play.sandbox.assistant.status = 503


def _in_short(play: Play) -> Seen:
    """The card has a few of the author's sentences, whole, and says who chose them."""
    found = play.card
    wanted = ("Open for voting", "🤖 Sentences of the author's, chosen by a machine")
    if found is None or not all(words in found.text for words in wanted):
        return None
    shown = [sentence for sentence in _TEXT.split(". ") if sentence in found.text]
    return found if 1 <= len(shown) <= 3 else None


def _argues(name: str, stance: str, text: str, sees: str) -> Step:
    return Step(
        name,
        f"{name.capitalize()} puts {'a question' if stance == 'a question' else 'an argument'} before the bot",
        "The bot reads no channel. It knows what members give it, with their names.",
        (Command("proposal argue", {**_NUMBERS, "stance": stance, "text": text}),),
        "It stands in the discussion.",
        said(_THREAD, sees, f"> {text}"),
    )


def _states(name: str, number: int, text: str) -> Step:
    """All stand in one message, which shows the first at once, and further ones a few seconds later."""
    return Step(
        name,
        f"{name.capitalize()} puts a statement",
        "One thought, with which one can agree or disagree as a whole. Who puts it agrees with it.",
        (Command("proposal statement", {**_NUMBERS, "text": text}),),
        "Its number. All statements stand in one message of the discussion.",
        said(_THREAD, "statements on proposal {proposal}", text)
        if number == 1
        else told(name, f"your statement is number {number} on proposal {{proposal}}: {text}"),
    )


def _answers(name: str, view: dict[str, str], own: str = "") -> Step:
    """A member answers all statements but their own."""
    return Step(
        name,
        f"{name.capitalize()} answers the statements",
        "Nobody is shown what a member answers: only how many answered how.",
        (
            Command("proposal statements", _NUMBERS),
            AnswerStatements({text: label for text, label in view.items() if text != own}),
        ),
        "That this is all.",
        told(name, "you have answered 3 of 3"),
    )


READING = Scenario(
    "reading",
    "Too much to read",
    "A long proposal in a few sentences of its author's; both sides of its discussion with the way to each message; "
    "and what members of two views agree on, which comes into the text.",
    {"ada": 60_000, "ben": 25_000, "cleo": 0, "dan": 0, "eve": 0, "fay": 0},
    (
        propose("ada", _TITLE, _TEXT),
        _argues("ben", "an argument against it", _AGAINST, "argues **against** it"),
        _argues("cleo", "a question", _QUESTION, "asks:"),
        Step(
            "dan",
            "Dan writes in the discussion",
            "As one talks: the bot doesn't see it.",
            (Say(_MESSAGE),),
            "His message.",
            said(_THREAD, _MESSAGE),
        ),
        Step(
            "eve",
            "Eve adds it to the digest",
            "By the menu of his message. Dan is told, and may take it out.",
            (FromMenu("Add to the digest", _MESSAGE), Fill({"How is it meant?": "for"})),
            "That it was added, in the discussion.",
            said(_THREAD, "put [your message]("),
        ),
        Step(
            "fay",
            "Fay, who was away, reads the digest",
            "Each line is its author's own, with the way to where it was said.",
            (Command("proposal digest", _NUMBERS),),
            "What speaks for and against it, and what nobody has answered.",
            told(
                "fay",
                "**For**",
                f"{_MESSAGE} · [message](",
                "**Against**",
                f"{_AGAINST} · [message](",
                "**Questions that nobody has answered**",
                f"{_QUESTION} · [message](",
                "It reads nothing else of the thread",
            ),
        ),
        _states("ben", 1, _BY_HAND),
        _states("cleo", 2, _BY_DRILL),
        _states("ada", 3, _FREE),
        _answers("ben", _HAND, _BY_HAND),
        _answers("dan", _HAND),
        _answers("fay", _HAND),
        _answers("cleo", _DRILL, _BY_DRILL),
        _answers("eve", _DRILL),
        _answers("ada", _DRILL, _FREE),
        Step(
            "ada",
            "An hour later, Ada takes over what both sides agree on",
            "Groups of those who answer alike are computed, on every machine the same. She decides what becomes of it.",
            (
                Turn(HOUR),
                Command("proposal statements", _NUMBERS),
                Choose(f"3: {_FREE}", "Take a statement over into your proposal"),
                Fill({"Title": _TITLE}),
            ),
            "The edit, in the discussion.",
            said(_THREAD, f"+{_FREE}"),
        ),
        Step(
            "fay",
            "Fay looks what they agree on",
            "Three want to dig and three to drill; the third statement has all six behind it.",
            (Command("proposal statements", _NUMBERS),),
            "Two groups, and how far each agrees.",
            told(
                "fay",
                "they are 2 groups: A (3) and B (3)",
                f"agree on**\n`3` {_FREE} · A: 3 of 3 and B: 3 of 3 agree",
            ),
        ),
        replace(
            open_the_vote(),
            sees="The card, with at most three sentences of the ten, and that a machine has chosen them.",
            check=_in_short,
        ),
        vote_by_button("ben", "For", 1),
        Step(
            "fay",
            "Fay looks what is new",
            "Of what she has read the bot keeps when that was, and nothing else.",
            (Command("proposal digest", _NUMBERS),),
            "That the text was edited and the vote has opened.",
            told("fay", "since you looked", "the vote has opened", "the text was edited once"),
        ),
    ),
    build=_build,
    before=(set_up(safe="none"), link("ada"), link("ben")),
)
