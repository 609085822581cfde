"""A call that a bridge carries to another chain is shown as what it does there, with its dangers."""

import pytest

from bot.chain.calls.tracing import Trace
from bot.domain.actions import dangers, effects
from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.actions.limits import NotAllowed, breaches
from bot.domain.actions.outlays import Outlay, outlays
from bot.domain.actions.simulation import Method
from bot.domain.bridges.bridge import UNKNOWN_CHAIN, alias
from bot.domain.ids import Address
from bot.domain.policy.limits import Limits
from bot.execution.actions.known import SAFE_ADMINISTRATION, TRANSFER
from bot.execution.safe.multi_send import multi_send
from bot.execution.simulation.looking import questions
from bot.wording.actions.listing import danger_lines, deed_lines, listed_in_short
from bot.wording.language import language
from bot.wording.markup.markup import PLAIN
from tests.calldata import CHAIN, NOBODY, SAFE, TOKEN
from tests.execution.bridges.sending import (
    ARBITRUM,
    DEPOSIT,
    INBOX,
    MESSENGER,
    OPTIMISM,
    PORTAL,
    decoded,
    message,
    ticket,
)
from tests.wording.translations.test_pseudo_language import PSEUDO, check

SAY = language(markup=PLAIN)
STEAL = TRANSFER.encode([NOBODY, 5_000_000])
ADD_OWNER = next(
    each for each in SAFE_ADMINISTRATION.values() if each.name == "addOwnerWithThreshold"
).encode([NOBODY, 1])
OWN = alias(SAFE)


def said(action: DecodedAction) -> str:
    return "\n".join([*danger_lines([action], SAY), *deed_lines([action], SAY)])


def found(action: DecodedAction, kind: type) -> list[dangers.Danger]:
    return [danger for danger in action.dangers if isinstance(danger, kind)]


@pytest.mark.parametrize(
    ("sent", "chain"),
    [
        (message(TOKEN, STEAL), OPTIMISM),
        (ticket(TOKEN, STEAL, OWN, OWN), ARBITRUM),
        (ticket(TOKEN, STEAL, OWN, OWN, unsafe=True), ARBITRUM),
        (Action(CHAIN, PORTAL, 0, "0x" + DEPOSIT.encode([TOKEN, 0, 200_000, False, STEAL]).hex()), OPTIMISM),
    ],
    ids=["messenger", "ticket", "unsafe ticket", "portal"],
)
def test_what_is_sent_to_another_chain_is_told_as_if_it_were_done_there(sent: Action, chain: int) -> None:
    told = decoded(sent)
    assert isinstance(told.effect, effects.BridgedCall)
    assert told.effect.chain == chain
    (inner,) = told.inner
    assert inner.action == Action(chain, TOKEN, 0, "0x" + STEAL.hex())
    assert inner.effect == effects.TokenTransfer(effects.Token(TOKEN, "TKN", 6), 5_000_000, NOBODY)
    text = said(told)
    assert f"have a call made on {chain}" in text
    assert f"**On {chain}**".replace("*", "") in text.replace("*", "")
    assert "1.1. send 5 TKN" in text
    _, short = listed_in_short([told], SAY, with_names=False)
    assert any("5 TKN" in line for line in short)


def test_from_which_account_a_call_comes_on_the_other_chain_is_said() -> None:
    assert f"in the name of {SAFE}" in said(decoded(message(TOKEN, STEAL)))
    assert f"from {OWN}, the alias that {SAFE} has there" in said(decoded(ticket(TOKEN, STEAL, OWN, OWN)))


@pytest.mark.attack("actions")
def test_dangers_on_the_other_chain_come_first_as_those_here_do() -> None:
    told = decoded(message(SAFE, ADD_OWNER))
    assert found(told.inner[0], dangers.ChangesASafe)
    first = danger_lines([told], SAY)[0]
    assert "at 1.1" in first
    assert "owner" in first


@pytest.mark.attack("actions")
def test_a_contract_that_is_no_known_bridge_is_warned_of_and_what_it_is_told_is_shown() -> None:
    told = decoded(message(TOKEN, STEAL, gate=TOKEN))
    assert found(told, dangers.ToUnknownChain)
    assert told.inner[0].action.chain == UNKNOWN_CHAIN
    assert "leads to no chain that is configured" in danger_lines([told], SAY)[0]
    assert "5000000" in said(told).replace("\u202f", "").replace(",", "")


