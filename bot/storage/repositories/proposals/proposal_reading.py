"""Reading proposals, of which some may be unreadable: those stop none of the others."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.storage.repositories.proposals import proposal_queries as queries
from bot.storage.repositories.proposals import proposal_rows as rows
from bot.storage.unreadable import FAULTS, is_of_a_row, words_of

Reading = tuple[list[Proposal], dict[ProposalId, StoredDataInvalid]]
"""Those that can be read, in the order of their ids, and what is wrong with the others."""


async def read(connection: AsyncConnection, which: queries.Proposals, **parameters: Any) -> Reading:
    """All of these proposals, with all of their facts."""
    try:
        answer = await connection.execute(which.whole, parameters)
    except DBAPIError as error:
        if not is_of_a_row(error):
            raise
    else:
        return _made(rows.each_row.decode(answer.scalar_one()))
    # One of them makes the statement itself fail.
    found: list[Proposal] = []
    faults: dict[ProposalId, StoredDataInvalid] = {}
    for each in list(await connection.scalars(which.ids, parameters)):
        more, wrong = await _read_alone(connection, ProposalId(each))
        found += more
        faults |= wrong
    return found, faults


async def _read_alone(connection: AsyncConnection, proposal: ProposalId) -> Reading:
    try:
        answer = await connection.execute(queries.BY_ID.whole, {"proposal": proposal})
    except DBAPIError as error:
        if not is_of_a_row(error):
            raise
        return [], {proposal: invalid(proposal, error)}
    return _made(rows.each_row.decode(answer.scalar_one()))


def _made(raws: Iterable[msgspec.Raw]) -> Reading:
    found: list[Proposal] = []
    faults: dict[ProposalId, StoredDataInvalid] = {}
    for raw in raws:
        try:
            found.append(rows.proposal_row.decode(raw).proposal())
        except FAULTS as error:
            proposal = ProposalId(rows.row_id.decode(raw)[0])
            faults[proposal] = invalid(proposal, error)
    return sorted(found, key=lambda proposal: proposal.id), faults


def invalid(proposal: ProposalId, error: Exception) -> StoredDataInvalid:
    """What is wrong with a proposal that can't be read."""
    found = StoredDataInvalid(f"proposal {proposal}: {words_of(error)}", proposal=proposal)
    found.__cause__ = error
    return found
