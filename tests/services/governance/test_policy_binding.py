"""From a preset or a file to a track's policy: the server's sources, its Safe, and as many whole votes as before."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadPolicy, BadSetting
from bot.domain.executors import SafeExecutor
from bot.domain.ids import ChainId
from bot.domain.policy.model import PowerRule, preset, preset_names
from bot.domain.policy.toml.file import checked, preset_file
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.power import Erc20, Reputation, SafeOwners
from bot.services.delivery.notifications import PostLogEntry
from bot.services.governance.policies.policy_binding import _together
from bot.services.governance.policies.policy_changes import Changes, changed_policy
from bot.services.governance.policies.preset_parts import as_file, server_power
from tests.harness import GUILD, NFT, QUORUMS_ASKED, SAFE, SILVER, TOKEN, ServiceHarness
from tests.said import raises_saying, said

"""The quorums that a moderator names for the presets that ask for one where money moves."""


async def policy(harness: ServiceHarness, track: str = "main") -> Any:
    return (await harness.services.tracks.named(GUILD, track)).policy


@pytest.mark.parametrize("name", preset_names())
async def test_every_preset_can_be_set_up_at_once_with_a_token_and_a_safe(
    harness: ServiceHarness, name: str
) -> None:
    sources = "" if name == "multisig" else f"erc20_votes {TOKEN.contract}"
    await harness.set_up(preset=name, sources=sources, threshold="", quorum=QUORUMS_ASKED.get(name, ""))
    bound = await policy(harness)
    assert bound.name == name
    assert bound.power.sources
    assert (bound.executor is None) == (bound.next_track is not None)
    assert checked(bound) == bound


@pytest.mark.parametrize("name", preset_names())
async def test_another_preset_and_back_leaves_the_track_as_it_was(harness: ServiceHarness, name: str) -> None:
    await harness.set_up(sources=f"erc20 {SILVER.contract} + erc721 {NFT.contract} x 7", preset="token")
    before, actor = await policy(harness), harness.moderator()
    await harness.services.tracks.apply(actor, "main", name, quorum=QUORUMS_ASKED.get(name, ""))
    await harness.services.tracks.apply(actor, "main", "token")
    after = await policy(harness)
    assert after.executor == before.executor
    assert worth(after.power) == worth(before.power)
    assert whole(after.proposal_threshold, after.power) == whole(before.proposal_threshold, before.power)


def whole(amount: int, rule: PowerRule) -> Fraction:
    """In whole votes."""
    return Fraction(amount, 10**rule.decimals)


def worth(rule: PowerRule) -> dict[str, Fraction]:
    """What one base unit of each source counts, in whole votes."""
    return {source.key: whole(source.weight, rule) for source in rule.sources}


async def test_a_policy_that_is_applied_to_itself_stays_as_it_is(harness: ServiceHarness) -> None:
    for name in preset_names():
        sources, quorum = f"erc20_votes {TOKEN.contract}", QUORUMS_ASKED.get(name, "")
        await harness.set_up(preset=name, sources=sources, threshold="", quorum=quorum)
        before = await policy(harness)
        await harness.services.tracks.edit(harness.moderator(), "main", Changes())
        assert await policy(harness) == before, name


@pytest.mark.parametrize("name", QUORUMS_ASKED)
async def test_no_three_voters_spend_money_unless_a_moderator_says_so(
    harness: ServiceHarness, name: str
) -> None:
    sources = f"erc20_votes {TOKEN.contract}"
    with raises_saying(BadSetting, "before the Safe's money moves"):
        await harness.set_up(preset=name, sources=sources, threshold="", quorum="")
    await harness.set_up(preset=name, sources=sources, threshold="", quorum="", executor="none")
    few = 7 if name == "association" else 3
    assert int((await policy(harness)).rules["quorum"]["value"]) == few, "without money they may"
    with raises_saying(BadSetting, "before the Safe's money moves"):
        await harness.services.tracks.edit(harness.moderator(), "main", Changes(executor=SAFE))
    with raises_saying(BadSetting, "before the Safe's money moves"):
        await harness.services.tracks.add(harness.moderator(), "other", name, Changes(executor=SAFE))
    await harness.services.tracks.edit(harness.moderator(), "main", Changes(executor=SAFE, quorum="3 voters"))
    await harness.services.tracks.edit(harness.moderator(), "main", Changes(timelock="3d"))
    assert int((await policy(harness)).rules["quorum"]["value"]) == 3, "a moderator said three"


async def test_a_council_follows_the_safe_that_is_named_anew(harness: ServiceHarness) -> None:
    await harness.set_up(preset="multisig", sources="", threshold="")
    (source,) = (await policy(harness)).power.sources
    assert isinstance(source, SafeOwners)
    assert source.contract == SAFE
    with raises_saying(BadSetting, "whose owners decide"):
        await harness.services.tracks.edit(harness.moderator(), "main", Changes(executor="none"))


async def test_named_sources_take_the_place_of_the_servers_and_leave_the_presets(
    harness: ServiceHarness,
) -> None:
    await harness.set_up(preset="hybrid", threshold="", quorum="15 voters")
    await harness.services.tracks.edit(
        harness.moderator(), "main", Changes(sources=f"erc20 {SILVER.contract}")
    )
    kinds = [source.kind for source in (await policy(harness)).power.sources]
    assert kinds == ["erc20", "reputation"]


async def test_a_change_that_breaks_the_policy_is_refused_and_not_logged(harness: ServiceHarness) -> None:
    await harness.set_up(preset="delegated", threshold="")
    before, logged = await policy(harness), list(await harness.notified(PostLogEntry))
    with pytest.raises(BadPolicy) as refused:
        await harness.services.tracks.edit(harness.moderator(), "main", Changes(voting_period="12h"))
    assert said(refused.value.faults[0]) == "extension.window: should be shorter than the voting period"
    with pytest.raises(BadPolicy):
        await harness.services.tracks.edit(harness.moderator(), "main", Changes(voting_period="1h"))
    assert await policy(harness) == before
    assert await harness.notified(PostLogEntry) == logged


async def test_conviction_needs_a_safe_to_spend_from(harness: ServiceHarness) -> None:
    with raises_saying(BadSetting, "conviction spends"):
        await harness.set_up(preset="conviction", executor="none")


async def test_several_quorums_are_changed_by_a_file_only(harness: ServiceHarness) -> None:
    await harness.set_up()
    quorums = [{"kind": "share", "value": "1/10"}, {"kind": "absolute", "value": "5"}]
    file = preset("token").model_copy(
        update={"name": "two", "rules": {"quorum": quorums}, "power": PowerRule(decimals=0)}
    )
    await harness.services.tracks.upload(harness.moderator(), "main", policy_toml(file).encode())
    assert [quorum["value"] for quorum in (await policy(harness)).rules["quorum"]] == ["1/10", "5"]
    with raises_saying(BadSetting, "several"):
        await harness.services.tracks.edit(harness.moderator(), "main", Changes(quorum="4%"))


_GOLD = Erc20(chain=ChainId(1), contract=TOKEN.contract, weight=3, cap=50)


@given(st.integers(0, 30), st.sampled_from(preset_names()))
def test_amounts_are_as_many_whole_votes_whatever_the_decimals(decimals: int, name: str) -> None:
    file = preset_file(name)
    server = PowerRule(sources=(_GOLD,), symbol="GOLD", decimals=decimals)
    executor = SafeExecutor(chain=ChainId(1), address=SAFE)
    power = _together(file, server, executor, named=False)
    bound = changed_policy(file.policy, power, [executor], Changes())
    old, new = 10**file.policy.power.decimals, 10**bound.power.decimals
    wanted = Fraction(file.policy.proposal_threshold, old)
    threshold = Fraction(bound.proposal_threshold, new)
    # Never less, and at most one base unit more where there are fewer decimals.
    assert wanted <= threshold < wanted + Fraction(1, new)
    for source in bound.power.sources:
        if isinstance(source, Erc20):
            assert (source.weight, source.cap) == (3 * new // 10**decimals, 50 * new // 10**decimals)
        if isinstance(source, Reputation):
            (own,) = file.policy.power.sources
            assert Fraction(source.weight * 10**18, new) == Fraction(own.weight * 10**18, old)
    if bound.mechanism == "quadratic":
        assert bound.options["unit"] == str(new)


@given(st.sampled_from(preset_names()), st.integers(0, 18))
def test_what_a_server_gave_is_told_from_what_came_with_the_preset(name: str, decimals: int) -> None:
    file = preset_file(name)
    server = PowerRule(sources=(_GOLD,), symbol="GOLD", decimals=decimals)
    executor = SafeExecutor(chain=ChainId(1), address=SAFE)
    power = _together(file, server, executor, named=name == "multisig")
    bound = changed_policy(file.policy, power, [executor], Changes())
    given_back = server_power(bound)
    assert given_back is not None
    assert [source.key for source in given_back.sources] == [_GOLD.key]
    own = as_file(bound).policy.power.sources
    assert [source.key for source in own] == [source.key for source in file.policy.power.sources]
