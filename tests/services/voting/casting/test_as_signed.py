"""On a countersigned track a ballot says just what Discord signed: another one would make a record nobody can check."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.errors import NotAsSigned
from bot.domain.ids import RoleId
from bot.domain.policy.trust import TrustLevel
from bot.wording.errors import words_for
from tests.countersigning import click, countersigned, explained
from tests.harness import GUILD, TOKEN, ServiceHarness
from tests.said import PLAIN_ENGLISH
from tests.services.delegation.delegating import rule
from tests.services.voting.ending import MAJORITY, opened

ELDERS, OTHERS = RoleId(77), RoleId(78)
_REASON = {"type": 18, "component": {"type": 4, "custom_id": "reason", "value": "So."}}

SAYING_ANOTHER_THING: dict[str, Callable[[dict[str, Any]], Any]] = {
    "another voter": lambda it: it["member"]["user"].update(id="999"),
    "another server": lambda it: it.update(guild_id="999"),
    "another application": lambda it: it.update(application_id="999"),
    "another interaction": lambda it: it.update(id="999"),
    "another proposal": lambda it: it["data"].update(custom_id="vote:999:1"),
    "another choice": lambda it: it["data"].update(custom_id="vote:1:2"),
    "a choice that there isn't": lambda it: it["data"].update(custom_id="vote:1:99"),
    "another button": lambda it: it["data"].update(custom_id="details:1"),
    "a form with the id of a button": lambda it: it.update(type=5),
    "a suggestion": lambda it: it.update(type=4),
    "a reason that the ballot hasn't": lambda it: it.update(
        type=5, data={"custom_id": "reason-modal:1:1", "components": [_REASON]}
    ),
    "a ballot that nobody cast": lambda it: it.update(
        type=5, data={"custom_id": "reason-modal:1:=0123456789abcdef", "components": []}
    ),
    "no member": lambda it: it.pop("member"),
    "no data": lambda it: it.pop("data"),
}


@pytest.mark.attack("commands")
@pytest.mark.parametrize("what", SAYING_ANOTHER_THING)
async def test_a_ballot_that_its_signed_request_does_not_say_is_refused(
    harness: ServiceHarness, what: str
) -> None:
    proposal = await opened(harness, {"ada": 10}, trust=TrustLevel.COUNTERSIGNED)
    vote = harness.ballot("ada", "For")
    body = click(vote)
    SAYING_ANOTHER_THING[what](body)
    with pytest.raises(NotAsSigned) as refused:
        await harness.services.voting.cast(replace(vote, evidence=countersigned(body)))
    assert "Vote again" in words_for(refused.value, PLAIN_ENGLISH)
    assert await harness.stored(proposal) == {}


@pytest.mark.attack("order")
async def test_a_reason_for_a_ballot_that_was_replaced_meanwhile_brings_nothing_back(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, {"ada": 10}, trust=TrustLevel.COUNTERSIGNED)
    voting = harness.services.voting
    first = harness.ballot("ada", "Against")
    receipt = (await voting.cast(replace(first, evidence=countersigned(click(first))))).code
    await harness.pass_time(timedelta(seconds=1))
    second = harness.ballot("ada", "For")
    await voting.cast(replace(second, evidence=countersigned(click(second))))
    await harness.pass_time(timedelta(seconds=1))
    why = harness.ballot("ada", "Against", reason="Too dear.")
    with pytest.raises(NotAsSigned):
        await voting.cast(replace(why, evidence=countersigned(explained(why, receipt))))
    assert await harness.stored(proposal) == {"ada": 1}


@pytest.mark.attack("text")
@pytest.mark.parametrize("reason", ["a\0b", "\0", "a\u2028\U0001f937"])
async def test_what_no_database_can_hold_of_a_reason_makes_no_other_ballot_of_it(
    harness: ServiceHarness, reason: str
) -> None:
    proposal = await opened(harness, {"ada": 10}, trust=TrustLevel.COUNTERSIGNED)
    voting = harness.services.voting
    first = harness.ballot("ada", "For")
    receipt = (await voting.cast(replace(first, evidence=countersigned(click(first))))).code
    await harness.pass_time(timedelta(seconds=1))
    why = harness.ballot("ada", "For", reason=reason)
    cast = await voting.cast(replace(why, evidence=countersigned(explained(why, receipt))))
    async with harness.services.uow.reading() as repositories:
        stored = (await repositories.ballots.current(proposal))[harness.member("ada")]
    assert stored.reason == cast.ballot.reason == reason.replace("\0", "\ufffd")


@pytest.mark.attack("commands")
@pytest.mark.parametrize("signed", [(), (ELDERS,), (OTHERS,), (ELDERS, OTHERS)])
async def test_the_roles_that_discord_signed_give_power_and_no_others(
    harness: ServiceHarness, signed: tuple[RoleId, ...]
) -> None:
    await harness.set_up(sources=f"erc20_votes {TOKEN.contract} + role <@&{ELDERS}> x 30", quorum="5 votes")
    await rule(harness, guild=GUILD, rules=MAJORITY, trust=TrustLevel.COUNTERSIGNED)
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    vote = harness.ballot("ada", "For", roles=signed)
    for claimed in (ELDERS, OTHERS):
        receipt = await harness.services.voting.cast(
            replace(vote, roles=frozenset({claimed}), evidence=countersigned(click(vote)))
        )
        assert receipt.ballot.roles == ((ELDERS,) if ELDERS in signed else ())
