"""Votes whose ballots Discord signs, through the real bot over its own endpoint."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli.doctor import examine
from bot.domain.elections.evidence import Countersignature
from bot.domain.elections.evidence.ed25519 import holds
from bot.domain.elections.evidence.interactions import cast_by
from bot.domain.ids import GuildId, MemberId, ProposalId, ProposalNumber
from bot.domain.policy.trust import TrustLevel
from bot.services.governance import findings
from bot.services.governance.doctor import Check
from bot.services.ports import KeptEvidence
from bot.settings import Settings
from bot.wording.governance.checks import found_words, mend_of
from sandbox.discord import Message, Person
from sandbox.stage import Stage
from tests.cogs.governance.guided import Moderator
from tests.main_job.conftest import Staging
from tests.main_job.job import Job, assert_says, file_of, receipt, verified
from tests.said import PLAIN_ENGLISH


async def kept(job: Job, name: str, number: int) -> list[KeptEvidence]:
    """What the bot holds of a member's ballots."""
    async with job.bot.program.runtime.services.uow.reading() as repositories:
        return await repositories.ballot_evidence.of_member(ProposalId(number), MemberId(job[name].person.id))


async def test_the_record_commits_to_what_discord_signed_for_each_ballot(staged: Staging) -> None:
    async with staged(by_http=True) as job:
        posted: list[bytes] = []
        job.stage.discord.world.endpoints.seen = lambda body, headers: posted.append(body)
        await job.set_up(trust="countersigned")
        await job.join({"ada": 40_000, "ben": 40_000, "cleo": 20_000})
        number = await job.opened("ada", "Pay the team")
        await job.click("ada", number, "Against")
        receipts = {"ada": receipt(await job.command("ada", number, "For", "It is due."))}
        receipts["ben"] = receipt(await job.click("ben", number, "Against"))
        record = await job.closed(number)

        policy = job.bot.program.runtime.services.live_votes
        assert record["frozen"]["policy"]["trust"] == "countersigned"
        assert {each["receipt"] for each in record["ballots"]} == set(receipts.values())
        for ballot, name, count in zip(record["ballots"], ("ada", "ben"), (2, 1), strict=True):
            evidence = await kept(job, name, number)
            assert len(evidence) == count
            signed = evidence[-1].evidence
            assert isinstance(signed, Countersignature)
            assert signed.recorded() == ballot["vote_evidence"]
            assert signed.body in posted
            assert signed.public_key == job.stage.app.payload()["verify_key"]
            assert holds(signed)
            said = cast_by(signed.body)
            assert str(said.id) == ballot["source"]
            assert said.member == job[name].person.id
            opening = (await policy.get(await job.bot.id_of(number))).proposal.opening
            assert opening is not None
            assert opening.pseudonyms.of(said.member) == ballot["voter"]
            assert said.is_about(await job.bot.id_of(number), ProposalNumber(number))
            assert said.guild == job.stage.guild.id
            assert (str(said.application), said.cast_method) == (signed.application, ballot["cast_method"])
            assert said.reason == ballot["reason"]
            frozen = (await policy.get(await job.bot.id_of(number))).proposal.rules
            assert said.choice(frozen, ProposalNumber(number)) == ballot["choice"]
        for secret in ("token", "username"):
            assert secret not in json.dumps([each["vote_evidence"] for each in record["ballots"]])


async def test_a_ballot_that_waited_for_consent_is_the_click_that_discord_signed_first(
    staged: Staging,
) -> None:
    async with staged(by_http=True) as job:
        await job.set_up(trust="countersigned")
        await job.join({"ada": 40_000})
        number = await job.opened("ada", "Pay the team")
        said = await job.stage.moderator.slash(job.stage.log, "data consent", ask="on")
        assert_says((await said.settled()).text, "Members are asked once")
        voter = job["ada"].person
        question = await (await voter.click(await job.card(number), "For")).settled()
        assert_says(question.text, "This server asks you first.")
        cast = await job.weighed(await voter.click(question, "Agree and go on"))
        record = await job.closed(number)
        (ballot,) = record["ballots"]
        assert ballot["receipt"] == receipt(cast.text)
        assert int(ballot["source"]) < question.id
        (evidence,) = await kept(job, "ada", number)
        assert isinstance(evidence.evidence, Countersignature)
        assert holds(evidence.evidence)
        assert str(cast_by(evidence.evidence.body).id) == ballot["source"]


