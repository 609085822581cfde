"""The present step of a scenario: who does what, where it is in the page, and whether it has happened."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web
from markupsafe import Markup

from sandbox.browser.introductions import Introduction
from sandbox.browser.panels import refused, told
from sandbox.browser.templates import rendered
from sandbox.browser.tour.introductions import players_introduced
from sandbox.browser.windows import Window
from sandbox.discord import CannotDo, Channel, Person
from sandbox.tour import SCENARIOS, Play, Scenario, Step, StepFailed, Tour, scenario_named
from sandbox.tour.engine import shown
from sandbox.tour.pointers import Pointer
from sandbox.tour.presses.recount import count, counted_by_the_bot
from sandbox.tour.scenario import WORLD
from sandbox.world import Sandbox

LONGEST = 600
"""Characters of what one sees, beside a step that was done."""
MOST_SERVERS = 4
"""Of so many tours, the newest ones, the first page says who plays in them."""


@dataclass(frozen=True)
class Way:
    """One press of the present step, as the panel shows it."""

    words: str
    selector: str
    """What in the window it is, as a CSS selector: the newest of those. Empty where it isn't in the page."""
    pointer: Pointer
    given: Mapping[str, str]
    """What is typed, by where."""


class TourPanel:
    name = "tour"
    title = "Tour"

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.tour: Tour | None = None
        self._begun: deque[Tour] = deque(maxlen=MOST_SERVERS)
        self._watching: asyncio.Task[None] | None = None
        self._playing: asyncio.Task[None] | None = None
        self._counting = asyncio.Lock()
        self.changed: Callable[[], None] = lambda: None
        """Called when something else is to be shown."""

    async def begin(self, scenario: Scenario) -> Tour:
        """At the first step of a scenario, on a server of its own. Raises StepFailed."""
        await self.end()
        tour = await Tour.begun(self._sandbox, scenario)
        tour.on_change = lambda: self.changed()
        self.tour = tour
        self._begun.appendleft(tour)
        self._watching = asyncio.create_task(tour.watch())
        self.changed()
        return tour

    def introduced(self) -> list[Introduction]:
        """Who plays in the newest tours, the newest one first."""
        return [each for tour in self._begun for each in players_introduced(tour.scenario, tour.play)]

    async def end(self) -> None:
        """Nothing is watched or played any more. Raises what ended it, if that was a fault."""
        tasks = [task for task in (self._watching, self._playing) if task is not None]
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        self._watching = self._playing = None
        for fault in ended:
            if isinstance(fault, Exception) and not isinstance(fault, StepFailed):
                raise fault

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/tour/begin/{scenario:[a-z-]{1,40}}", self._begin),
            web.post("/tour/do", self._do),
            web.post("/tour/finish", self._finish),
            web.post("/tour/count", self._count),
        ]

    def welcome(self) -> Markup:
        return rendered("tour/scenarios.html", scenarios=SCENARIOS, present=self._scenario)

    def html(self, window: Window) -> Markup:
        tour = self.tour
        if tour is None:
            return rendered("tour/panel.html", tour=None, scenarios=SCENARIOS, present=None)
        step = tour.step
        last = shown(tour.seen[-1]) if tour.seen else ""
        return rendered(
            "tour/panel.html",
            tour=tour,
            step=step,
            ways=[_way(*move) for press in step.presses for move in press.moves(tour.play)] if step else [],
            place=window_of_step(tour.play, step) if step else "",
            here=window.address,
            world=WORLD,
            playing=self._playing is not None and not self._playing.done(),
            last=last if len(last) <= LONGEST else f"{last[: LONGEST - 1]}…",
            scenarios=SCENARIOS,
            present=self._scenario,
        )

    @property
    def _scenario(self) -> Scenario | None:
        return self.tour.scenario if self.tour else None

    async def _begin(self, request: web.Request) -> web.Response:
        try:
            scenario = scenario_named(request.match_info["scenario"])
        except KeyError:
            raise web.HTTPNotFound from None
        try:
            tour = await self.begin(scenario)
        except StepFailed as failed:
            return refused(str(failed), 502)
        return web.json_response({"go": f"{first_address(tour)}#panel-{self.name}"})

    async def _do(self, request: web.Request) -> web.Response:
        if self.tour is None or self.tour.step is None:
            return refused("There is no step left to do.")
        step = self.tour.step
        try:
            await self.tour.do()
        except StepFailed as failed:
            return refused(str(failed), 502)
        return told(f"Done: {step.title}.")

    async def _finish(self, request: web.Request) -> web.Response:
        if self.tour is None or self.tour.step is None:
            return refused("There is no step left to do.")
        if self._playing is None or self._playing.done():
            self._playing = asyncio.create_task(_to_the_end(self.tour))
        self.changed()
        return told("The rest plays by itself.")

    async def _count(self, request: web.Request) -> web.Response:
        """The file of an election that somebody has saved."""
        file = (await request.post()).get("election")
        if not isinstance(file, web.FileField):
            return refused("Choose the file that you have saved.")
        if self.tour is None:
            return refused("No tour has begun.")
        play = self.tour.play
        try:
            # One file at a time: a count may take a while.
            async with self._counting:
                play.recounted = await count(file.file.read())
        except CannotDo as why:
            return refused(f"It can't be counted: {why}.")
        if play.recounted != counted_by_the_bot(play):
            return refused(
                "Counted. That is not what the bot said of the newest vote: is it this vote's file?"
            )
        return told("Counted. It is what the bot said, to the last digit.")


