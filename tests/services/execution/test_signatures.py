"""Signatures that are handed in to us: kept, counted with all others, and handed over."""

from datetime import datetime, timedelta

import pytest

from bot.domain.errors import (
    NotASigner,
    NotToBeSigned,
    ProposalUnknown,
    RequestUnknown,
    TooManySignatures,
)
from bot.domain.executors import CallFails, ExecutionRequest, GuardRefusal, NoSignature, SafeRefusal
from bot.domain.ids import Address, ProposalId, RequestId
from bot.domain.proposals.facts import Cancellation, Stop, Veto
from bot.services.delivery.notifications import Queue
from bot.services.execution.polling import LONGEST
from bot.services.execution.signing import MOST_OF_ONE, RequestToSign
from bot.wording.pages.signing.sign import SignPage, sign_page
from tests.fakes import account, digest
from tests.harness import EXECUTION, GUILD, OTHER_GUILD, SIGNERS, ServiceHarness
from tests.said import PLAIN_ENGLISH
from tests.services.execution.asking import WELL_BUILDER, events, handed_over, look, on_card, to_sign

FIRST, SECOND, THIRD = SIGNERS


async def page(harness: ServiceHarness, proposal: ProposalId, request: ExecutionRequest) -> RequestToSign:
    return await harness.services.signatures.request(GUILD, proposal, request.id)


async def hand_in(
    harness: ServiceHarness, proposal: ProposalId, request: ExecutionRequest, owner: Address, number: int = 0
) -> Address:
    """An owner signs on the page, and what follows from it is done."""
    signature = harness.safes.signed(request, owner, number)
    signer = await harness.services.signatures.add(GUILD, proposal, request.id, signature)
    await harness.sweep.run()
    await harness.notifications()
    return signer


async def next_delivery(harness: ServiceHarness) -> datetime:
    """When the outbox has something to do again."""
    async with harness.services.uow.reading() as repositories:
        due = [await repositories.outbox.next_due(queue) for queue in Queue]
    return min(filter(None, due))


async def test_a_signature_counts_wherever_it_is_told_and_reaches_the_service(
    harness: ServiceHarness,
) -> None:
    proposal, request = await handed_over(harness)
    assert await hand_in(harness, proposal, request, FIRST) == FIRST
    assert await events(harness) == ["confirmed"]
    assert "1 of 2 confirmed" in await on_card(harness, proposal)
    assert "**1 of 2 confirmed**" in await to_sign(harness, proposal)
    assert harness.safe.confirmed[request.payload.safe_tx_hash] == [FIRST]
    found = await page(harness, proposal, request)
    assert found.signing is not None
    assert (found.signing.signed, found.signing.ready) == ((FIRST,), None)


