"""A vote of which a byte was changed on its way is none: whatever Discord has not signed just so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ids import MemberId, ProposalId
from tests.main_job.job import Job
from tests.web.signing.voting import trusting
from tests.web.site import Browser, Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.attack("web")]

SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
SIGNATURE, TIMESTAMP = "X-Signature-Ed25519", "X-Signature-Timestamp"
PRINTABLE = st.integers(0x20, 0x7E).map(chr)


@dataclass
class Clicked:
    """A vote under way whose ballots Discord signs, and the request of a member who clicked."""

    site: Site
    job: Job
    number: int
    proposal: ProposalId
    member: MemberId
    body: dict[str, Any]

    def again(self) -> tuple[bytes, dict[str, str]]:
        """A click of the same member on the other choice, as Discord signs it now."""
        data = self.body["data"] | {"custom_id": f"vote:{self.proposal}:2"}
        discord, app = self.site.stage.discord, self.site.stage.app
        body = json.dumps(self.body | {"id": str(discord.world.new_id()), "data": data}).encode()
        return body, discord.world.endpoints.sign(app.key, body)

    async def ballots(self) -> list[Any]:
        """All of this member that the bot holds."""
        async with self.site.bot.program.runtime.services.uow.reading() as repositories:
            kept = await repositories.ballot_evidence.of_member(self.proposal, self.member)
        return [(each.cast_at, each.source) for each in kept]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def clicked(site: Site) -> Clicked:
    job, author = Job(site.stage, site.bot), f"clicker{len(site.stage.voters)}"
    await job.join({author: 60_000})
    async with trusting(site, "countersigned"):
        number = await job.opened(author, "Count the sheep")
    endpoints = site.stage.discord.world.endpoints
    posted: list[bytes] = []
    endpoints.seen = lambda body, headers: posted.append(body)
    try:
        await job.click(author, number, "For")
    finally:
        endpoints.seen = None
    proposal = await site.bot.id_of(number)
    return Clicked(site, job, number, proposal, MemberId(job[author].person.id), json.loads(posted[0]))


@SHARED
@given(data=st.data())
async def test_any_changed_byte_of_a_body_is_refused_and_nothing_is_stored(
    clicked: Clicked, browser: Browser, data: st.DataObject
) -> None:
    body, headers = clicked.again()
    before = await clicked.ballots()
    place = data.draw(st.integers(0, len(body) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != body[place]))
    changed = body[:place] + bytes([byte]) + body[place + 1 :]
    answer = await browser.send("POST", "/interactions", data=changed, headers=headers)
    assert (answer.status, await clicked.ballots()) == (401, before)


@SHARED
@given(data=st.data(), name=st.sampled_from([SIGNATURE, TIMESTAMP]))
async def test_any_changed_character_of_a_header_is_refused_and_nothing_is_stored(
    clicked: Clicked, browser: Browser, data: st.DataObject, name: str
) -> None:
    body, headers = clicked.again()
    before, value = await clicked.ballots(), headers[name]
    place = data.draw(st.integers(0, len(value) - 1))
    # A capital digit is the same digit.
    other = data.draw(PRINTABLE.filter(lambda one: one.lower() != value[place]))
    headers[name] = value[:place] + other + value[place + 1 :]
    answer = await browser.send("POST", "/interactions", data=body, headers=headers)
    assert (answer.status, await clicked.ballots()) == (401, before)


@SHARED
@given(data=st.data())
async def test_what_is_cut_or_put_in_anywhere_is_refused_and_nothing_is_stored(
    clicked: Clicked, browser: Browser, data: st.DataObject
) -> None:
    body, headers = clicked.again()
    before = await clicked.ballots()
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    put_in = data.draw(st.binary(max_size=20).filter(lambda put_in: put_in != body[start:end]))
    changed = body[:start] + put_in + body[end:]
    answer = await browser.send("POST", "/interactions", data=changed, headers=headers)
    assert (answer.status, await clicked.ballots()) == (401, before)


async def test_the_same_request_unchanged_is_a_vote(clicked: Clicked, browser: Browser) -> None:
    body, headers = clicked.again()
    before = await clicked.ballots()
    assert len(before) == 1
    assert (await browser.send("POST", "/interactions", data=body, headers=headers)).status == 202
    await clicked.job.closed(clicked.number)
    assert len(await clicked.ballots()) == 2