async def test_voters_and_auditors_get_what_discord_signed(staged: Staging, tmp_path: Path) -> None:
    async with staged(by_http=True) as job:
        await job.set_up(trust="countersigned")
        await job.join({"ada": 40_000, "ben": 40_000, "cleo": 20_000})
        stage = job.stage
        number = await job.opened("ada", "Pay the team")
        await job.click("ada", number, "Against")
        await job.command("ada", number, "For", "It is due.")
        await job.click("ben", number, "Against")
        early = await job.asked(job["ada"].person, "vote mine", proposal=str(number))
        assert not early.attachments
        assert_says(early.text, "Proof of a vote that was just cast can be had after")
        await job.closed(number)
        refused = await job.asked(job["cleo"].person, "vote evidence", proposal=str(number))
        assert_says(refused.text, "for the server's auditors")
        await stage.moderator.slash(stage.log, "gov auditors add", who=job["cleo"].person)
        await job.logged("auditor named")
        soon = await job.asked(job["cleo"].person, "vote evidence", proposal=str(number))
        assert_says(soon.text, "Ask again after")
        await job.bot.passes(minutes=17)

        given = await job.file_given(job["cleo"].person, "vote evidence", proposal=str(number))
        await job.logged("signed ballots given to an auditor")
        own = await job.file_given(job["ada"].person, "vote mine", proposal=str(number))
        files = {"bodies": file_of(given, "evidence"), "own": file_of(own, "evidence")}
        beside = ["--public-key", job.stage.app.payload()["verify_key"]]
        key = await job.file_given(job["cleo"].person, "vote key", proposal=str(number))
        files["key"] = file_of(key, "key")
        for name, content in files.items():
            (tmp_path / f"{name}.json").write_bytes(content)
            beside += [f"--{name}", str(tmp_path / f"{name}.json")]
        found = await verified(await job.result(number), tmp_path, beside=beside)
        assert [line for line in found if line.startswith("✗")] == []
        assert "✓ The key names 2 voters, whose numbers in the record are theirs." in found
        everybody, hers = (json.loads(files[name])["ballots"] for name in ("bodies", "own"))
        assert [each["place"] for each in everybody] == [None, 1, 2]
        assert hers == [each for each in everybody if each["voter"] == hers[0]["voter"]]
        assert len(hers) == 2


async def test_reactions_are_off_where_ballots_are_countersigned(staged: Staging) -> None:
    async with staged(by_http=True) as job:
        await job.set_up(trust="countersigned")
        await job.join({"ada": 40_000})
        number = await job.opened("ada", "Pay the team")
        assert not (await job.card(number)).reactions
        await job.react("ada", number, "👍")
        await job.click("ada", number, "For")
        record = await job.closed(number)
        assert [each["cast_method"] for each in record["ballots"]] == ["button"]


async def test_a_bot_without_an_endpoint_takes_no_track_of_that_trust(staged: Staging) -> None:
    async with staged() as job:
        answer = await job.stage.set_up(trust="countersigned")
        assert_says(answer, "ballots that Discord has signed", "FOLKMOOT_INTERACTIONS=http")
        assert "is set up" not in answer
        services = job.bot.program.runtime.services
        assert services.trust_levels == {TrustLevel.DISCORD}


@pytest.mark.attack("order")
async def test_an_interaction_that_comes_both_ways_is_handled_once(staged: Staging) -> None:
    async with staged(by_http=True) as job:
        await job.set_up()
        await job.join({"ada": 40_000})
        number = await job.opened("ada", "Pay the team")
        stage = job.stage

        def also_by_gateway(body: bytes, headers: dict[str, str]) -> None:
            payload: Any = json.loads(body)
            stage.discord.world.tell(stage.app, "INTERACTION_CREATE", 0, payload, guild=stage.guild)

        stage.discord.world.endpoints.seen = also_by_gateway
        first = receipt(await job.click("ada", number, "For"))
        record = await job.closed(number)
        assert [each["receipt"] for each in record["ballots"]] == [first]
        callbacks = [r for r in stage.discord.requests if r.path.endswith("/callback")]
        assert [r.status for r in callbacks if r.status not in (200, 204)] == []


