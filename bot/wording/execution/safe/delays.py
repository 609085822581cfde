"""What is said of a Safe's transaction that was executed, and whose calls wait in a Zodiac Delay since."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from bot.domain.executors import DelayedCall, SafeStage
from bot.domain.executors.delays import MOST_AHEAD
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.wording.language import Language


def delay_state(stage: SafeStage, say: Language) -> str:
    """Where it is, in a few words; `say` is that of the chain."""
    call = stage.waits_for
    if call is None:
        return say._("what waited in the Delay was made or skipped: which of both is told when it is final")
    delay = say.markup.short_account(call.delay)
    if call.name == "due":
        return say._(
            "the Safe has executed it, and it can be made now: the Delay {delay} let it wait"
        ).format(delay=delay)
    if call.name == "lapsed":
        return say._(
            "the Safe has executed it, but its time in the Delay {delay} is over: it can't be made any more"
        ).format(delay=delay)
    if call.made_from is None:
        return say._("the Safe has executed it, and it waits in the Delay {delay}").format(delay=delay)
    return say._(
        "the Safe has executed it, and it waits in the Delay {delay}: it can be made from {moment} on"
    ).format(delay=delay, moment=say.moment(call.made_from))


def delay_event(data: Mapping[str, str], say: Language) -> str:
    """In the thread, when it comes there, can be made, or not any more."""
    words = {
        "delayed": say._(
            "⏳ The Safe executed the transaction ({transaction}), which put it into the Delay {delay}. It can be made "
            "from {moment} on, by anybody; until then the Delay's owner can skip it."
        ),
        "due": say._(
            "🟢 Its time in the Delay {delay} is over: anybody can have it made now. The button beneath what was signed"
            " leads to the transaction."
        ),
        "lapsed": say._(
            "⌛ Nobody had it made in time: the Delay {delay} doesn't take it any more. Once that is cleared out of"
            " its queue, it can be asked for again while the proposal's time lasts."
        ),
    }[data["stage"]]
    told = words.format(
        transaction=say.markup.transaction(TransactionHash(data["transaction"]), ChainId(int(data["chain"]))),
        delay=say.on_chain(ChainId(int(data["chain"]))).markup.account(Address(data["delay"])),
        moment=_moment(data["from"], say),
    )
    if not data["until"] or data["stage"] == "lapsed":
        return told
    return f"{told} " + say._("It expires {moment}.").format(moment=_moment(data["until"], say))


def delay_lines(stage: SafeStage, say: Language) -> Iterator[str]:
    """In what was to be signed, instead of how many have signed."""
    if stage.delay is None:
        return
    yield say._(
        "✅ **Executed by the Safe**: transaction {transaction}. Nothing is left to be signed."
    ).format(transaction=say.markup.transaction(stage.delay.transaction, stage.delay.block.chain))
    call = stage.waits_for
    yield _now(call, say)
    if call is not None and call.name != "lapsed":
        yield from _before(call, say)


def delay_sending(stage: SafeStage, say: Language) -> tuple[str, str]:
    """The heading and the explanation above the transaction that is prepared."""
    if stage.name == "lapsed":
        return say._("Clear it out of the queue"), say._(
            "Its time in the Delay is over. This takes what has expired out of the Delay's queue (`skipExpired`), so "
            "that it can be asked for again, and others after it can be made. Anybody can send it, and pays the "
            "network's fee."
        )
    return say._("Have it made"), say._(
        "Its time in the Delay is over: anybody can send it now (`executeNextTx`), and pays the network's fee. It "
        "can't be taken back."
    )


def skipped(partly: bool, say: Language) -> str:
    """Why it failed, as a sentence."""
    if partly:
        return say._(
            "It waited in a Delay, which went on without it. **Other calls of the proposal were made**, so that it "
            "isn't asked for again."
        )
    return say._("It waited in a Delay, which went on without it: its owner skipped it, or it expired there.")


def _now(call: DelayedCall | None, say: Language) -> str:
    if call is None:
        return say._("What waited in the Delay was made or skipped: which of both is told when it is final.")
    delay = say.markup.account(call.delay)
    if call.name == "due":
        return say._("🟢 **Anybody can have it made now**: the Delay {delay} let it wait.").format(
            delay=delay
        )
    if call.name == "lapsed":
        return say._(
            "⌛ **Its time is over**: the Delay {delay} doesn't take it any more. Clear it out of the queue there."
        ).format(delay=delay)
    if call.made_from is None:
        return say._("⏳ **It waits in the Delay** {delay}.").format(delay=delay)
    return say._(
        "⏳ **It waits in the Delay** {delay}: it can be made from {moment} on, by anybody. Until then the Delay's "
        "owner can skip it."
    ).format(delay=delay, moment=say.moment(call.made_from))


def _before(call: DelayedCall, say: Language) -> Iterator[str]:
    if call.ahead >= MOST_AHEAD:
        yield say._("Very many calls have to be made or skipped there before it.")
    elif call.ahead:
        yield say.ngettext(
            "{number} call has to be made or skipped there before it.",
            "{number} calls have to be made or skipped there before it.",
            call.ahead,
        ).format(number=say.number(call.ahead))
    if call.made_until is not None:
        yield say._("It expires {moment}.").format(moment=say.moment(call.made_until))


def _moment(seconds: str, say: Language) -> str:
    return say.moment(datetime.fromtimestamp(int(seconds), UTC)) if seconds else "?"