async def test_what_owners_sign_here_and_elsewhere_is_counted_together(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.confirm(harness.safe, request, FIRST)
    await look(harness, proposal)
    await hand_in(harness, proposal, request, SECOND)
    assert "2 of 2 confirmed" in await on_card(harness, proposal)
    found = await page(harness, proposal, request)
    assert found.signing is not None
    assert found.signing.ready is not None


async def test_the_same_signature_twice_is_one(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    for _ in range(2):
        assert await hand_in(harness, proposal, request, FIRST) == FIRST
    assert await events(harness) == ["confirmed"]
    assert len((await harness.requested(proposal)).signatures) == 1


@pytest.mark.attack("safe_service")
async def test_while_the_service_is_away_a_signature_is_kept_and_counts(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.down = True
    for owner in (FIRST, SECOND):
        await hand_in(harness, proposal, request, owner)
    assert "2 of 2 confirmed" in await on_card(harness, proposal)
    found = await page(harness, proposal, request)
    assert found.signing is not None
    assert found.signing.ready is not None
    assert harness.safe.confirmed == {}
    harness.safes.down = False
    await harness.pass_time(LONGEST)
    await harness.notifications()
    assert set(harness.safe.confirmed[request.payload.safe_tx_hash]) == {FIRST, SECOND}
    assert harness.given_up == []


@pytest.mark.attack("safe_service")
async def test_a_signature_waits_until_the_service_shows_the_transaction(harness: ServiceHarness) -> None:
    harness.safes.refusal = (422, "Sender is not an owner or delegate.")
    proposal, request = await handed_over(harness)
    await hand_in(harness, proposal, request, FIRST)
    assert harness.safe.confirmed == {}
    assert "1 of 2 confirmed" in await on_card(harness, proposal)
    harness.safes.refusal = None
    await look(harness, proposal)
    await harness.pass_time(LONGEST)
    await harness.notifications()
    assert harness.safe.confirmed[request.payload.safe_tx_hash] == [FIRST]


@pytest.mark.attack("safe_service")
async def test_a_service_that_is_away_for_ever_is_asked_seldom(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.down = True
    await hand_in(harness, proposal, request, FIRST)
    before, ends = harness.safes.calls, harness.clock.now() + timedelta(days=14)
    while (due := await next_delivery(harness)) < ends:
        await harness.pass_time(max(due - harness.clock.now(), timedelta(0)))
        await harness.notifications()
    assert 50 < harness.safes.calls - before < 300


async def test_without_a_service_owners_sign_here_all_the_same(harness: ServiceHarness) -> None:
    harness.safes.with_service = False
    proposal, request = await handed_over(harness)
    for owner in (FIRST, THIRD):
        await hand_in(harness, proposal, request, owner)
    found = await page(harness, proposal, request)
    assert found.signing is not None
    assert found.signing.ready is not None
    assert await events(harness) == ["confirmed", "confirmed"]


async def test_a_signature_outlives_the_program(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.down = True
    signature = harness.safes.signed(request, FIRST)
    await harness.services.signatures.add(GUILD, proposal, request.id, signature)
    await harness.restart()
    harness.safes.down = False
    await harness.sweep.run()
    await harness.notifications()
    assert await events(harness) == ["confirmed"]
    assert harness.safe.confirmed[request.payload.safe_tx_hash] == [FIRST]


@pytest.mark.attack("linking")
async def test_who_is_removed_counts_no_more_and_who_comes_back_does_again(harness: ServiceHarness) -> None:
    harness.safes.with_service = False
    proposal, request = await handed_over(harness)
    await hand_in(harness, proposal, request, FIRST)
    harness.safe.owners = (SECOND, THIRD)
    await look(harness, proposal)
    found = await page(harness, proposal, request)
    assert found.signing is not None
    assert found.signing.signed == ()
    with pytest.raises(NotASigner):
        await hand_in(harness, proposal, request, FIRST)
    harness.safe.owners = SIGNERS
    await look(harness, proposal)
    assert await events(harness) == ["confirmed", "unconfirmed", "confirmed"]


@pytest.mark.attack("floods")
async def test_one_owner_leaves_few_signatures_behind(harness: ServiceHarness) -> None:
    """A contract may accept a signature and then accept it no more; that is no way to fill the database."""
    proposal, request = await handed_over(harness)
    for number in range(MOST_OF_ONE):
        harness.safes.disowned.clear()
        if number:
            harness.safes.disowned.add(FIRST)
        await hand_in(harness, proposal, request, FIRST, number)
    with pytest.raises(TooManySignatures):
        await hand_in(harness, proposal, request, FIRST, MOST_OF_ONE)
    assert len((await harness.requested(proposal)).signatures) == MOST_OF_ONE


# -- what the page says -----------------------------------------------------------------------------------------


async def shown(harness: ServiceHarness, proposal: ProposalId, request: ExecutionRequest) -> SignPage:
    found = await page(harness, proposal, request)
    simulation = await harness.services.signatures.simulation(found)
    return sign_page(found, simulation, harness.member("ada"), PLAIN_ENGLISH)


async def test_owners_are_led_to_the_safes_own_app_by_what_the_chain_is_called(
    harness: ServiceHarness,
) -> None:
    proposal, request = await handed_over(harness)
    signing = (await shown(harness, proposal, request)).signing
    assert signing is not None
    safe, named = request.executor.address, request.payload.safe_tx_hash
    assert ("Safe", f"eth:{safe}") in signing.hashes
    url = f"https://app.safe.global/transactions/tx?safe=eth:{safe}&id=multisig_{safe}_{named}"
    assert url in "\n".join(signing.elsewhere_lines)


async def test_what_goes_first_is_said_and_nothing_is_offered_to_be_sent(harness: ServiceHarness) -> None:
    harness.safe.nonce = 4
    proposal, request = await handed_over(harness)
    for owner in (FIRST, SECOND):
        await hand_in(harness, proposal, request, owner)
    assert (await shown(harness, proposal, request)).sending is not None
    harness.safe.nonce = 3
    told = await shown(harness, proposal, request)
    assert told.sending is None
    assert told.how_far == "2 of 2 have signed"
    assert "nonce 3: nothing that is known here" in told.waits[1]


async def test_what_would_stop_it_stands_before_everything(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.refusal_now = GuardRefusal(account("guard"), "not to them")
    told = await shown(harness, proposal, request)
    assert "The Safe's guard" in told.warnings[-1]
    assert "not to them" in told.warnings[-1]


async def test_what_it_would_do_now_is_said_where_it_is_signed_and_no_more_after_that(
    harness: ServiceHarness,
) -> None:
    proposal, request = await handed_over(harness)
    assert "No balance and no allowance" in (await shown(harness, proposal, request)).changes[1]
    harness.simulator.failing = {1: "Spent"}
    told = await shown(harness, proposal, request)
    assert told.changes_heading == "What it would do now"
    assert "It would fail" in told.changes[0]
    assert "Spent" in told.changes[0]
    await harness.pass_time(EXECUTION)
    assert (await shown(harness, proposal, request)).changes == ()


@pytest.mark.attack("actions")
@pytest.mark.parametrize("refusal", [CallFails(1, 1, "Spent"), GuardRefusal(account("guard"), "not to them")])
async def test_who_could_send_what_would_fail_is_told_not_to(
    harness: ServiceHarness, refusal: SafeRefusal
) -> None:
    """It would leave nothing on the chain by which anybody could see that it failed."""
    proposal, request = await handed_over(harness)
    for owner in (FIRST, SECOND):
        await hand_in(harness, proposal, request, owner)
    sending = (await shown(harness, proposal, request)).sending
    assert sending is not None
    assert "Don't send it now" not in " ".join(sending.explained)
    harness.safes.refusal_now = refusal
    sending = (await shown(harness, proposal, request)).sending
    assert sending is not None
    assert sending.explained[0].startswith("⚠️ Don't send it now")


# -- what must not be signed ------------------------------------------------------------------------------------


async def refused(
    harness: ServiceHarness, proposal: ProposalId, request: ExecutionRequest, why: NoSignature
) -> None:
    """The page offers nothing to sign, and a signature that is handed in all the same is not taken."""
    found = await page(harness, proposal, request)
    assert found.forbidden is why
    with pytest.raises(NotToBeSigned) as error:
        await hand_in(harness, proposal, request, FIRST)
    assert error.value.why is why
    assert (await harness.get(proposal)).request(request.id) is not None
    assert (await harness.requested(proposal)).signatures == ()


@pytest.mark.attack("order")
@pytest.mark.parametrize("status", ["executed", "failed"])
async def test_what_has_ended_is_not_signed(harness: ServiceHarness, status: str) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.end(harness.safe, request, status)
    await look(harness, proposal)
    await refused(harness, proposal, request, NoSignature(status))


@pytest.mark.attack("order")
async def test_what_another_transaction_took_the_place_of_is_not_signed(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.end(harness.safe, request, "replaced")
    await look(harness, proposal)
    await refused(harness, proposal, request, NoSignature.REPLACED)


@pytest.mark.attack("order")
async def test_what_is_used_up_and_not_final_yet_is_not_signed(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safe.nonce = request.payload.nonce + 1
    await refused(harness, proposal, request, NoSignature.USED)


@pytest.mark.attack("time")
async def test_what_has_expired_is_not_signed(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    await harness.pass_time(EXECUTION)
    await refused(harness, proposal, request, NoSignature.EXPIRED)


@pytest.mark.attack("order")
@pytest.mark.parametrize(
    ("fact", "why"),
    [
        ("veto", NoSignature.VETOED),
        ("stop", NoSignature.STOPPED),
        ("cancellation", NoSignature.OVER),
        ("withdrawal", NoSignature.OVER),
    ],
)
async def test_what_is_not_to_be_executed_any_more_is_not_signed(
    harness: ServiceHarness, fact: str, why: NoSignature
) -> None:
    """Whatever brought it about: what stands in the database decides."""
    proposal, request = await handed_over(harness)
    now, by = harness.clock.now(), harness.member("gus")
    async with harness.services.uow.writing() as repositories:
        await {
            "veto": lambda: repositories.proposals.veto(proposal, Veto(by, "no", now)),
            "stop": lambda: repositories.proposals.stop(
                proposal, Stop("code", {"account": WELL_BUILDER, "was": "0xaa", "now": "0xbb"}, now)
            ),
            "cancellation": lambda: repositories.proposals.cancel(proposal, Cancellation(by, "no", now)),
            "withdrawal": lambda: repositories.proposals.withdraw(proposal, now),
        }[fact]()
    await refused(harness, proposal, request, why)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("change", ["code", "rights"])
async def test_what_would_run_other_code_is_not_signed(harness: ServiceHarness, change: str) -> None:
    """It was asked for before the code changed: owners may have it in their queue."""
    proposal, request = await handed_over(harness)
    if change == "code":
        harness.safes.codes[WELL_BUILDER] = digest("another contract")
    else:
        harness.safes.modules.add(WELL_BUILDER)
    await refused(harness, proposal, request, NoSignature.STOPPED)
    found = await page(harness, proposal, request)
    assert found.stop is not None
    assert (found.stop.cause, found.stop.data["account"]) == (change, WELL_BUILDER)


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revisions SET actions = replace(actions, '\"5\"', '\"6\"')",
        "UPDATE openings SET content_hash = '" + "00" * 32 + "'",
        "UPDATE execution_requests SET payload = replace(payload, '\"5\"', '\"6\"')",
        "UPDATE execution_requests SET payload = replace(payload, 'safe_tx_hash\":\"0x', 'safe_tx_hash\":\"0xab')",
    ],
    ids=["actions", "content", "payload", "hash"],
)
async def test_what_somebody_changed_in_the_database_is_not_signed(
    harness: ServiceHarness, statement: str
) -> None:
    proposal, _ = await handed_over(harness)
    async with harness.database.write_transaction() as connection:
        assert (await connection.exec_driver_sql(statement)).rowcount == 1
    await harness.restart()
    await refused(harness, proposal, await harness.requested(proposal), NoSignature.ALTERED)


@pytest.mark.attack("visibility")
async def test_a_request_of_another_server_is_unknown_there(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    abroad, signature = OTHER_GUILD, harness.safes.signed(request, FIRST)
    signatures = harness.services.signatures
    with pytest.raises(ProposalUnknown):
        await signatures.request(abroad, proposal, request.id)
    with pytest.raises(ProposalUnknown):
        await signatures.add(abroad, proposal, request.id, signature)
    with pytest.raises(ProposalUnknown):
        await signatures.require_open(abroad, proposal, request.id)
    assert (await harness.requested(proposal)).signatures == ()


@pytest.mark.attack("visibility")
async def test_a_request_of_another_proposal_is_unknown(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    for number in (request.id + 1, 0, 2**60):
        with pytest.raises(RequestUnknown):
            await harness.services.signatures.request(GUILD, proposal, RequestId(number))


@pytest.mark.attack("linking")
async def test_a_signature_of_another_request_or_account_is_refused(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    signature = harness.safes.signed(request, account("a stranger"))
    with pytest.raises(NotASigner):
        await harness.services.signatures.add(GUILD, proposal, request.id, signature)
    assert (await harness.requested(proposal)).signatures == ()