async def _to_the_end(tour: Tour) -> None:
    try:
        await tour.finish()
    except (StepFailed, LookupError):
        # What went wrong stands below the step; the last step may have been done by somebody else meanwhile.
        return


def _way(words: str, pointer: Pointer) -> Way:
    given = {**pointer.options, **{label: text for label, text in pointer.fields.items() if text}}
    if pointer.text:
        given = {"text": pointer.text}
    return Way(words, _selector(pointer), pointer, given)


def _selector(pointer: Pointer) -> str:
    """The nearest that can be pointed at; where it is in another channel, the way to that."""
    if pointer.control:
        return f"#control-{pointer.control}"
    if pointer.fields:
        return "dialog[open] form"
    if pointer.counts:
        return "#count-again"
    if pointer.wallet:
        return "#sign-text"
    if pointer.copies:
        return ".ephemeral .copy"
    if pointer.link:
        return ".ephemeral a.button"
    elsewhere = f', [data-channel="{pointer.channel}"]' if pointer.channel else ""
    message = f'[data-message="{pointer.message}"]'
    if pointer.custom_id:
        return f'{message} [data-custom-id="{pointer.custom_id}"]{elsewhere}'
    if pointer.label:
        return ".ephemeral [data-custom-id]"
    if pointer.file:
        return f'{message} .file a[href$="{pointer.file}"]{elsewhere}'
    if pointer.message:
        reaction = f', {message} [name=react][value="{pointer.text}"]' if pointer.text else ""
        return f"{message}{reaction}{elsewhere}"
    if pointer.channel:
        here = f'main[data-place="{pointer.channel}"]'
        command = f', {here} [data-command="{pointer.command}"]' if pointer.command else ""
        return f"{here} .composer{command}{elsewhere}"
    return ""


def first_address(tour: Tour) -> str:
    """The address of the window in which a tour begins."""
    return window_of_step(tour.play, tour.scenario.steps[0])


def window_of_step(play: Play, step: Step) -> str:
    """The address of the window in which the step is done, as who does it."""
    person: Person = play.person(step.who) if step.who != WORLD else play.stage.moderator
    channels = [press.pointer(play).channel for press in step.presses]
    place: Channel = play.stage.discord.world.channels[
        next((channel for channel in channels if channel), play.stage.announcements.id)
    ]
    return Window(play.stage.discord.world, person, play.stage.guild, place).address