async def test_the_doctor_registers_the_endpoint_that_the_bot_serves(staged: Staging) -> None:
    async with staged(by_http=True) as job:
        job.stage.app.interactions_endpoint_url = None
        check = await of_interactions(job.bot.settings)
        assert check.good
        assert check.found == findings.EndpointRegistered(job.bot.settings.interactions_url or "")
        assert job.stage.app.interactions_endpoint_url == job.bot.settings.interactions_url


async def test_the_doctor_says_that_discord_does_not_reach_the_endpoint(staged: Staging) -> None:
    async with staged() as job:
        settings = job.bot.settings.model_copy(
            update={"interactions": "http", "web_url": "http://127.0.0.1:9"}
        )
        check = await of_interactions(settings)
        assert not check.good
        assert isinstance(check.found, findings.EndpointRefused)
        assert "could not be verified" in check.found.said
        assert "http://127.0.0.1:9/interactions" in found_words(check, PLAIN_ENGLISH)
        assert "reverse proxy" in mend_of(check, PLAIN_ENGLISH)
        assert job.stage.app.interactions_endpoint_url is None


async def test_the_doctor_says_that_clicks_go_where_the_bot_does_not_listen(staged: Staging) -> None:
    async with staged() as job:
        assert (await of_interactions(job.bot.settings)).found == findings.ByGateway()
        job.stage.app.interactions_endpoint_url = "https://old.example/interactions"
        check = await of_interactions(job.bot.settings)
        assert not check.good
        assert "https://old.example/interactions" in found_words(check, PLAIN_ENGLISH)
        assert "FOLKMOOT_INTERACTIONS=http" in mend_of(check, PLAIN_ENGLISH)


async def test_moderators_are_told_that_no_endpoint_is_registered(staged: Staging) -> None:
    async with staged(by_http=True) as job:
        await job.set_up()
        wanted = job.bot.settings.interactions_url
        there = f"Discord signs them and sends them to {wanted}"
        assert_says(await job.ask(job.stage.moderator, "gov doctor"), "commands and clicks", there)
        job.stage.app.interactions_endpoint_url = None
        answer = await job.ask(job.stage.moderator, "gov doctor")
        assert_says(answer, f"unsigned, and {wanted} isn't registered", "run `folkmoot doctor`")


@dataclass
class Server:
    """The stage as the guided setup's moderator sees it."""

    stage: Stage

    def __getitem__(self, name: str) -> Person:
        return self.stage.moderator

    async def use(self, name: str, command: str, /, **options: Any) -> Message:
        return await (await self[name].slash(self.stage.log, command, **options)).settled()

    @property
    def channels(self) -> dict[str, Any]:
        stage = self.stage
        return {"announcements": stage.announcements, "discussion": stage.discussion, "log": stage.log}

    @property
    def roles(self) -> dict[str, Any]:
        return {"moderators": self.stage.moderators, "guardians": self.stage.guardians}


@pytest.mark.parametrize("way", ["gateway", "http"])
async def test_the_guided_setup_offers_the_trust_levels_that_the_bot_can_keep(
    staged: Staging, way: str
) -> None:
    async with staged(by_http=way == "http") as job:
        mona = await Moderator(Server(job.stage)).begin()
        await mona.choose_places()
        await mona.choose("preset", "token")
        token = job.stage.token.address
        await mona.fill("Enter addresses", sources=token, executor=job.stage.safe.address)
        await mona.press("Rules")
        offers = [menu for menu in mona.menus() if menu.endswith(":trust")]
        if way == "gateway":
            assert offers == []
            return
        assert mona.page is not None
        levels = [option["value"] for option in mona.page.select(offers[0])["options"]]
        assert levels == ["discord", "countersigned", "signed"]
        await mona.choose("trust", "countersigned")
        await mona.press("Save")
        assert "The space is set up" in mona.text
        tracks = await job.bot.program.runtime.services.tracks.all(GuildId(job.stage.guild.id))
        assert [track.policy.trust for track in tracks] == [TrustLevel.COUNTERSIGNED]


async def of_interactions(settings: Settings) -> Check:
    """What the doctor says of commands and clicks."""
    (check,) = [each for each in await examine(settings) if each.subject == findings.OfInteractions()]
    return check
