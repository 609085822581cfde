"""What a refusal says, in plain English, for tests of the code that refuses: sentences are in bot/wording alone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain.ballot_formats.names import NotUnderstood
from bot.domain.counting.errors import ElectionError
from bot.domain.errors import PolicyFault
from bot.domain.fault import Fault, Unfit
from bot.domain.policy.pydantic_faults import pydantic_fault
from bot.wording.errors import clause, message
from bot.wording.errors.governance.policies import fault_line
from bot.wording.language import language

PLAIN_ENGLISH = language()


def said(refusal: BaseException | Fault | PolicyFault) -> str:
    """The sentences for an error, the clause for a fault, the line for a fault of a policy."""
    match refusal:
        case Fault():
            return clause(refusal, PLAIN_ENGLISH)
        case PolicyFault():
            return fault_line(refusal, PLAIN_ENGLISH)
        case ValidationError():
            return "\n".join(clause(pydantic_fault(error), PLAIN_ENGLISH) for error in refusal.errors())
        case ElectionError():
            return f"{refusal.field}: {clause(refusal.fault, PLAIN_ENGLISH)}"
        case NotUnderstood() | Unfit():
            return clause(refusal.fault, PLAIN_ENGLISH)
        case _:
            found = message(refusal, PLAIN_ENGLISH)
            return "\n".join([found.happened, found.kept, found.next])


@contextmanager
def raises_saying(kind: type[Exception], words: str) -> Iterator[pytest.ExceptionInfo[Any]]:
    """As `pytest.raises(kind, match=words)`, where the words are those that people read."""
    with pytest.raises(kind) as refused:
        yield refused
    assert re.search(words, said(refused.value)), said(refused.value)
