"""Streams and vestings in words: who gets how much, from when to when, and who may end it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.domain.actions import effects
from bot.domain.actions.actions import DecodedAction
from bot.domain.actions.effects import Token
from bot.domain.actions.streams import RATE_DECIMALS, Schedule
from bot.wording.actions.amounts import contract, contract_in_short, in_short, tokens, tokens_in_short, units
from bot.wording.language import Language

_DAY = 86_400


def made_words(made: effects.StreamMade, decoded: DecodedAction, say: Language) -> str:
    return say._("stream {amount} to {account}, through {contract}: {terms}").format(
        amount=tokens(made.token, made.total - made.fee, say, maybe_nft=False),
        account=say.markup.account(made.to),
        contract=say.markup.account(decoded.action.to),
        terms="; ".join(_terms(made, say)),
    )


def made_in_short(made: effects.StreamMade, say: Language) -> str:
    words = say._("{amount} → {account} {times}")
    if made.schedule.cliff:
        words = say._("{amount} → {account} {times}, cliff {cliff}")
    return words.format(
        amount=tokens_in_short(made.token, made.total - made.fee, say),
        account=say.markup.short_account(made.to),
        times=_times(made.schedule, say),
        cliff=_length(made.schedule.cliff, say),
    )


def _terms(made: effects.StreamMade, say: Language) -> Iterator[str]:
    yield from _schedule(made, say)
    if made.refunds is None:
        yield say._("nobody can cancel it")
    else:
        yield say._("{account} may cancel it at any time, and gets what isn't paid out by then").format(
            account=say.markup.account(made.refunds)
        )
    if made.transferable:
        yield say._("{account} may hand it on to others").format(account=say.markup.account(made.to))
    else:
        yield say._("it can't be handed on to others")
    if made.fee:
        yield say._("{amount} more go to the broker {account} at once").format(
            amount=units(made.token, made.fee, say), account=say.markup.account(made.broker)
        )


def _schedule(made: effects.StreamMade, say: Language) -> Iterator[str]:
    schedule, token = made.schedule, made.token
    yield _times(schedule, say)
    if schedule.form == "steps":
        yield say.ngettext("in {number} part", "in {number} parts", schedule.parts).format(
            number=say.number(schedule.parts)
        )
        return
    if schedule.form == "curve":
        yield say.ngettext(
            "along a curve of {number} piece, which only its arguments tell",
            "along a curve of {number} pieces, which only its arguments tell",
            schedule.parts,
        ).format(number=say.number(schedule.parts))
        return
    if schedule.at_start:
        yield say._("{amount} at the start at once").format(amount=units(token, schedule.at_start, say))
    if schedule.cliff:
        yield _cliff(schedule, token, say)
    if schedule.step > 1:
        yield say._("then every {duration}").format(duration=_length(schedule.step, say))


def _cliff(schedule: Schedule, token: Token, say: Language) -> str:
    words = (
        say._("no more before {moment}, then {amount} at once (the cliff)")
        if schedule.at_start
        else say._("nothing before {moment}, then {amount} at once (the cliff)")
    )
    moment = (
        say._("{duration} after the start").format(duration=_length(schedule.cliff, say))
        if schedule.start is None
        else _moment(schedule.start + schedule.cliff, say)
    )
    return words.format(moment=moment, amount=units(token, schedule.at_cliff, say))


def _times(schedule: Schedule, say: Language) -> str:
    if schedule.start is None or schedule.end is None:
        return say._("over {duration} from its execution on").format(duration=_length(schedule.length, say))
    return say._("from {start} to {end}").format(
        start=_moment(schedule.start, say), end=_moment(schedule.end, say)
    )


def _moment(seconds: int, say: Language) -> str:
    return say.moment(datetime.fromtimestamp(seconds, UTC))


def _length(seconds: int, say: Language) -> str:
    return say.duration(timedelta(seconds=seconds))


# -- by the second, out of one balance ------------------------------------------------------------------------


def paid_words(paid: effects.PayStarted, decoded: DecodedAction, say: Language) -> str:
    account, called = say.markup.account(paid.to), say.markup.account(decoded.action.to)
    terms = "; ".join(_pay_terms(paid, say))
    if not paid.deposit:
        return say._(
            "pay {account} by the second from its execution on, out of the balance at {contract}: {terms}"
        ).format(account=account, contract=called, terms=terms)
    return say._(
        "put {amount} into the balance at {contract}, and pay {account} out of it by the second from its "
        "execution on: {terms}"
    ).format(amount=_deposit(paid, say), account=account, contract=called, terms=terms)


def paid_in_short(paid: effects.PayStarted, say: Language) -> str:
    account = say.markup.short_account(paid.to)
    amount = (
        say._("{number} base units").format(number=say.number(paid.deposit))
        if paid.token is None
        else tokens_in_short(paid.token, paid.deposit, say)
    )
    if not paid.deposit or paid.token is None or paid.token.decimals is None or not paid.rate:
        return say._("{amount} → {account} by the second").format(amount=amount, account=account)
    return say._("{amount} → {account} by the second, over {duration}").format(
        amount=amount, account=account, duration=_length(_lasts(paid, paid.token.decimals)[0], say)
    )


def _deposit(paid: effects.PayStarted, say: Language) -> str:
    if paid.token is None:
        return say._("{number} base units of its token").format(number=say.number(paid.deposit))
    return tokens(paid.token, paid.deposit, say, maybe_nft=False)


def _pay_terms(paid: effects.PayStarted, say: Language) -> Iterator[str]:
    symbol = "" if paid.token is None else paid.token.symbol
    yield _a_day(paid.rate, symbol, say)
    if paid.deposit and paid.rate and paid.token is not None and paid.token.decimals is not None:
        seconds, left = _lasts(paid, paid.token.decimals)
        words = (
            say._("what is put in lasts {duration}, and {amount} of it stays in the balance")
            if left
            else say._("what is put in lasts {duration}")
        )
        yield words.format(duration=_length(seconds, say), amount=units(paid.token, left, say))
    yield say._("all that is paid out of that balance shares it")
    yield say._("who carries the proposal out may stop it at any time, and take back what isn't due by then")
    yield say._("it can't be handed on to others")


def _a_day(rate: int, symbol: str, say: Language) -> str:
    amount = in_short(rate * _DAY, RATE_DECIMALS, say)
    return say._("{amount} a day").format(
        amount=f"{amount} {say.markup.name(symbol, None)}" if symbol else amount
    )


def _lasts(paid: effects.PayStarted, decimals: int) -> tuple[int, int]:
    """For how many seconds what is put in is enough, and how much of it is never paid out, in base units. A contract
    that the operator has named holds no token with more than 20 decimals."""
    divisor = 10 ** max(0, RATE_DECIMALS - decimals)
    seconds = min(paid.deposit * divisor // paid.rate, _DAY * 365 * 10_000)
    return seconds, paid.deposit - paid.rate * seconds // divisor


def stopped_words(stopped: effects.PayStopped, say: Language) -> str:
    return say._(
        "pay {account} what is due by then of {token}, and no longer {amount}: what was put in for it stays in the "
        "balance"
    ).format(
        account=say.markup.account(stopped.to),
        token=contract(stopped.token, say),
        amount=_a_day(stopped.rate, stopped.token.symbol, say),
    )


def stopped_in_short(stopped: effects.PayStopped, say: Language) -> str:
    return say._("no more {token} by the second → {account}").format(
        token=contract_in_short(stopped.token, say), account=say.markup.short_account(stopped.to)
    )


def balance_words(balance: effects.PayBalance, decoded: DecodedAction, say: Language) -> str:
    called = say.markup.account(decoded.action.to)
    if not balance.taken:
        return say._("put {amount} into the balance at {contract}, out of which others are paid").format(
            amount=tokens(balance.token, balance.amount or 0, say, maybe_nft=False), contract=called
        )
    if balance.amount is None:
        return say._("take back all {token} in the balance at {contract} that isn't due by then").format(
            token=contract(balance.token, say), contract=called
        )
    return say._("take back {amount} {token} of the balance at {contract}").format(
        amount=say.tokens(balance.amount, RATE_DECIMALS), token=contract(balance.token, say), contract=called
    )


def balance_in_short(balance: effects.PayBalance, decoded: DecodedAction, say: Language) -> str:
    called = say.markup.short_account(decoded.action.to)
    if not balance.taken:
        return f"{tokens_in_short(balance.token, balance.amount or 0, say)} → {called}"
    token = contract_in_short(balance.token, say)
    if balance.amount is None:
        return say._("all {token} that isn't due ← {account}").format(token=token, account=called)
    return f"{in_short(balance.amount, RATE_DECIMALS, say)} {token} ← {called}"


# -- streams that there are ------------------------------------------------------------------------------------


def act_words(act: effects.StreamAct, decoded: DecodedAction, say: Language) -> str:
    number = len(act.streams)
    match act.act:
        case "cancelled":
            words = say.ngettext(
                "cancel stream {streams} at {contract}: what isn't due by then comes back to who made it",
                "cancel the streams {streams} at {contract}: what isn't due by then comes back to who made them",
                number,
            )
        case "renounced":
            words = say.ngettext(
                "give up the right to cancel stream {streams} at {contract}",
                "give up the right to cancel the streams {streams} at {contract}",
                number,
            )
        case "withdrawn":
            words = (
                say._("have all that is due of stream {streams} at {contract} go to {account}")
                if act.all_due
                else say._("have a part of what is due of stream {streams} at {contract} go to {account}")
            )
    return words.format(
        streams=_streams(act, say),
        contract=say.markup.account(decoded.action.to),
        account=say.markup.account(act.to) if act.to else "",
    )


def act_in_short(act: effects.StreamAct, decoded: DecodedAction, say: Language) -> str:
    match act.act:
        case "cancelled":
            words = say._("cancel stream {streams} → {contract}")
        case "renounced":
            words = say._("never cancel stream {streams} → {contract}")
        case "withdrawn":
            words = say._("what is due of stream {streams} → {account}")
    return words.format(
        streams=_streams(act, say),
        contract=say.markup.short_account(decoded.action.to),
        account=say.markup.short_account(act.to) if act.to else "",
    )


def _streams(act: effects.StreamAct, say: Language) -> str:
    return ", ".join(say.number(each) for each in act.streams)
