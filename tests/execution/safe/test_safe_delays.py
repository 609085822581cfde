"""What a Safe puts into a Zodiac Delay is followed through its queue, until it is made, skipped or over."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.errors import CodeChanged, RequestMismatch
from bot.domain.executors import (
    DelayedCall,
    Examined,
    Execution,
    ExecutionRequest,
    InDelay,
    ReadyCall,
    SafeStage,
    SafeTransaction,
    Signing,
)
from bot.domain.executors.delays import LONGEST_WAIT, MOST_AHEAD
from bot.domain.ids import Address, BlockHash, ChainId, TransactionHash
from bot.execution.actions.abi import function
from bot.execution.safe.safes import Safes
from bot.execution.safe.transaction import SafeTx
from bot.services.ports import Progress
from sandbox.chain.contract import Contract
from tests.execution.safe.test_safe_extensions import change
from tests.execution.treasury import DECISION, Treasury

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
COOLDOWN, EXPIRATION = timedelta(days=2), timedelta(days=7)
ADD = "execTransactionFromModule"


@dataclass
class Delayed:
    """A Safe that asks its own Delay, and a request of ours."""

    treasury: Treasury
    chain: EvmChain
    safes: Safes
    delay: Contract
    actions: Sequence[Action] = ()
    opened: Examined | None = None
    request: ExecutionRequest | None = None

    def pay(self, value: int) -> Action:
        """The Delay is to have somebody paid."""
        return Action(
            CHAIN, Address(self.delay.address), 0, "0x" + self.delay.data(ADD, TO, value, b"", 0).hex()
        )

    async def ask(self, *actions: Action) -> ExecutionRequest:
        executor, self.actions = self.treasury.executor, actions
        self.opened = await self.safes.examine(executor, actions)
        transaction = await self.safes.prepare(executor, actions, [], self.opened, DECISION)
        self.request = self.treasury.request(transaction)
        return self.request

    async def sign_and_execute(self) -> str:
        assert self.request is not None
        tx, safe = SafeTx.of(self.request.payload_as(SafeTransaction)), self.treasury.safe
        digest = await safe.transaction_hash(tx.to, tx.value, tx.data, int(tx.operation))
        signatures = [safe.sign(owner, digest) for owner in self.treasury.owners[:2]]
        sent = await safe.execute(
            tx.to,
            tx.value,
            tx.data,
            int(tx.operation),
            signatures=signatures,
            sender=self.treasury.local.deployer,
        )
        await self.treasury.local.mine(2)
        return str(sent["transactionHash"])

    async def put(self, *actions: Action) -> str:
        """Voted on, signed and executed: returns the chain's transaction."""
        await self.ask(*actions)
        return await self.sign_and_execute()

    async def look(self) -> Progress:
        """As the bot does, which remembers what it saw."""
        assert self.request is not None
        progress = await self.safes.progress(self.request, ask=True)
        self.request = replace(self.request, stage=progress.stage)
        return progress

    async def stage(self) -> SafeStage:
        progress = await self.look()
        assert progress.execution is None
        assert isinstance(progress.stage, SafeStage)
        return progress.stage

    async def call(self) -> DelayedCall:
        call = (await self.stage()).waits_for
        assert call is not None
        return call

    async def ended(self) -> Execution:
        await self.treasury.local.mine(2)
        execution = (await self.look()).execution
        assert execution is not None
        return execution

    async def signing(self) -> Signing:
        assert self.request is not None
        assert self.opened is not None
        return await self.safes.signing(self.request, self.actions, self.opened)

    async def send(self, ready: ReadyCall | None) -> str:
        """What the page offers, sent by anybody."""
        assert ready is not None
        anybody = self.treasury.local.account("anybody")
        await self.treasury.local.fund(anybody, 10**18)
        data = bytes.fromhex(ready.data[2:])
        sent = await self.treasury.local.send(anybody, ready.to, ready.value, data)
        return str(sent["transactionHash"])

    async def owner(self, function: str, *arguments: object) -> None:
        await self.delay.send(function, *arguments, sender=self.treasury.local.deployer)

    async def in_one_block(self, *calls: tuple[object, ...]) -> None:
        await self.sent_in_one_block(
            *((self.delay.address, self.delay.data(str(name), *arguments)) for name, *arguments in calls)
        )

    async def sent_in_one_block(self, *calls: tuple[str, bytes]) -> None:
        local = self.treasury.local
        await local.automine(False)
        for to, data in calls:
            signed = await local.signed(local.deployer, to, data=data, gas=5_000_000)
            await local.request("eth_sendRawTransaction", [signed])
        await local.mine()
        await local.automine(True)

    async def passes(self, time: timedelta) -> None:
        self.treasury.local.advance(int(time.total_seconds()) + 60)
        await self.treasury.local.mine(3)


