"""Who may vote: what a track requires of voters, by a role, a list, or what their wallets hold at the snapshot."""

import json
from datetime import timedelta

import pytest

from bot.domain.elections.ballot import milliseconds, snowflake_time
from bot.domain.errors import BadPolicy, NotEligible
from bot.domain.ids import MemberId, RoleId
from bot.domain.policy.checks import faults
from bot.domain.policy.model import DelegationRule, preset
from bot.domain.power import AccountAge, PowerRule
from bot.domain.verification.errors import RecordError
from bot.domain.verification.files.record_file import read_record
from bot.domain.verification.verify import Verification
from bot.services.voting.live.live_vote import DelegatedPower
from bot.wording.governance.policies.powers import power_words
from bot.wording.voting.receipts import receipt_text
from tests.harness import SILVER, TOKEN, ServiceHarness
from tests.said import PLAIN_ENGLISH, said
from tests.services.delegation.delegating import delegate_power, rule

ELDERS = RoleId(77)
GOLD = f"erc20_votes {TOKEN.contract}"


async def begun(harness: ServiceHarness, gates: str, powers: dict[str, int]) -> None:
    await harness.set_up(sources=f"{GOLD} + {gates}", quorum="1 votes", threshold="0")
    await harness.powers(powers)


async def test_who_lacks_the_role_is_refused_and_told_what_is_missing(harness: ServiceHarness) -> None:
    await begun(harness, f"role <@&{ELDERS}> gate 1", {"ada": 10, "ben": 5})
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    assert (await harness.vote("ada", "For", roles={ELDERS})).power.total == 10
    with pytest.raises(NotEligible) as refused:
        await harness.vote("ben", "Against")
    words = said(refused.value)
    assert "You can't vote on proposal #1. It asks of voters: the role" in words
    assert str(ELDERS) in words
    with pytest.raises(NotEligible):
        await harness.vote("ada", "Against")
    # The ballot that she cast while she had the role stands.
    assert (await harness.close(proposal)).scores == {"For": 10}
    ballot = json.loads(await harness.services.cards.record(proposal) or b"")["ballots"][0]
    assert ballot["roles"] == [str(ELDERS)]


async def test_what_wallets_hold_at_the_snapshot_opens_the_gate_and_nothing_acquired_later(
    harness: ServiceHarness,
) -> None:
    await begun(harness, f"erc20 {SILVER.contract} gate 2", {"ada": 10, "ben": 5})
    # Silver has two decimals, so that one gold is a hundred base units of power.
    harness.chain.hold(SILVER, harness.wallet("ada"), 200)
    harness.chain.hold(SILVER, harness.wallet("ben"), 199)
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    harness.chain.hold(SILVER, harness.wallet("ben"), 10_000)
    harness.chain.advance(harness.chain.finality + 1)
    assert (await harness.vote("ada", "For")).power.total == 1_000
    with pytest.raises(NotEligible):
        await harness.vote("ben", "Against")
    assert (await harness.close(proposal)).scores == {"For": 1_000}


async def test_a_ballot_of_which_it_is_read_later_that_something_is_lacking_weighs_nothing(
    harness: ServiceHarness,
) -> None:
    await begun(harness, f"erc20 {SILVER.contract} gate 2", {"ada": 10, "ben": 5})
    harness.chain.hold(SILVER, harness.wallet("ada"), 200)
    harness.chain.unreadable.add(harness.wallet("ben"))
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ada", "For")
    assert (await harness.vote("ben", "Against")).power.total is None
    assert (await harness.running_tally(proposal)).undetermined == 1
    harness.chain.unreadable.clear()
    assert (await harness.close(proposal)).scores == {"For": 1_000}
    mine = await harness.services.voting.mine(harness.actor("ben").guild, proposal, harness.member("ben"))
    assert mine is not None
    assert "It weighs nothing. This vote asks of voters: at least 2" in receipt_text(mine, PLAIN_ENGLISH)


async def test_a_delegate_who_may_not_vote_votes_for_those_who_may(harness: ServiceHarness) -> None:
    await begun(harness, f"erc20 {SILVER.contract} gate 1", {"ada": 10, "ben": 5, "cleo": 3})
    await rule(harness, delegation=DelegationRule())
    harness.chain.hold(SILVER, harness.wallet("ben"), 100)
    for delegator in ("ben", "cleo"):
        await delegate_power(harness, delegator, "ada")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    receipt = await harness.vote("ada", "For")
    assert (receipt.power.total, receipt.delegated_power) == (0, DelegatedPower(2, 500))
    assert (await harness.close(proposal)).scores == {"For": 500}


async def test_the_policy_says_who_may_vote_and_a_gate_is_in_no_total(harness: ServiceHarness) -> None:
    harness.chain.supply(TOKEN, 1_000)
    await harness.set_up(
        sources=f"{GOLD} + erc20 {SILVER.contract} gate 2 + role <@&{ELDERS}> gate 1", quorum="10%"
    )
    async with harness.services.uow.reading() as repositories:
        space = await repositories.spaces.of_guild(harness.moderator().guild)
        (track,) = await repositories.spaces.tracks(space.id)
    words = power_words(track.policy, PLAIN_ENGLISH)
    assert "only for those who have: at least 2" in words
    assert f"and the role {ELDERS}" in words


async def test_a_policy_of_gates_alone_is_refused(harness: ServiceHarness) -> None:
    with pytest.raises(BadPolicy) as refused:
        await harness.set_up(sources=f"role <@&{ELDERS}> gate 1")
    assert "nobody would have any" in said(refused.value)


def made_on(harness: ServiceHarness, age: timedelta) -> MemberId:
    """The number of an account that is so old now."""
    at = harness.clock.now() - age
    return MemberId((milliseconds(at) - milliseconds(snowflake_time(0))) << 22)


async def test_an_account_must_be_old_enough_when_the_vote_opens(harness: ServiceHarness) -> None:
    await begun(harness, "account_age gate 30", {"ada": 10})
    young, old = made_on(harness, timedelta(days=20)), made_on(harness, timedelta(days=60))
    for name, member in (("yves", young), ("olga", old)):
        harness.meet(name, member)
        harness.hold(name, 5)
        await harness.link(name)
    harness.chain.advance(harness.chain.finality + 1)
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    with pytest.raises(NotEligible) as refused:
        await harness.vote("yves", "For")
    assert "It asks of voters: a Discord account that is 30 days old or more" in said(refused.value)
    assert (await harness.vote("olga", "Against")).power.total == 5
    assert (await harness.close(proposal)).scores == {"Against": 5}
    record = await harness.services.cards.record(proposal)
    assert record is not None
    assert list(Verification(read_record(record)).findings())
    ballot = json.loads(record)["ballots"][0]
    age = next(each for each in ballot["evidence"] if each["source"] == "account_age")
    # No more than the rule needs: records name nobody, and the day on which an account was made nearly does.
    assert age["raw"] == "30"
    # The record has no id that would tell the age, and none that is too young has power in it.
    assert str(old).encode() not in record
    forged = record.replace(b'"raw":"' + age["raw"].encode() + b'"', b'"raw":"29"')
    with pytest.raises(RecordError):
        list(Verification(read_record(forged)).findings())


async def test_conviction_has_no_gate_that_is_no_wallets(harness: ServiceHarness) -> None:
    policy = preset("conviction").model_copy(
        update={"power": PowerRule(sources=(TOKEN, AccountAge(required=30)))}
    )
    assert ("power", "sources", 1) in [misfit.place for misfit in faults(policy)]
