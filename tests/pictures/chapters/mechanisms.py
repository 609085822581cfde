"""Every way to count: its card, and how a ballot is given; and power that is delegated."""

from __future__ import annotations

import re

from bot.domain.counting.mechanism import BallotKind
from bot.domain.counting.registry import MECHANISMS
from bot.domain.ids import GuildId
from bot.domain.policy.toml.writing import policy_toml
from sandbox.discord import Message
from tests.pictures.scenario import Scenario

PRESETS = {"quadratic": "quadratic", "conviction": "conviction", "ranked_choice": "council-election"}
OPENERS = ("Rank the choices", "Split your power", "Stake")
"""The button of a card that opens the ballot, where a ballot is more than one choice."""

_GROWN = re.compile(r"Conviction [1-9][\d.]*\s%")


async def play(scenario: Scenario) -> None:
    job, mona = scenario.job, scenario.job.stage.moderator
    await _delegate(scenario)
    for mechanism in MECHANISMS:
        if mechanism != "single":
            await _track(scenario, mechanism)
    await scenario.use("answers/gov-track-list", mona, "gov track list")
    await scenario.form("answers/proposal-template", mona, "proposal template", track="delegated")
    await scenario.form(
        "answers/propose-on-a-track", scenario.person("ada"), "propose", track="ranked_choice"
    )
    for mechanism in MECHANISMS:
        if mechanism != "single":
            await _vote(scenario, mechanism)
    await scenario.use("answers/gov-track-retire", mona, "gov track retire", track="delegated")
    for mechanism in MECHANISMS:
        if mechanism != "single":
            await job.asked(mona, "gov track retire", track=mechanism)
    scenario.look_around()


async def _delegate(scenario: Scenario) -> None:
    ada, ben, cleo = (scenario.person(name) for name in ("ada", "ben", "cleo"))
    mona = scenario.job.stage.moderator
    await scenario.use("answers/gov-track-add", mona, "gov track add", name="delegated", preset="delegated")
    await scenario.use("answers/delegate-to", ben, "delegate to", member=ada, notify_me=True)
    await scenario.use(
        "answers/delegate-split",
        cleo,
        "delegate split",
        first=ada,
        first_parts=60,
        second=ben,
        second_parts=40,
    )
    await scenario.use("answers/delegate-list", ben, "delegate list")
    await scenario.use("answers/delegate-profile", ada, "delegate profile")
    await scenario.use("answers/delegate-board", cleo, "delegate board")
    number, preview = await scenario.proposed_on("delegated")
    scenario.album.take("answers/propose-on-delegated", preview)
    await scenario.passes(days=2, minutes=1)
    await scenario.job.card(number, "**Open for")
    told = len(ben.inbox(scenario.job.stage.app))
    await scenario.job.click("ada", number, "For")
    await scenario.job.until(lambda: len(ben.inbox(scenario.job.stage.app)) > told)
    scenario.look_around()


async def _track(scenario: Scenario, mechanism: str) -> None:
    """A track of this mechanism: a preset, or that of an election with another way to count."""
    job, mona = scenario.job, scenario.job.stage.moderator
    name = PRESETS.get(mechanism, "council-election")
    # Where money moves by heads, the preset asks how many.
    asked = {"quorum": "3 voters"} if name == "quadratic" else {}
    await job.asked(mona, "gov track add", name=mechanism, preset=name, **asked)
    if mechanism in PRESETS:
        return
    tracks = job.bot.program.runtime.services.tracks
    bound = (await tracks.named(GuildId(job.stage.guild.id), mechanism)).policy
    changed = bound.model_copy(update={"name": mechanism, "mechanism": mechanism, "options": {}})
    shown = await job.asked(
        mona, "gov policy upload", file=("policy.toml", policy_toml(changed).encode()), track=mechanism
    )
    if "answers/gov-policy-upload" not in scenario.album:
        scenario.album.take("answers/gov-policy-upload", shown)
    done = await (await mona.click(shown, f"Apply to {mechanism}")).settled(timeout=30)
    assert "has the policy" in done.text, done.text


async def _vote(scenario: Scenario, mechanism: str) -> None:
    pooled = MECHANISMS[mechanism].ballot is BallotKind.STAKES
    actions = f"transfer 3 ETH to {scenario.job['ben'].wallet.address}" if pooled else ""
    number, _ = await scenario.proposed_on(mechanism, actions)
    other = (await scenario.proposed_on(mechanism, actions))[0] if pooled else number
    for days in (1, 1, 5):
        await scenario.passes(days=days, minutes=1)
    card = await scenario.job.card(number, "**Open for")
    await _ballot(scenario, mechanism, card)
    if pooled:
        await scenario.job.card(other, "**Open for")
        await _stake(scenario, number, other)
        # The bot looks at a pool every few minutes.
        for minutes in (2 * 24 * 60, 6, 6):
            await scenario.passes(minutes=minutes)
        await scenario.job.until(lambda: bool(_GROWN.search(card.text)))
        await scenario.use("answers/stake-mine", scenario.person("ada"), "stake mine")
    scenario.album.take(f"mechanisms/{mechanism}", card)


async def _stake(scenario: Scenario, number: int, other: int) -> None:
    ada = scenario.person("ada")
    for command, options in {
        "stake add": {"proposal": str(number), "amount": "20000"},
        "stake move": {"from": str(number), "to": str(other), "amount": "1000"},
        "stake withdraw": {"proposal": str(number), "amount": "5000"},
    }.items():
        await scenario.use(f"answers/{command.replace(' ', '-')}", ada, command, **options)


async def _ballot(scenario: Scenario, mechanism: str, card: Message) -> None:
    name, ada = f"mechanisms/{mechanism}-ballot", scenario.person("ada")
    if MECHANISMS[mechanism].ballot is BallotKind.SEVERAL:
        reply = await ada.select(card, values=["1", "3"])
        scenario.album.take(name, await scenario.job.weighed(reply))
        return
    labels = [button.label for button in card.buttons]
    opener = next((label for label in OPENERS if label in labels), labels[0])
    await scenario.click(name, ada, card, opener or "")