@pytest.fixture
async def delayed(treasury: Treasury, chain: EvmChain) -> Delayed:
    local, times = treasury.local, [int(each.total_seconds()) for each in (COOLDOWN, EXPIRATION)]
    delay = await local.deploy("DelayModule", local.deployer.address, treasury.safe.address, *times)
    await change(treasury, "enableModule", delay.address)
    await delay.send("enableModule", treasury.safe.address, sender=local.deployer)
    await delay.send("enableModule", local.deployer.address, sender=local.deployer)
    await local.mine(2)
    return Delayed(treasury, chain, Safes({CHAIN: chain}, {}), delay)


async def test_what_the_safe_put_into_a_delay_is_made_when_somebody_has_sent_it_and_not_before(
    delayed: Delayed,
) -> None:
    put, local = await delayed.put(delayed.pay(5)), delayed.treasury.local
    stage = await delayed.stage()
    assert (stage.name, stage.delay and stage.delay.transaction) == ("delayed", put)
    call = await delayed.call()
    assert (call.name, call.ahead, call.made_until) == (
        "waiting",
        0,
        call.made_from and call.made_from + EXPIRATION,
    )
    assert (await delayed.signing()).ready is None
    await delayed.passes(COOLDOWN)
    assert (await delayed.stage()).name == "due"
    signing, before = await delayed.signing(), await local.balance(TO)
    assert (signing.document, signing.refusal) == (None, None)
    made = await delayed.send(signing.ready)
    assert (await delayed.look()).execution is None, "it isn't final"
    ended = await delayed.ended()
    assert (ended.status, ended.instead, ended.transaction) == ("executed", "", made)
    assert await local.balance(TO) == before + 5


@pytest.mark.parametrize("treasury", ["SafeV130", "SafeL2", "SafeV150"], indirect=True)
async def test_of_each_version_of_a_safe_the_end_is_seen(delayed: Delayed) -> None:
    await delayed.put(delayed.pay(5))
    await delayed.passes(COOLDOWN)
    await delayed.look()
    made = await delayed.send((await delayed.signing()).ready)
    assert (await delayed.ended()).transaction == made


async def test_what_goes_first_in_the_queue_is_counted_and_holds_it_up(delayed: Delayed) -> None:
    await delayed.owner(ADD, TO, 1, b"", 0)
    await delayed.put(delayed.pay(5))
    await delayed.passes(COOLDOWN)
    call = await delayed.call()
    assert (call.name, call.ahead, call.place) == ("waiting", 1, 1)
    assert (await delayed.signing()).ready is None
    await delayed.owner("executeNextTx", TO, 1, b"", 0)
    await delayed.treasury.local.mine(2)
    assert ((await delayed.call()).name, (await delayed.call()).ahead) == ("due", 0)


async def test_of_several_calls_each_is_made_on_its_own_and_the_last_ends_it(delayed: Delayed) -> None:
    await delayed.put(delayed.pay(5), delayed.pay(5), delayed.pay(7))
    await delayed.passes(COOLDOWN)
    made = []
    for number in (1, 2, 3):
        call = await delayed.call()
        assert (call.name, call.number) == ("due", number)
        made.append(await delayed.send((await delayed.signing()).ready))
        await delayed.treasury.local.mine(2)
    ended = await delayed.ended()
    assert ended.transaction == made[-1]
    assert delayed.request is not None
    in_each = replace(delayed.request, execution=ended).executions
    assert [(each.status, each.transaction) for each in in_each] == [("executed", each) for each in made]
    assert in_each[-1] == ended
    assert in_each[0].block.number < ended.block.number


