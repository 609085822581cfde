"""A moderator sets the server up, and members link their wallets."""

from __future__ import annotations

from sandbox.stage import Voter, sign, sign_in_text
from tests.main_job.job import PERIODS, TOKEN
from tests.pictures.scenario import Scenario


async def play(scenario: Scenario) -> None:
    await _set_up(scenario)
    await _wallets(scenario)
    scenario.look_around()


async def _set_up(scenario: Scenario) -> None:
    stage, album, mona = scenario.job.stage, scenario.album, scenario.job.stage.moderator
    reply = await mona.slash(
        stage.log,
        "gov setup",
        announcements=stage.announcements,
        discussion=stage.discussion,
        log=stage.log,
        moderators=stage.moderators,
        guardians=stage.guardians,
        chain="local",
        sources=f"erc20_votes {stage.token.address}",
        safe=stage.safe.address,
        **PERIODS,
        quorum="4%",
        threshold="100",
    )
    album.take("answers/gov-setup", await reply.settled(timeout=30))
    asked = await (await mona.slash(stage.log, "gov safe prove", signer=stage.owners[0].address)).settled()
    album.take("answers/gov-safe-prove", asked)
    form = await scenario.click("answers/gov-safe-prove-form", mona, asked, "I have signed it")
    assert form.modal is not None
    done = await form.modal.submit({"Signature": sign(stage.owners[0], sign_in_text(asked.text))})
    album.take("answers/gov-safe-prove-done", await done.settled(timeout=30))
    for command in (
        "gov doctor",
        "gov space show",
        "gov space tree",
        "gov policy show",
        "gov safe show",
        "gov retry",
    ):
        await scenario.use(f"answers/{command.replace(' ', '-')}", mona, command)
    await scenario.use("answers/help-of-a-moderator", mona, "help")
    voters = stage.guild.create_role("Voter")
    await scenario.use("answers/gov-voters", mona, "gov voters", role=voters)
    await scenario.use("answers/gov-pages", mona, "gov pages", visible="members")
    await scenario.use(
        "answers/gov-address-add", mona, "gov address add", name="driller", address=_driller(scenario)
    )
    await scenario.use("answers/gov-address-list", mona, "gov address list")


def _driller(scenario: Scenario) -> str:
    return scenario.job.stage.chain.account("driller").address


async def _wallets(scenario: Scenario) -> None:
    job, album = scenario.job, scenario.album
    powers = {"ada": 60_000, "ben": 30_500, "cleo": 7_250, "dan": 0, "eve": 0, "finn": 0}
    await job.stage.add_voters({name: tokens * TOKEN for name, tokens in powers.items()})
    ada = job["ada"]
    await scenario.use("answers/help", ada.person, "help")
    await scenario.use("answers/wallet-link", ada.person, "wallet link")
    asked = await scenario.use(
        "answers/wallet-link-elsewhere", ada.person, "wallet link", address=ada.wallet.address
    )
    form = await scenario.click("answers/wallet-link-form", ada.person, asked, "I have signed it")
    assert form.modal is not None
    done = await form.modal.submit({"Signature": sign(ada.wallet, sign_in_text(asked.text))})
    album.take("answers/wallet-link-done", await done.settled())
    for name in ("ben", "cleo"):
        await job.stage.link(job[name])
    # Eve takes over a wallet that was Finn's.
    shared = job.stage.chain.account("shared")
    for name in ("finn", "eve"):
        await job.stage.link(Voter(job[name].person, shared))
    await scenario.use("answers/wallet-list", ada.person, "wallet list")
    await job.until(lambda: len(job["finn"].person.inbox(job.stage.app)) >= 2)
