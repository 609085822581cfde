"""What an operator reads of a database that can't be used."""

from bot.domain.fault import Fault
from bot.storage.errors import UnusableDatabase
from bot.wording.errors import clause
from bot.wording.language import terminal_language


def line_of(refusal: UnusableDatabase) -> str:
    return words_of(refusal.fault)


def words_of(fault: Fault) -> str:
    return clause(fault, terminal_language())