async def test_a_call_made_long_ago_is_found_where_it_was_made(delayed: Delayed) -> None:
    await delayed.put(delayed.pay(5))
    await delayed.look()
    await delayed.passes(COOLDOWN)
    ready = (await delayed.signing()).ready
    await delayed.treasury.local.mine(100)
    made = await delayed.send(ready)
    await delayed.owner(ADD, TO, 9, b"", 0)
    await delayed.treasury.local.mine(300)
    ended = await delayed.ended()
    assert (ended.status, ended.transaction) == ("executed", made)


async def test_what_the_delays_owner_skips_was_not_made(delayed: Delayed) -> None:
    put = await delayed.put(delayed.pay(5))
    await delayed.look()
    await delayed.owner("setTxNonce", 1)
    ended = await delayed.ended()
    assert (ended.status, ended.instead, ended.transaction) == ("failed", "skipped", put)


async def test_what_is_skipped_beside_calls_that_were_made_is_told_as_partly_made(delayed: Delayed) -> None:
    await delayed.put(Action(CHAIN, TO, 3, "0x"), delayed.pay(5))
    await delayed.look()
    await delayed.owner("setTxNonce", 1)
    assert (await delayed.ended()).instead == "partly"


async def test_what_nobody_made_in_time_is_cleared_out_by_anybody_and_was_not_made(delayed: Delayed) -> None:
    await delayed.put(delayed.pay(5))
    await delayed.passes(COOLDOWN + EXPIRATION + timedelta(minutes=5))
    assert (await delayed.stage()).name == "lapsed"
    await delayed.send((await delayed.signing()).ready)
    ended = await delayed.ended()
    assert (ended.status, ended.instead) == ("failed", "skipped")


async def test_a_longer_cooldown_that_is_set_later_counts(delayed: Delayed) -> None:
    await delayed.put(delayed.pay(5))
    before = (await delayed.call()).made_from
    await delayed.owner("setTxCooldown", int(COOLDOWN.total_seconds()) * 2)
    await delayed.treasury.local.mine(2)
    after = (await delayed.call()).made_from
    assert before is not None
    assert after is not None
    assert after - before == COOLDOWN


async def test_it_is_followed_as_long_as_the_delay_takes_it_and_a_day(delayed: Delayed) -> None:
    await delayed.put(delayed.pay(5))
    stage = await delayed.stage()
    call = await delayed.call()
    assert call.made_until is not None
    assert stage.held_until == call.made_until + timedelta(days=1)


async def test_a_safe_that_asks_another_safes_delay_is_followed_by_what_that_safe_did(
    treasury: Treasury, delayed: Delayed
) -> None:
    """The usual layout: one Safe for the day, and behind the Delay the one that holds the money."""
    local = treasury.local
    vault = await local.deploy("DelayModule", local.deployer.address, treasury.safe.address, 60, 0)
    await change(treasury, "enableModule", vault.address)
    await vault.send("enableModule", treasury.safe.address, sender=local.deployer)
    behind = dataclasses.replace(delayed, delay=vault)
    await behind.put(behind.pay(5))
    await behind.passes(timedelta(minutes=2))
    call = await behind.call()
    assert (call.name, call.made_until) == ("due", None)
    made = await behind.send((await behind.signing()).ready)
    assert (await behind.ended()).transaction == made


async def test_an_execution_that_the_database_forgot_is_told_as_what_waits_until_it_is_made(
    delayed: Delayed,
) -> None:
    await delayed.put(delayed.pay(5))
    executor = delayed.treasury.executor
    assert delayed.opened is not None
    ((_, ended),) = await delayed.safes.executed(executor, delayed.actions, delayed.opened)
    assert ended is None
    await delayed.passes(COOLDOWN)
    await delayed.look()
    made = await delayed.send((await delayed.signing()).ready)
    await delayed.treasury.local.mine(2)
    ((_, ended),) = await delayed.safes.executed(executor, delayed.actions, delayed.opened)
    assert ended is not None
    assert (ended.status, ended.transaction) == ("executed", made)


# -- who lies, and who takes something back ------------------------------------------------------------------------


@pytest.mark.attack("order")
async def test_what_was_skipped_in_the_block_in_which_another_call_was_made_is_not_taken_for_that(
    delayed: Delayed,
) -> None:
    """Both move the queue on, and only one of them is told by the Safe."""
    await delayed.put(delayed.pay(5))
    await delayed.owner(ADD, TO, 9, b"", 0)
    await delayed.passes(COOLDOWN)
    await delayed.look()
    await delayed.in_one_block(("setTxNonce", 1), ("executeNextTx", TO, 9, b"", 0))
    ended = await delayed.ended()
    assert (ended.status, ended.instead) == ("failed", "skipped")


