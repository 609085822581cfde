"""Setting a space up, and what the doctor finds."""

from datetime import timedelta

import pytest

from bot.domain.errors import (
    BadAddress,
    BadSetting,
    ChainUnavailable,
    NoCode,
    NotASafe,
    NotModerator,
    NotSetUp,
    UnknownChain,
)
from bot.domain.errors.chain.contracts import DelegationPassedOver, NothingInAll, SourceDoubt
from bot.domain.executors import SafeCheck
from bot.domain.ids import ChannelId, RoleId
from bot.domain.power import Erc20, Erc20Votes, Erc721
from bot.services.ports import EndpointFound
from bot.wording.governance.checks import found_words, mend_of, subject_words
from bot.wording.governance.spaces import set_up_lines
from tests.fakes import account
from tests.harness import (
    GUILD,
    NFT,
    OTHER_GUILD,
    SAFE,
    SILVER,
    TOKEN,
    ServiceHarness,
    setup_answers,
)
from tests.said import PLAIN_ENGLISH


async def power_of(harness: ServiceHarness, sources: str) -> tuple[list[tuple[str, str, int]], str, int]:
    await harness.set_up(sources=sources)
    rule = (await harness.services.space_setup.space(GUILD))[1].policy.power
    return [(s.kind, s.contract, s.weight) for s in rule.sources], rule.symbol, rule.decimals


async def test_sources_are_read_with_their_kinds_and_weights(harness: ServiceHarness) -> None:
    found, symbol, decimals = await power_of(harness, f"erc20 {SILVER.contract} x 3")
    assert (found, symbol, decimals) == ([("erc20", SILVER.contract, 3)], "SLV", 2)


async def test_a_whole_token_is_one_vote_whatever_its_decimals(harness: ServiceHarness) -> None:
    text = f"erc20_votes: {TOKEN.contract} + erc20 {SILVER.contract.lower()}*2+ ERC721 {NFT.contract} × 100"
    found, symbol, decimals = await power_of(harness, text)
    assert found == [
        ("erc20_votes", TOKEN.contract, 100),
        ("erc20", SILVER.contract, 2),
        ("erc721", NFT.contract, 10_000),
    ]
    assert (symbol, decimals) == ("VOTE", 2)


async def test_power_of_several_sources_is_their_weighted_sum(harness: ServiceHarness) -> None:
    text = f"erc20_votes {TOKEN.contract} + erc20 {SILVER.contract} + erc721 {NFT.contract} x 100"
    harness.hold("ada", 250, SILVER)
    harness.hold("ada", 2, NFT)
    await harness.opened(powers={"ada": 7}, sources=text)
    receipt = await harness.vote("ada", "For")
    assert receipt.power.total == 700 + 250 + 20_000
    assert {type(part.source) for part in receipt.power.contributions} == {Erc20, Erc20Votes, Erc721}


@pytest.mark.parametrize(
    ("field", "text", "error", "named"),
    [
        ("sources", "", BadSetting, "sources"),
        ("sources", "gold 0x00", BadSetting, "sources"),
        ("sources", f"erc20 {TOKEN.contract} x 0", BadSetting, "sources"),
        ("sources", f"erc20 {TOKEN.contract} x {'9' * 5000}", BadSetting, "sources"),
        ("sources", f"erc20 {TOKEN.contract} +", BadSetting, "sources"),
        ("sources", "erc20 0x1234", BadAddress, None),
        ("sources", f"erc20 {account('nobody')}", NoCode, None),
        ("preset", "tyranny", BadSetting, "preset"),
        ("chain", "moon", UnknownChain, None),
        ("executor", "0x12", BadAddress, None),
        ("executor", account("no safe"), NotASafe, None),
        ("discussion_period", "soon", BadSetting, "discussion_period"),
        ("voting_period", "0s", BadSetting, "voting_period"),
        ("voting_period", "999999999d", BadSetting, "voting_period"),
        ("timelock", "-1d", BadSetting, "timelock"),
        ("quorum", "101%", BadSetting, "quorum"),
        ("threshold", "a lot", BadSetting, "threshold"),
        ("threshold", "0.5", BadSetting, "threshold"),
    ],
)
async def test_a_field_that_cannot_be_read_is_named_and_nothing_is_set_up(
    harness: ServiceHarness, field: str, text: str, error: type[Exception], named: str | None
) -> None:
    founder = harness.actor("founder", administrator=True)
    with pytest.raises(error) as refused:
        await harness.services.space_setup.set_up(founder, setup_answers(**{field: text}))
    if named:
        assert getattr(refused.value, "field", None) == named
    with pytest.raises(NotSetUp):
        await harness.services.space_setup.space(GUILD)


