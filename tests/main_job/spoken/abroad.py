"""The main job on a server of another language, whose members know no English; and all that they get to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bot.wording.language import Language, language
from bot.wording.markup.discord_markup import DISCORD
from sandbox.discord import Message, Person, Reply
from sandbox.discord.api import Request
from sandbox.stage import Stage, sign, sign_in_text
from tests.main_job.job import PERIODS, TOKEN, Job, proposal_of
from tests.main_job.spoken.foreign import lines_of, lines_of_page
from tests.web.site import Browser, Site

_READ = ("content", "title", "description", "label", "placeholder", "name", "text", "topic")
"""What members read of what Discord is told."""
TITLE, TEXT, REASON = "Brunnen-Pozo", "Aqua. Aqua. Aqua.", "Aqua vitae"
"""What members write is Latin here, and no sentence of anybody's."""
POWERS = {"ada": 40_000, "ben": 25_000, "cleo": 20_000, "dan": 1_000}


def sent(requests: list[Request]) -> Iterator[str]:
    """All texts that the bot had Discord show to anybody, but the commands' own."""
    for request in requests:
        if not request.path.endswith("/commands"):
            yield from _texts(request.body)


def _texts(body: Any) -> Iterator[str]:
    if isinstance(body, list):
        for each in body:
            yield from _texts(each)
    if isinstance(body, dict):
        for key, value in body.items():
            if isinstance(value, str) and (key in _READ or (key == "value" and "inline" in body)):
                yield value
            else:
                yield from _texts(value)


class Abroad:
    """The members of a server, all of whose programs speak its language. Labels are looked up in the catalogue."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.stage: Stage = job.stage
        self.say: Language = language(self.stage.locale, DISCORD)
        self.pages: list[str] = []

    @property
    def lines(self) -> list[str]:
        """Everything that anybody could read until now."""
        files = [file for message in self._messages() for file in message.attachments]
        texts = [file.content.decode() for file in files if file.filename.endswith((".txt", ".md"))]
        told = [line for text in [*sent(self.stage.discord.requests), *texts] for line in lines_of(text)]
        return [*told, *(line for page in self.pages for line in lines_of_page(page))]

    def _messages(self) -> list[Message]:
        return list(self.stage.discord.world.messages.values())

    # -- what they do ---------------------------------------------------------------------------------------

    def button(self, english: str) -> str:
        return self.say.pgettext("button", english)

    def question(self, english: str) -> str:
        return self.say.pgettext("question of a form", english)

    async def click(self, who: Person, message: Message, label: str) -> Message:
        return await (await who.click(message, label)).settled(timeout=30)

    async def form(self, who: Person, message: Message, label: str, **filled: str) -> Reply:
        """Open a form, and send it with this in it, by the custom ids of its questions."""
        opened = await who.click(message, label)
        assert opened.modal is not None, opened
        done = await opened.modal.submit(filled)
        await done.settled(timeout=30)
        return done

    async def slash(self, who: Person, command: str, **options: Any) -> Message:
        return await (await who.slash(self.stage.announcements, command, **options)).settled(timeout=30)

    async def set_up(self) -> None:
        """And the proof for the Safe, signed by one of its owners."""
        stage, moderator = self.stage, self.stage.moderator
        await stage.set_up(prove=False, **PERIODS, quorum="4%", threshold="1")
        asked = await self.slash(
            moderator, "gov safe prove", signer=stage.owners[0].address, safe=f"local:{stage.safe.address}"
        )
        await self.form(
            moderator,
            asked,
            self.say._("I have signed it"),
            signature=sign(stage.owners[0], sign_in_text(asked.text)),
        )
        await self.slash(moderator, "gov doctor")
        await self.slash(moderator, "gov policy show")

    async def link(self, name: str, *, wrongly_first: bool = False) -> None:
        """Link the wallet; `wrongly_first`: with another's signature before one's own."""
        voter = self.job[name]
        asked = await self.slash(voter.person, "wallet link", address=voter.wallet.address)
        for key in [self.stage.owners[0]] * wrongly_first + [voter.wallet]:
            text = sign_in_text(asked.text)
            done = await self.form(
                voter.person, asked, self.say._("I have signed it"), signature=sign(key, text)
            )
        assert voter.wallet.address in done.text

    async def card(self, state: str) -> Message:
        """The proposal's card, as soon as it says this sentence (to its first value) of its state."""
        words = self.say._(state).partition("{")[0]
        return await self.job.announced(lambda m: proposal_of(m) == 1 and words in m.text)

    async def read(self, browser: Browser, who: Person, *paths: str) -> None:
        """Read pages that are there for members."""
        for path in paths:
            page = await browser.get(path, **self._accepting)
            if page.status == 404:
                page = await browser.read(path, who)
            assert page.status == 200, page.words
            self.pages.append(page.text)

    async def look(self, browser: Browser, path: str) -> None:
        """What anybody gets there."""
        self.pages.append((await browser.get(path, **self._accepting)).text)

    @property
    def _accepting(self) -> dict[str, str]:
        return {"Accept_Language": f"{self.stage.locale},en;q=0.5"}


async def play(job: Job, site: Site, browser: Browser) -> Abroad:
    """The whole job, and all that was shown of it."""
    there = Abroad(job)
    stage = job.stage
    await there.set_up()
    await stage.add_voters({name: tokens * TOKEN for name, tokens in {**POWERS, "eve": 0}.items()})
    ada, dan, eve = (job[name].person for name in ("ada", "dan", "eve"))
    await there.link("ada", wrongly_first=True)
    for name in ("ben", "cleo", "dan"):
        await there.link(name)
    for who, command in (
        (ada, "wallet list"),
        (eve, "wallet list"),
        (ada, "help"),
        (stage.moderator, "help"),
    ):
        await there.slash(who, command)
    panel = await there.slash(dan, "notify")
    await (await dan.select(panel, values=["proposals", "opening", "ending", "result"])).settled()
    await _propose(there)
    await _understand(there)
    await _vote(there)
    await _carry_out(there)
    await _sum_up(there)
    await _read(there, site, browser)
    return there