def decoy(delayed: Delayed, real: bytes, told: bytes, how: str) -> tuple[str, bytes]:
    """To whom, and with what calldata, the real call goes so that a reader finds another one: behind more than anybody
    decodes, in front of it, or handed on by a contract."""
    if how == "behind":
        return delayed.delay.address, real + b"\0" * 64 * 1024 + told
    multi_send, calls = delayed.chain.config.multi_send, real
    assert multi_send is not None
    entry = b"\0" + bytes.fromhex(delayed.delay.address[2:]) + (0).to_bytes(32, "big")
    packed = entry + len(calls).to_bytes(32, "big") + calls
    # Its end is not read as calls: a call that reverts takes none back there.
    return multi_send, function("multiSend(bytes calls)").encode([packed]) + told


@pytest.mark.attack("order")
@pytest.mark.parametrize("how", ["behind", "handed on"])
async def test_what_was_made_is_never_taken_for_skipped_whatever_stands_in_the_calldata(
    delayed: Delayed, how: str
) -> None:
    """Else it would be asked for once more, and paid twice."""
    await delayed.owner(ADD, TO, 9, b"", 0)
    await delayed.passes(EXPIRATION - timedelta(hours=1))
    await delayed.put(delayed.pay(5))
    await delayed.passes(COOLDOWN + timedelta(hours=2))
    await delayed.look()
    real, told = (delayed.delay.data("executeNextTx", TO, value, b"", 0) for value in (5, 9))
    to, data = decoy(delayed, real, told, how)
    before = await delayed.treasury.local.balance(TO)
    await delayed.sent_in_one_block((delayed.delay.address, delayed.delay.data("skipExpired")), (to, data))
    assert await delayed.treasury.local.balance(TO) == before + 5
    assert (await delayed.ended()).status == "executed"


@pytest.mark.attack("order")
async def test_what_had_lapsed_is_not_taken_for_made_whatever_stands_in_the_calldata(
    delayed: Delayed,
) -> None:
    await delayed.put(delayed.pay(5))
    await delayed.passes(EXPIRATION - timedelta(hours=1))
    await delayed.owner(ADD, TO, 9, b"", 0)
    await delayed.passes(COOLDOWN + timedelta(hours=2))
    await delayed.look()
    real, told = (delayed.delay.data("executeNextTx", TO, value, b"", 0) for value in (9, 5))
    to, data = decoy(delayed, real, told, "handed on")
    await delayed.sent_in_one_block((delayed.delay.address, delayed.delay.data("skipExpired")), (to, data))
    ended = await delayed.ended()
    assert (ended.status, ended.instead) == ("failed", "skipped")


@pytest.mark.attack("order")
async def test_the_same_call_put_in_by_somebody_else_is_not_taken_for_ours(delayed: Delayed) -> None:
    await delayed.owner(ADD, TO, 5, b"", 0)
    await delayed.put(delayed.pay(5))
    await delayed.passes(COOLDOWN)
    assert (await delayed.call()).place == 1
    await delayed.owner("executeNextTx", TO, 5, b"", 0)
    await delayed.treasury.local.mine(2)
    assert (await delayed.stage()).name == "due", "ours waits still"


@pytest.mark.attack("rpc")
async def test_a_reorg_takes_what_was_made_away_and_it_is_told_when_it_is_made_again(
    delayed: Delayed,
) -> None:
    await delayed.put(delayed.pay(5))
    await delayed.passes(COOLDOWN)
    await delayed.look()
    ready = (await delayed.signing()).ready
    await delayed.send(ready)
    await delayed.treasury.local.reorg(1)
    await delayed.treasury.local.mine(3)
    assert (await delayed.stage()).name == "due"
    made = await delayed.send(ready)
    assert (await delayed.ended()).transaction == made