async def test_what_is_left_empty_keeps_the_presets_value(harness: ServiceHarness) -> None:
    founder = harness.actor("founder", administrator=True)
    done = await harness.services.space_setup.set_up(founder, setup_answers(quorum=" 1/3 ", timelock="1h"))
    policy = done.track.policy
    assert policy.rules["quorum"] == {"kind": "share", "value": "1/3", "counts": ["For", "Abstain"]}
    assert policy.rules["majority"]["value"] == "1/2"
    assert (policy.periods.discussion, policy.periods.timelock) == (timedelta(days=2), timedelta(hours=1))
    # One whole token, whatever its decimals.
    assert policy.proposal_threshold == 1
    assert (done.executors, policy.executor) == ((), None)


async def test_what_is_left_out_later_stays_as_it_was(harness: ServiceHarness) -> None:
    founder = harness.actor("founder", administrator=True)
    set_up = harness.services.space_setup.set_up
    sources = f"erc20_votes {TOKEN.contract} + erc721 {NFT.contract} x 100"
    given = setup_answers(
        sources=sources,
        executor=SAFE,
        discussion_period="3d",
        voting_period="1h",
        timelock="0s",
        quorum="7%",
        threshold="40",
    )
    first = await set_up(founder, given)
    assert first.earlier is None
    again = await set_up(founder, setup_answers(sources="", log=ChannelId(4)))
    assert again.track.policy == first.track.policy
    assert [check.reachable for _, check in again.executors] == [True]
    assert (again.earlier, again.space.log) == ((first.space, first.track), ChannelId(4))
    quorum = await set_up(founder, setup_answers(sources=" ", quorum="9%"))
    assert quorum.track.policy.rules["quorum"]["value"] == "9/100"
    assert quorum.track.policy.model_copy(update={"rules": first.track.policy.rules}) == first.track.policy


async def test_a_threshold_stays_as_many_whole_tokens_when_the_token_changes(harness: ServiceHarness) -> None:
    founder = harness.actor("founder", administrator=True)
    set_up = harness.services.space_setup.set_up
    await set_up(founder, setup_answers(sources=f"erc20 {SILVER.contract}", threshold="2.5"))
    silver = await set_up(founder, setup_answers(sources=""))
    assert silver.track.policy.proposal_threshold == 250
    # Half a token of one that has no decimals is one token, not none.
    assert (await set_up(founder, setup_answers())).track.policy.proposal_threshold == 3


async def test_a_preset_that_is_named_again_begins_anew_with_the_same_sources_and_safe(
    harness: ServiceHarness,
) -> None:
    founder = harness.actor("founder", administrator=True)
    set_up = harness.services.space_setup.set_up
    plain = await set_up(founder, setup_answers(executor=SAFE))
    await set_up(founder, setup_answers(quorum="9%", voting_period="1h", threshold="70"))
    assert (
        await set_up(founder, setup_answers(sources="", preset="token"))
    ).track.policy == plain.track.policy


async def test_a_safe_is_taken_away_by_name_only(harness: ServiceHarness) -> None:
    founder = harness.actor("founder", administrator=True)
    set_up = harness.services.space_setup.set_up
    await set_up(founder, setup_answers(executor=SAFE))
    assert (await set_up(founder, setup_answers())).track.policy.executor is not None
    gone = await set_up(founder, setup_answers(executor="None"))
    assert (gone.executors, gone.track.policy.executor) == ((), None)


async def test_a_safe_is_read_before_it_is_bound(harness: ServiceHarness) -> None:
    founder = harness.actor("founder", administrator=True)
    done = await harness.services.space_setup.set_up(founder, setup_answers(executor=f" {SAFE} "))
    ((_, check),) = done.executors
    assert isinstance(check, SafeCheck)
    assert (check.safe.threshold, len(check.safe.owners), check.reachable) == (2, 3, True)


async def test_nothing_is_set_up_while_the_chain_does_not_answer(harness: ServiceHarness) -> None:
    harness.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await harness.set_up()
    with pytest.raises(NotSetUp):
        await harness.services.space_setup.space(GUILD)


async def test_only_an_administrator_founds_a_space_and_moderators_change_it(harness: ServiceHarness) -> None:
    set_up = harness.services.space_setup.set_up
    for stranger in (harness.actor("eve"), harness.moderator(), harness.guardian()):
        with pytest.raises(NotModerator):
            await set_up(stranger, setup_answers())
    await harness.set_up()
    await set_up(harness.moderator(), setup_answers(quorum="10%"))
    await set_up(harness.actor("root", administrator=True), setup_answers(quorum="20%"))
    for stranger in (harness.actor("eve"), harness.guardian(), harness.actor("eve", RoleId(99))):
        with pytest.raises(NotModerator):
            await set_up(stranger, setup_answers())


async def test_setting_up_is_a_public_act_with_the_policys_hash(harness: ServiceHarness) -> None:
    await harness.set_up()
    async with harness.services.uow.reading() as repositories:
        entry = (await repositories.log.of_guild(GUILD))[-1]
    space, track = await harness.services.space_setup.space(GUILD)
    assert (entry.act, entry.details["policy"], entry.details["safe"]) == ("setup", track.policy.hash, SAFE)
    assert (await harness.services.public_log.entry(entry.id)) == (entry, space, None)


