"""What is said of the executors of a track: where there are several, each line begins with its chain."""

from collections.abc import Callable, Iterable, Sequence

from bot.domain.executors import AnyCheck, AnyExecutor
from bot.domain.policy.model import Policy
from bot.wording.chains import on_its_chain
from bot.wording.executors.registry import ExecutorWords, words_of
from bot.wording.language import Language


def bound_lines(found: Sequence[tuple[AnyExecutor, AnyCheck]], say: Language) -> list[str]:
    """What carries out what passes, as it was found."""
    if not found:
        return [say._("✅ no Safe: proposals decide, and nothing is executed")]
    return _each(found, say, lambda words, check: [words.bound(check, say)])


def beside_lines(found: Sequence[tuple[AnyExecutor, AnyCheck]], say: Language) -> list[str]:
    """What beside those who sign decides what they do."""
    return _each(found, say, lambda words, check: words.beside(check, say))


def not_reached_lines(found: Sequence[tuple[AnyExecutor, AnyCheck]], say: Language) -> list[str]:
    """Where requests don't reach those who carry them out."""
    return _each(found, say, lambda words, check: [] if check.reachable else [words.not_reached(say)])


def _each(
    found: Sequence[tuple[AnyExecutor, AnyCheck]],
    say: Language,
    lines: Callable[[ExecutorWords, AnyCheck], Iterable[str]],
) -> list[str]:
    executors = [executor for executor, _ in found]
    return [
        on_its_chain(line, executor.chain, executors, say)
        for executor, check in found
        for line in lines(words_of(executor.kind), check)
    ]


def asked_to(executors: Sequence[AnyExecutor], among: Policy, say: Language) -> str:
    """The heading of the actions of a vote under way: who is asked to make them, among all those of the policy."""
    if len(executors) > 1:
        return say._("**If it passes, these are asked for, each on its chain**")
    executor = executors[0] if executors else among.executor
    if executor is None:
        return say._("**Its actions**")
    return on_its_chain(words_of(executor.kind).asked_to(say), executor.chain, among.executors, say)