async def _propose(there: Abroad) -> None:
    job, stage, ada = there.job, there.stage, there.job["ada"].person
    grantee = stage.chain.account("grantee")
    opened = await ada.slash(stage.announcements, "propose")
    assert opened.modal is not None
    title, text = there.question("Title"), there.question("Text")
    actions = there.say._("Actions, one per line (optional)")
    refused = await opened.modal.submit({title: TITLE, text: TEXT, actions: "transfer 1 XYZ to nobody"})
    again = await there.form(
        ada,
        await refused.settled(timeout=30),
        there.say._("Correct it"),
        actions=f"transfer 1 ETH to {grantee.address}\ntransfer 3000 {stage.token.address} to {grantee.address}",
    )
    preview = again.message or again.followups[-1]
    await there.click(ada, preview, there.button("Submit"))
    thread = await job.thread(1)
    await job.in_discussion(1)
    await there.slash(ada, "proposal list")
    await there.slash(ada, "proposal view", proposal="1")
    edit = await ada.slash(stage.announcements, "proposal edit", proposal="1")
    assert edit.modal is not None
    old = edit.modal.field("actions").value
    done = await edit.modal.submit({"actions": old.replace("transfer 1 ETH", "transfer 2 ETH")})
    # The actions follow the answer, and are the last that is said of it.
    await done.followup(1, timeout=30)
    await job.until(lambda: any("+1." in message.text for message in thread.messages))
    await job["dan"].person.say(thread, TEXT)


async def _understand(there: Abroad) -> None:
    """What speaks for and against it, what members agree on, and what it has to do with one's principles."""
    ada, ben, cleo = (there.job[name].person for name in ("ada", "ben", "cleo"))
    for who, stance in ((ada, "for"), (ben, "against"), (cleo, "question")):
        await there.slash(who, "proposal argue", proposal="1", stance=stance, text=REASON)
    principles = await ben.slash(there.stage.announcements, "proposal principles")
    assert principles.modal is not None
    await (await principles.modal.submit({"principles": TEXT})).settled(timeout=30)
    for who, text in ((ada, TEXT), (ben, REASON)):
        await there.slash(who, "proposal statement", proposal="1", text=text)
    for command in ("weigh", "statements", "digest"):
        await there.slash(ben, f"proposal {command}", proposal="1")


async def _vote(there: Abroad) -> None:
    """By button, command and reaction; by somebody who may not; and again at the end, after a reminder."""
    job, say = there.job, there.say
    ada, ben, cleo, dan, eve = (job[name].person for name in ("ada", "ben", "cleo", "dan", "eve"))
    await job.bot.passes(minutes=61)
    card = await there.card("**Open for voting** · ends {moment}")
    for who, label in ((ada, "For"), (ben, "For"), (ben, "Against"), (eve, "For")):
        await job.weighed(await who.click(card, say.called(label)))
    choice = say.called("For")
    cast = await cleo.slash(job.stage.announcements, "vote cast", proposal="1", choice=choice, reason=REASON)
    await job.weighed(cast)
    await there.slash(dan, "vote cast", proposal="1", choice="Nihil")
    for label in (say.pgettext("button", "My power"), say.pgettext("button", "Details")):
        await there.click(ben, card, label)
    await there.slash(ada, "vote mine", proposal="1")
    await there.slash(ada, "vote why", proposal="1")
    told = len(dan.inbox(job.stage.app))
    await job.bot.passes(minutes=50)
    await job.until(lambda: len(dan.inbox(job.stage.app)) > told)
    await dan.react(card, "👎")


async def _carry_out(there: Abroad) -> None:
    """The result, the time for a veto, the Safe's transaction, and what became of it."""
    job, stage = there.job, there.stage
    thread = await job.thread(1)
    await job.bot.passes(minutes=11)
    await job.announced(lambda m: any("record" in file.filename for file in m.attachments))
    await there.card("**Passed** · guardians may veto until {moment}, then it goes to the Safe")
    await there.slash(job["ada"].person, "veto", proposal="1", reason=REASON)
    await there.slash(stage.guardian, "veto", proposal="1", reason=REASON)
    await job.bot.passes(minutes=61)
    await job.until(lambda: any("safeTxHash" in message.text for message in thread.messages))
    (transaction,) = job.transactions()
    for owner in stage.owners[:2]:
        await job.confirm(owner, transaction)
        await job.until(lambda owner=owner: any(owner.address in message.text for message in thread.messages))
    await job.execute(transaction)
    await there.card("**Executed** {when} in block {block}")
    await there.slash(stage.moderator, "gov doctor")


async def _sum_up(there: Abroad) -> None:
    """The week, in the channel."""
    tomorrow = there.job.bot.clock.now() + timedelta(days=1)
    await there.slash(there.stage.moderator, "announce digest", day=f"{tomorrow:%A}".upper(), zone="Berlin")
    await there.job.bot.passes(minutes=48 * 60)
    await there.job.announced(lambda message: "📰" in message.text)


async def _read(there: Abroad, site: Site, browser: Browser) -> None:
    ada = there.job["ada"].person
    for path in ("/", "/nowhere", "/spaces/1"):
        await there.look(browser, path)
    await there.read(browser, ada, "/spaces/1", "/proposals/1", "/proposals/1/voters")
    await browser.log_in(await site.link_for(ada), ada)
    await there.look(browser, "/wallet")