@pytest.mark.attack("actions")
@pytest.mark.parametrize("own", [SAFE, OWN])
def test_who_gets_back_what_is_left_on_the_other_chain_is_a_danger_unless_it_is_who_sends(
    own: Address,
) -> None:
    told = decoded(ticket(TOKEN, STEAL, own, own))
    assert not found(told, dangers.TakesBackBridged)
    assert not found(told, dangers.FeesElsewhere)
    told = decoded(ticket(TOKEN, STEAL, NOBODY, TOKEN))
    assert found(told, dangers.TakesBackBridged) == [dangers.TakesBackBridged(TOKEN)]
    assert found(told, dangers.FeesElsewhere) == [dangers.FeesElsewhere(NOBODY)]
    assert f"{TOKEN} may take the call back" in danger_lines([told], SAY)[0]


@pytest.mark.attack("actions")
def test_a_bridge_that_rewrites_no_account_gives_the_own_one_to_anybody_there() -> None:
    told = decoded(ticket(TOKEN, STEAL, OWN, SAFE, unsafe=True))
    assert found(told, dangers.TakesBackBridged) == [dangers.TakesBackBridged(SAFE)]


@pytest.mark.attack("actions")
def test_a_call_over_a_bridge_is_found_in_batches_and_its_sender_is_known_there() -> None:
    batch = Action(CHAIN, TOKEN, 0, multi_send([message(TOKEN, STEAL)]))
    (sent,) = decoded(batch).inner
    assert isinstance(sent.effect, effects.BridgedCall)
    # Who isn't asked by a DELEGATECALL calls the bridge itself.
    assert sent.effect.sender == TOKEN
    assert sent.inner[0].action.chain == OPTIMISM


def test_a_deposit_at_the_portal_is_said_to_be_lost_if_it_fails() -> None:
    data = "0x" + DEPOSIT.encode([TOKEN, 7, 200_000, False, STEAL]).hex()
    told = decoded(Action(CHAIN, PORTAL, 7, data))
    assert found(told, dangers.NotReplayed)
    assert told.inner[0].action.value == 7
    made = "0x" + DEPOSIT.encode([NOBODY, 0, 200_000, True, b"\x60"]).hex()
    created = decoded(Action(CHAIN, PORTAL, 0, made))
    assert not created.inner
    assert found(created, dangers.CalldataUnreadable)


@pytest.mark.attack("limits")
def test_no_bridge_leads_past_the_limits_of_a_track() -> None:
    limits = Limits.model_validate(
        {
            "period": "P30D",
            "spending": [{"asset": TOKEN, "per_period": "100000000"}],
            "calls": [{"contract": MESSENGER, "functions": ["sendMessage(address,bytes,uint32)"]}],
        }
    )
    broken = breaches(limits, [decoded(message(TOKEN, STEAL))])
    assert [each.number for each in broken if isinstance(each, NotAllowed)] == ["1"]


def test_what_is_done_on_another_chain_moves_nothing_here() -> None:
    told = decoded(message(TOKEN, STEAL, value=3))
    assert list(outlays([told])) == [("1", Outlay(None, 3, MESSENGER))]
    asked = questions(SAFE, [decoded(message(TOKEN, STEAL))], Trace(Method.SIMULATED))
    assert not [each for each in asked if getattr(each, "contract", None) == TOKEN]


def test_an_inbox_is_no_messenger() -> None:
    told = decoded(message(TOKEN, STEAL, gate=INBOX))
    assert found(told, dangers.ToUnknownChain)


@pytest.mark.parametrize(
    "sent",
    [
        message(TOKEN, STEAL),
        message(TOKEN, STEAL, gate=TOKEN),
        ticket(TOKEN, STEAL, NOBODY, TOKEN),
        Action(CHAIN, TOKEN, 0, multi_send([message(TOKEN, STEAL), ticket(TOKEN, STEAL, OWN, OWN)])),
    ],
)
def test_calls_over_bridges_and_their_dangers_are_said_in_whole_sentences(sent: Action) -> None:
    told = decoded(sent)
    lines = [*deed_lines([told], PSEUDO), *danger_lines([told], PSEUDO)]
    lines += [line for part in listed_in_short([told], PSEUDO, with_names=False) for line in part]
    for line in lines:
        check(line, ["TKN", "ETH"])