@pytest.mark.attack("actions")
@pytest.mark.parametrize("what", ["other calls", "another amount", "none"])
async def test_nothing_is_offered_for_a_request_that_is_not_what_was_voted_on(
    delayed: Delayed, what: str
) -> None:
    await delayed.put(delayed.pay(5))
    await delayed.passes(COOLDOWN)
    await delayed.look()
    voted = {"other calls": [delayed.pay(5), delayed.pay(5)], "another amount": [delayed.pay(6)], "none": []}
    delayed.actions = voted[what]
    with pytest.raises((RequestMismatch, ValueError)):
        await delayed.signing()


@pytest.mark.attack("actions")
async def test_nothing_is_offered_once_other_code_would_run_than_when_the_vote_opened(
    delayed: Delayed,
) -> None:
    await delayed.put(delayed.pay(5))
    await delayed.passes(COOLDOWN)
    await delayed.look()
    assert delayed.opened is not None
    (called,) = delayed.opened.called
    other = dataclasses.replace(
        called, code=tuple(dataclasses.replace(each, hash="0x" + "ab" * 32) for each in called.code)
    )
    delayed.opened = dataclasses.replace(delayed.opened, called=(other,))
    with pytest.raises(CodeChanged):
        await delayed.signing()


@pytest.mark.attack("actions")
async def test_what_would_fail_when_it_is_made_is_said_before_somebody_pays_for_it(delayed: Delayed) -> None:
    registry = delayed.treasury.registry
    refuse = registry.data("refuse", b"k" * 32, 7)
    data = delayed.delay.data(ADD, registry.address, 0, refuse, 0)
    await delayed.put(Action(CHAIN, Address(delayed.delay.address), 0, "0x" + data.hex()))
    await delayed.passes(COOLDOWN)
    await delayed.look()
    signing = await delayed.signing()
    assert signing.ready is not None
    assert signing.refusal is not None


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    ("target", "cooldown"),
    [
        ("nobody", 60),
        ("a token", 60),
        ("a Safe without it", 60),
        ("the Safe", 2**256 - 1),
        ("the Safe", 2**62),
    ],
)
async def test_what_is_no_delay_of_a_safe_ends_with_the_safes_own_transaction(
    treasury: Treasury, delayed: Delayed, target: str, cooldown: int
) -> None:
    """Nobody could say of such a one what became of a call in it."""
    local = treasury.local
    named = {
        "nobody": TO,
        "a token": treasury.folk.address,
        "a Safe without it": treasury.safe.address,
        "the Safe": treasury.safe.address,
    }
    false = await local.deploy("DelayModule", local.deployer.address, named[target], cooldown, 0)
    if target == "the Safe":
        await change(treasury, "enableModule", false.address)
    await false.send("enableModule", treasury.safe.address, sender=local.deployer)
    lying = dataclasses.replace(delayed, delay=false)
    put = await lying.put(lying.pay(5))
    ended = await lying.ended()
    assert (ended.status, ended.transaction) == ("executed", put)


@pytest.mark.attack("actions")
async def test_a_delay_that_is_taken_away_from_its_safe_leaves_what_was_seen_until_its_time_is_over(
    treasury: Treasury, delayed: Delayed
) -> None:
    await delayed.put(delayed.pay(5))
    before = await delayed.stage()
    await change(treasury, "disableModule", "0x" + "00" * 19 + "01", delayed.delay.address)
    await treasury.local.mine(2)
    assert await delayed.stage() == before


@pytest.mark.attack("actions")
@pytest.mark.parametrize("years", [1, 49, 2_000])
@pytest.mark.parametrize("expires", [True, False])
def test_however_long_a_delay_says_that_it_takes_it_is_followed_for_a_bounded_time(
    years: int, expires: bool
) -> None:
    now = datetime(2026, 11, 29, tzinfo=UTC)
    late = now + timedelta(days=365 * years)
    call = DelayedCall(TO, 1, 0, "waiting", late, late if expires else None, MOST_AHEAD)
    block = BlockRef(CHAIN, 7, BlockHash("0x" + "34" * 32), int(now.timestamp()))
    waiting = InDelay(TransactionHash("0x" + "12" * 32), block, (call,), others=False)
    assert waiting.held_until == now + LONGEST_WAIT + timedelta(days=1)


@pytest.mark.attack("order")
def test_a_delay_whose_times_change_again_and_again_is_told_of_no_more() -> None:
    assert not SafeStage("due", 1, changes=5).quiet
    assert SafeStage("due", 1, changes=6).quiet
