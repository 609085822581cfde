"""From what was voted on to the exact transactions that members send to a Moloch DAO, and how each is followed."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain.errors import CodeChanged, NoCode, RequestMismatch, WrongContract
from bot.domain.executors import MolochExecutor
from bot.domain.ids import Address
from bot.execution.moloch.leaving import MOST_TOKENS
from bot.execution.moloch.proposing import request_hash, request_of
from sandbox.chain import RpcError
from sandbox.chain.moloch import NO, YES, deploy_moloch
from tests.execution.hiding import NOBODY
from tests.execution.moloch.moloch_treasury import CHAIN, COIN, DEPOSIT, MolochTreasury, call
from tests.execution.treasury import DECISION


def rules_of(**rules: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("commons", [rules], indirect=True, ids=str)


async def test_a_moloch_dao_is_found_with_its_rules(commons: MolochTreasury) -> None:
    rules = (await commons.molochs.check(commons.executor)).rules
    assert (rules.shares, rules.loot, rules.token, rules.symbol) == (8, 2, commons.dai.address, "DAI")
    assert rules.voting == rules.grace == timedelta(minutes=20)
    assert (rules.deposit, rules.reward, rules.count) == (DEPOSIT, COIN, 0)


async def test_a_payment_goes_from_its_submission_to_its_processing_by_what_was_prepared(
    commons: MolochTreasury,
) -> None:
    actions = [commons.pay()]
    request = await commons.followed(await commons.prepared(actions))
    assert request.stage.name == "unproposed"

    await commons.send(await commons.ready(request, actions), sender=commons.stranger)
    request = await commons.followed(request)
    assert (request.stage.name, request.stage.id) == ("submitted", "0")

    await commons.send(await commons.ready(request, actions))
    assert await commons.ready(request, actions) is None
    request = await commons.followed(request)
    assert request.stage.name == "waiting"

    await commons.moloch.skip_to_vote(0)
    assert (await commons.followed(request)).stage.name == "voting"
    await commons.moloch.vote(0, YES, sender=commons.ada)
    await commons.moloch.vote(0, NO, sender=commons.ben)
    await commons.moloch.skip_vote(0)
    request = await commons.followed(request)
    assert (request.stage.name, request.stage.yes, request.stage.no) == ("grace", 6, 2)
    assert await commons.ready(request, actions) is None

    await commons.moloch.skip_grace(0)
    assert (await commons.followed(request)).stage.name == "ready"
    sent = await commons.send(await commons.ready(request, actions), sender=commons.stranger)
    request = await commons.followed(request)
    assert request.execution is not None
    assert (request.execution.status, request.execution.transaction) == ("executed", sent["transactionHash"])
    assert await commons.moloch.balance(commons.grantee, commons.dai) == 100
    assert await commons.moloch.bank(commons.dai) == 900
    assert await commons.moloch.balance(commons.stranger.address, commons.dai) == COIN
    assert await commons.ready(request, actions) is None


@pytest.mark.parametrize("form", ["shares", "loot and a payment", "a token", "a member"])
async def test_what_the_contract_has_a_function_for_is_submitted_and_carried_out(
    commons: MolochTreasury, form: str
) -> None:
    usdc = await commons.local.deploy("PlainToken", "USDC", "USDC", 6)
    action = {
        "shares": commons.admit(3),
        "loot and a payment": commons.admit(0, 4, 70),
        "a token": commons.take_up(usdc.address),
        "a member": commons.put_out(commons.ben.address),
    }[form]
    request = await commons.prepared([action])
    place = await commons.sponsored(request, [action])
    await commons.passed(place)
    await commons.send(await commons.ready(request, [action]))
    request = await commons.followed(request)
    assert request.execution is not None
    assert request.execution.status == "executed"
    contract = commons.moloch.contract
    _, shares, loot, *_ = await contract.call("members", commons.grantee)
    _, ben_shares, ben_loot, *_ = await contract.call("members", commons.ben.address)
    assert (shares, loot) == {"shares": (3, 0), "loot and a payment": (0, 4)}.get(form, (0, 0))
    assert await contract.call("tokenWhitelist", usdc.address) == (form == "a token")
    assert (ben_shares, ben_loot) == ((0, 4) if form == "a member" else (2, 2))


async def test_what_is_submitted_says_on_chain_what_was_decided(commons: MolochTreasury) -> None:
    actions = [commons.pay()]
    request = await commons.prepared(actions)
    receipt = await commons.send(await commons.ready(request, actions))
    (submitted,) = commons.moloch.contract.logs(receipt, "SubmitProposal")
    assert submitted["details"] == request.payload.details
    title, decided, hashes = submitted["details"].split("\n\n")
    assert title == "# Pay the team"
    assert "https://discord.com/channels/700/701" in decided
    assert hashes.splitlines() == [
        f"Content (SHA-256): {DECISION.content}",
        f"Record (SHA-256): {DECISION.record}",
        f"Request (keccak256): {request_hash(request_of(commons.executor, actions))}",
    ]


async def test_what_is_prepared_again_is_the_same_proposal_and_is_known_again(
    commons: MolochTreasury,
) -> None:
    actions = [commons.pay()]
    opened = await commons.opened(actions)
    first = commons.request(await commons.molochs.prepare(commons.executor, actions, (), opened, DECISION))
    await commons.passed(await commons.sponsored(first, actions))
    await commons.send(await commons.ready(first, actions))
    forgotten = await commons.molochs.prepare(commons.executor, actions, (), opened, DECISION)
    assert forgotten == first.payload
    found = await commons.followed(commons.request(forgotten))
    assert found.execution is not None
    assert found.execution.status == "executed"
    assert await commons.ready(found, actions) is None


async def test_what_is_voted_down_is_over_and_nothing_is_to_be_sent(commons: MolochTreasury) -> None:
    actions = [commons.pay()]
    request = await commons.prepared(actions)
    place = await commons.sponsored(request, actions)
    await commons.moloch.skip_to_vote(place)
    await commons.moloch.vote(place, NO, sender=commons.ada)
    await commons.moloch.skip_vote(place)
    request = await commons.followed(request)
    assert (request.stage.name, request.stage.is_over, request.execution) == ("defeated", True, None)
    assert await commons.ready(request, actions) is None


@rules_of(dilution_bound=1)
@pytest.mark.attack("order")
async def test_what_too_many_left_before_is_told_as_not_carried_out(commons: MolochTreasury) -> None:
    first = [commons.pay(1)]
    opening = await commons.prepared(first)
    await commons.passed(await commons.sponsored(opening, first))
    await commons.send(await commons.ready(opening, first))
    actions = [commons.pay(200)]
    request = await commons.prepared(actions, replace(DECISION, attempt=2))
    place = await commons.sponsored(request, actions)
    await commons.moloch.skip_to_vote(place)
    await commons.moloch.vote(place, YES, sender=commons.ada)
    await commons.moloch.contract.send("ragequit", 2, 2, sender=commons.ben)
    await commons.moloch.skip_grace(place)
    await commons.send(await commons.ready(request, actions))
    request = await commons.followed(request)
    assert (request.stage.name, request.stage.is_over) == ("refused", True)
    assert await commons.moloch.balance(commons.grantee, commons.dai) == 1


@pytest.mark.attack("order")
async def test_a_grace_that_ends_while_somebody_leaves_pays_who_was_first(commons: MolochTreasury) -> None:
    """Leaving and processing in one block: whichever comes first counts, and ours is told as it happened."""
    first = [commons.pay(1)]
    opening = await commons.prepared(first)
    await commons.passed(await commons.sponsored(opening, first))
    await commons.send(await commons.ready(opening, first))
    actions = [commons.pay(900)]
    request = await commons.prepared(actions, replace(DECISION, attempt=2))
    await commons.passed(await commons.sponsored(request, actions))
    processes = await commons.ready(request, actions)
    await commons.moloch.contract.send("ragequit", 2, 2, sender=commons.ben)
    assert await commons.moloch.balance(commons.ben.address, commons.dai) == 999 * 4 // 10
    refusal = (await commons.molochs.instructions(request)).refusal
    assert refusal is not None
    assert (refusal.cause, refusal.held) == ("funds", 600)
    await commons.send(processes)
    assert (await commons.followed(request)).stage.name == "refused"


async def test_what_its_proposer_takes_back_is_asked_for_again_with_other_words(
    commons: MolochTreasury,
) -> None:
    actions = [commons.pay()]
    request = await commons.prepared(actions)
    await commons.send(await commons.ready(request, actions), sender=commons.stranger)
    await commons.moloch.contract.send("cancelProposal", 0, sender=commons.stranger)
    request = await commons.followed(request)
    assert request.execution is not None
    assert request.execution.status == "replaced"
    second = await commons.prepared(actions, replace(DECISION, attempt=2))
    assert second.payload.details != request.payload.details
    await commons.sponsored(second, actions)
    assert (await commons.followed(second)).stage.id == "1"


async def test_a_proposal_waits_for_those_before_it_and_leaving_counts_them(commons: MolochTreasury) -> None:
    before = await commons.moloch.submit(NOBODY, payment=400, shares=10, sender=commons.ada)
    place = await commons.moloch.sponsor(before, sender=commons.ada)
    actions = [commons.pay(300)]
    request = await commons.prepared(actions)
    mine = await commons.sponsored(request, actions)
    await commons.moloch.skip_to_vote(place)
    await commons.moloch.vote(place, YES, sender=commons.ada)
    await commons.passed(mine)
    instructions = await commons.molochs.instructions(request)
    assert (instructions.stage.behind, instructions.step) == (str(before), None)
    leaving = instructions.leaving
    assert leaving is not None
    assert leaving.after is not None
    dai, weth = Address(commons.dai.address), Address(commons.weth.address)
    assert leaving.now.pays(1) == {dai: 100, weth: 5}
    assert leaving.after.pays(1) == {dai: 300 // 20, weth: 50 // 20}
    await commons.moloch.process(place, sender=commons.ada)
    assert (await commons.molochs.instructions(request)).step == "process"


async def test_leaving_pays_what_was_told_after_the_proposal(commons: MolochTreasury) -> None:
    actions = [commons.pay(300)]
    request = await commons.prepared(actions)
    await commons.passed(await commons.sponsored(request, actions))
    leaving = (await commons.molochs.instructions(request)).leaving
    assert leaving is not None
    assert leaving.after is not None
    await commons.send(await commons.ready(request, actions))
    await commons.moloch.contract.send("ragequit", 1, 2, sender=commons.ben)
    for token in (commons.dai, commons.weth):
        paid = await commons.moloch.balance(commons.ben.address, token)
        assert paid == leaving.after.pays(3)[Address(token.address)]


@pytest.mark.attack("floods")
async def test_of_a_long_list_of_tokens_the_one_that_is_paid_is_shown_first_and_the_rest_counted(
    commons: MolochTreasury,
) -> None:
    local, held = commons.local, []
    for number in range(9):
        token = await local.deploy("PlainToken", f"Spam {number}", "SPAM", 18)
        held.append(token)
    moloch = await deploy_moloch(local, [*held, commons.dai], {commons.ada: 1})
    for token in (*held, commons.dai):
        await token.send("mint", moloch.address, 7, sender=local.deployer)
        await moloch.contract.send("collectTokens", token.address, sender=commons.ada)
    await local.mine(3)
    other = dataclasses.replace(commons, moloch=moloch)
    leaving = (await other.molochs.instructions(await other.prepared([other.pay(1)]))).leaving
    assert leaving is not None
    assert leaving.assets[0].contract == commons.dai.address
    assert (len(leaving.assets), leaving.more, leaving.unread) == (6, 4, 0)
    assert len(leaving.now.balances) == 10 < MOST_TOKENS


@pytest.mark.attack("order")
async def test_what_a_reorganisation_takes_away_is_to_be_sent_again(commons: MolochTreasury) -> None:
    actions = [commons.pay()]
    request = await commons.prepared(actions)
    await commons.sponsored(request, actions)
    await commons.local.reorg(1)
    sponsors = await commons.ready(request, actions)
    await commons.send(sponsors)
    assert (await commons.followed(request)).stage.name == "waiting"


@pytest.mark.attack("order")
async def test_a_processing_that_is_not_final_is_told_to_nobody(commons: MolochTreasury) -> None:
    actions = [commons.pay()]
    request = await commons.prepared(actions)
    await commons.passed(await commons.sponsored(request, actions))
    await commons.local.mine(2)
    await commons.send(await commons.ready(request, actions))
    progress = await commons.molochs.progress(request, ask=False)
    assert (progress.execution, progress.stage.name) == (None, "ready")
    await commons.local.reorg(1)
    await commons.send(await commons.ready(request, actions))
    assert (await commons.followed(request)).execution is not None


@pytest.mark.attack("order")
@pytest.mark.parametrize("other", ["words", "amount", "payee", "shares", "token", "tribute"])
async def test_what_others_submit_otherwise_is_not_ours(commons: MolochTreasury, other: str) -> None:
    actions = [commons.pay(3)]
    request = await commons.prepared(actions)
    asked = {
        "applicant": commons.grantee,
        "payment": 3,
        "details": request.payload.details,
        **{
            "words": {"details": request.payload.details + " "},
            "amount": {"payment": 4},
            "payee": {"applicant": NOBODY},
            "shares": {"shares": 1},
            "token": {"payment_token": commons.weth},
            "tribute": {"tribute": 1},
        }[other],
    }
    applicant = asked.pop("applicant")
    await commons.moloch.submit(applicant, sender=commons.ada, **asked)
    assert (await commons.followed(request)).stage.name == "unproposed"
    assert await commons.ready(request, actions) is not None


@pytest.mark.attack("order")
async def test_who_submits_ours_before_us_has_submitted_ours_and_it_is_paid_once(
    commons: MolochTreasury,
) -> None:
    actions = [commons.pay()]
    request = await commons.prepared(actions)
    submits = await commons.ready(request, actions)
    await commons.send(submits, sender=commons.stranger)
    place = await commons.moloch.sponsor(0, sender=commons.ada)
    await commons.passed(place)
    await commons.send(await commons.ready(request, actions))
    await commons.send(submits, sender=commons.stranger)
    found = await commons.followed(request)
    assert found.execution is not None
    assert (found.stage.id, found.execution.status) == ("0", "executed")
    assert await commons.ready(found, actions) is None


@pytest.mark.attack("database")
@pytest.mark.parametrize("changed", ["applicant", "payment", "shares", "token", "form", "details"])
async def test_what_was_changed_in_the_database_is_not_to_be_sent(
    commons: MolochTreasury, changed: str
) -> None:
    actions = [commons.pay()]
    request = await commons.prepared(actions)
    values = {
        "applicant": Address(NOBODY),
        "payment": 101,
        "shares": 1,
        "token": Address(commons.weth.address),
        "form": "whitelist",
        "details": "A pony",
    }
    payload = dataclasses.replace(request.payload, **{changed: values[changed]})
    with pytest.raises(RequestMismatch):
        await commons.molochs.signing(commons.request(payload), actions, await commons.opened(actions))


@pytest.mark.attack("database")
async def test_an_id_of_another_proposal_in_the_database_leads_to_no_step_of_that_one(
    commons: MolochTreasury,
) -> None:
    actions = [commons.pay()]
    request = await commons.prepared(actions)
    other = await commons.moloch.submit(NOBODY, payment=900, sender=commons.stranger)
    await commons.send(await commons.ready(request, actions), sender=commons.stranger)
    stage = (await commons.molochs.instructions(request)).stage
    misled = replace(request, stage=dataclasses.replace(stage, id=str(other)))
    assert (await commons.molochs.instructions(misled)).stage.id == "1"


@pytest.mark.attack("actions")
async def test_other_code_than_when_the_vote_opened_stops_it(commons: MolochTreasury) -> None:
    actions = [commons.pay()]
    opened = await commons.opened(actions)
    elsewhere = dataclasses.replace(
        opened, called=(opened.called[0], dataclasses.replace(opened.called[1], code=opened.called[0].code))
    )
    with pytest.raises(CodeChanged):
        await commons.molochs.prepare(commons.executor, actions, (), elsewhere, DECISION)


REFUSALS = {
    "funds": lambda commons: commons.pay(1_001),
    "not_whitelisted": lambda commons: call(NOBODY, commons.dai.data("transfer", commons.grantee, 1)),
    "whitelisted": lambda commons: commons.take_up(commons.weth.address),
    "no_member": lambda commons: commons.put_out(NOBODY),
    "no_function": lambda commons: call(NOBODY, b"", 1),
}


@pytest.mark.parametrize("cause", REFUSALS)
async def test_what_would_stop_it_is_told_beforehand(commons: MolochTreasury, cause: str) -> None:
    refusal = await commons.molochs.stopped_by(commons.executor, [REFUSALS[cause](commons)])
    assert refusal is not None
    assert refusal.cause == cause
    assert await commons.molochs.stopped_by(commons.executor, [commons.pay()]) is None


async def test_what_is_no_moloch_dao_is_refused(commons: MolochTreasury) -> None:
    first = await commons.local.deploy("GuildV1")
    await commons.local.mine(3)
    for contract in (commons.dai.address, first.address):
        with pytest.raises(WrongContract):
            await commons.molochs.check(MolochExecutor(chain=CHAIN, address=Address(contract)))
    with pytest.raises(NoCode):
        await commons.molochs.check(MolochExecutor(chain=CHAIN, address=Address(commons.ada.address)))


@pytest.mark.attack("web")
async def test_a_wallet_without_shares_sponsors_nothing(commons: MolochTreasury) -> None:
    actions = [commons.pay()]
    request = await commons.prepared(actions)
    await commons.send(await commons.ready(request, actions), sender=commons.stranger)
    with pytest.raises(RpcError):
        await commons.send(await commons.ready(request, actions), sender=commons.stranger)
    assert (await commons.followed(request)).stage.name == "submitted"