async def test_two_servers_have_spaces_of_their_own(harness: ServiceHarness) -> None:
    await harness.set_up(quorum="10%")
    await harness.set_up(guild=OTHER_GUILD, quorum="20%")
    mine, theirs = [
        (await harness.services.space_setup.space(guild))[1].policy for guild in (GUILD, OTHER_GUILD)
    ]
    assert (mine.rules["quorum"]["value"], theirs.rules["quorum"]["value"]) == ("1/10", "1/5")
    proposal = await harness.drafted("ada")
    ada = harness.actor("ada").member
    assert [p.id for p in await harness.services.proposal_reading.of_guild(GUILD, ada)] == [proposal]
    assert await harness.services.proposal_reading.of_guild(OTHER_GUILD, ada) == []


async def test_the_doctor_finds_everything_right_where_it_is(harness: ServiceHarness) -> None:
    await harness.set_up()
    policy = (await harness.services.space_setup.space(GUILD))[1].policy
    checks = await harness.services.doctor.check_chains() + await harness.services.doctor.check_policy(policy)
    assert all(check.good for check in checks)
    assert not any(mend_of(check, PLAIN_ENGLISH) for check in checks)


async def test_the_doctor_says_how_to_mend_what_is_wrong(harness: ServiceHarness) -> None:
    await harness.set_up()
    policy = (await harness.services.space_setup.space(GUILD))[1].policy
    doctor = harness.services.doctor
    harness.clock.advance(timedelta(hours=2))
    harness.chain.depth = 1
    harness.safes.proposer = None
    harness.chain.tokens.clear()
    checks = await doctor.check_chains() + await doctor.check_policy(policy)
    bad = [check for check in checks if not check.good]
    assert len(bad) == 4
    assert all(mend_of(check, PLAIN_ENGLISH) for check in bad)


@pytest.mark.parametrize(
    ("found", "good", "words"),
    [
        (EndpointFound("one.example"), True, "it does all that is asked of it"),
        (EndpointFound("one.example", batch=3), True, "it doesn't do: more than 3 requests at once"),
        (EndpointFound("one.example", block_hashes=False), True, "it doesn't do: reads by block hash"),
        (
            EndpointFound("one.example", log_blocks=10, history=1),
            False,
            "it doesn't do: states older than 1 block and events of more than 10 blocks at once",
        ),
        (EndpointFound("one.example", log_blocks=0), False, "events of more than 0 blocks at once"),
        (EndpointFound("one.example", finalized=False), False, "it doesn't do: which block is final"),
        (EndpointFound("one.example", full_gas=False), False, "it doesn't do: the gas that each read needs"),
        (EndpointFound("one.example", failed="HTTP status 502"), False, "it doesn't answer: HTTP status 502"),
    ],
)
async def test_the_doctor_says_of_each_endpoint_in_a_line_what_it_cannot_do(
    harness: ServiceHarness, found: EndpointFound, good: bool, words: str
) -> None:
    harness.chain.found = [found]
    (check,) = [
        check
        for check in await harness.services.doctor.check_chains()
        if "one.example" in subject_words(check, PLAIN_ENGLISH)
    ]
    assert check.good is good
    assert words in found_words(check, PLAIN_ENGLISH)
    assert bool(mend_of(check, PLAIN_ENGLISH)) is not good


@pytest.mark.parametrize(
    ("doubt", "words"),
    [
        (DelegationPassedOver("delegates(address)"), "its holders delegate their votes"),
        (NothingInAll(), "its total is zero"),
    ],
)
async def test_what_is_doubtful_of_a_source_is_told_at_the_setup_and_by_the_doctor(
    harness: ServiceHarness, doubt: SourceDoubt, words: str
) -> None:
    harness.chain.doubtful = [doubt]
    founder = harness.actor("founder", administrator=True)
    done = await harness.services.space_setup.set_up(founder, setup_answers())
    assert any(words in line for line in set_up_lines(done, [], PLAIN_ENGLISH))
    checks = await harness.services.doctor.check_tracks([done.track])
    assert [words in found_words(check, PLAIN_ENGLISH) for check in checks if not check.good] == [True]


async def test_where_no_service_collects_signatures_no_proposer_is_missed(harness: ServiceHarness) -> None:
    harness.safes.with_service, harness.safes.proposer = False, None
    founder = harness.actor("founder", administrator=True)
    done = await harness.services.space_setup.set_up(founder, setup_answers(executor=SAFE))
    assert [check.reachable for _, check in done.executors] == [True]
    checks = await harness.services.doctor.check_policy(done.track.policy)
    assert all(check.good for check in checks)
    assert any("the owners confirm on chain" in found_words(check, PLAIN_ENGLISH) for check in checks)


@pytest.mark.parametrize("answered", [0, 1])
async def test_the_doctor_reports_a_chain_that_does_not_answer(
    harness: ServiceHarness, answered: int
) -> None:
    await harness.set_up()
    harness.chain.fail_after(answered)
    checks = await harness.services.doctor.check_chains()
    assert not checks[-1].good
    assert isinstance(checks[-1].found, ChainUnavailable)
