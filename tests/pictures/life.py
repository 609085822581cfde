"""The whole life of the server that pictures are taken of, chapter by chapter."""

from __future__ import annotations

from tests.pictures.chapters import (
    dangers,
    delegate_wallets,
    governors,
    holder_roles,
    juries,
    leaving,
    main_vote,
    mechanisms,
    milestones,
    mirrors,
    mishaps,
    moderating,
    moloch_daos,
    parts,
    setting_up,
    sponsoring,
    statistics,
    treasury,
)
from tests.pictures.scenario import Scenario


async def live(scenario: Scenario) -> None:
    """Everything that happens in Discord."""
    await setting_up.play(scenario)
    await main_vote.play(scenario)
    await dangers.play(scenario)
    await moderating.play(scenario)
    await mechanisms.play(scenario)
    await treasury.play(scenario)
    await statistics.play(scenario)
    await milestones.play(scenario)
    await governors.play(scenario)
    await moloch_daos.play(scenario)
    await sponsoring.play(scenario)
    await mirrors.play(scenario)
    await mishaps.play(scenario)
    await delegate_wallets.play(scenario)


async def leave(scenario: Scenario) -> None:
    """What is done last, when the pages were looked at: roles by rules; a part of the DAO; a jury, for which the chain
    catches up with the time; then what leaves little to be done."""
    await holder_roles.play(scenario)
    await parts.play(scenario)
    await juries.play(scenario)
    await leaving.play(scenario)
