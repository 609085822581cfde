"""How the proposals are found that one looks for, and how the words are kept by which they are."""

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
)

from bot.domain.proposals.search import Phase, Search
from bot.storage.dialect import selected
from bot.storage.full_text import HasWords, IndexedWords, proposal_words
from bot.storage.statements import unanswered
from bot.storage.tables import (
    cancellations,
    closings,
    openings,
    proposals,
    spaces,
    submissions,
    vetoes,
    withdrawals,
)

GUILD = (
    select(spaces.c.guild)
    .join_from(proposals, spaces, spaces.c.id == proposals.c.space)
    .where(proposals.c.id == bindparam("proposal"))
)
FORGET_WORDS = unanswered(
    delete(proposal_words).where(proposal_words.c.rowid == bindparam("of", type_=BigInteger))
)
ADD_WORDS = unanswered(
    insert(proposal_words).values(rowid=bindparam("of", type_=BigInteger), words=IndexedWords.of("found"))
)


def _has(table: Table, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(table.c.proposal == submissions.c.proposal, *which).correlate(submissions)


def _among(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether it is one of these in the spaces of the server. They are found first, by an index that has no others."""
    of_server = select(spaces.c.id).where(spaces.c.guild == bindparam("guild"))
    these = select(proposals.c.id).where(proposals.c.space.in_(of_server), *which).correlate(None)
    return selected(submissions.c.proposal, these)


_RUNS = (_among(~proposals.c.settled), ~_has(withdrawals), ~_has(cancellations))
_PHASES: dict[Phase, tuple[ColumnElement[bool], ...]] = {
    Phase.BEFORE_VOTE: (*_RUNS, ~_has(openings)),
    Phase.OPEN: (*_RUNS, _has(openings), ~_has(closings)),
    Phase.PASSED: (_has(closings, closings.c.passed),),
    Phase.DEFEATED: (_has(closings, ~closings.c.passed),),
    Phase.DECIDED: (or_(_has(closings), _has(withdrawals), _has(cancellations)),),
    Phase.STOPPED: (or_(_has(withdrawals), _has(cancellations), _has(vetoes)),),
}


def found(search: Search, *, limit: int, newest: bool) -> Select[tuple[int, int]]:
    """Number and id of so many, the newest or the oldest, by the parameters `guild`, `below` and `above` (which their
    numbers are), and by `space`, `track`, `author` and `words` where the search has them."""
    number = submissions.c.number
    statement = (
        select(number, submissions.c.proposal)
        .where(
            submissions.c.guild == bindparam("guild"),
            number < bindparam("below"),
            number > bindparam("above"),
        )
        .order_by(number.desc() if newest else number)
        .limit(limit)
    )
    if search.phase is not None:
        statement = statement.where(*_PHASES[search.phase])
    if search.space is not None:
        statement = statement.where(_among(proposals.c.space == bindparam("space")))
    if search.track is not None:
        statement = statement.where(_among(proposals.c.track == bindparam("track")))
    if search.author is not None:
        statement = statement.where(_among(proposals.c.author == bindparam("author")))
    if search.words:
        statement = statement.where(HasWords.of(submissions.c.proposal, "words"))
    return statement
