"""Which tables go along when a server is handed over, and which of their rows are the server's.

Each table of the schema stands in one of the lists here; a test holds them against it.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Select,
    Table,
    TypeDecorator,
    and_,
    bindparam,
    or_,
    select,
)
from sqlalchemy.types import TypeEngine

from bot.storage import tables
from bot.storage.tables import metadata

READ_ANEW = (
    # What nodes said of wallets is asked of the successor's own: nobody has to believe the one who handed over.
    tables.power_readings,
    tables.registry_scans,
    tables.registry_delegators,
    tables.machine_summaries,
)
OF_THE_PROGRAM = (
    # The jobs follow from the facts; the rest is of this machine, its operator's nodes and its operator's bill.
    tables.jobs,
    tables.job_kinds,
    tables.silent_chains,
    tables.assistance_costs,
    tables.handovers,
)
UNDER_WAY = (
    # Nobody has finished these, and the pages on which they would are not the successor's.
    tables.setup_drafts,
    tables.link_requests,
)
LEFT_OUT = frozenset((*READ_ANEW, *OF_THE_PROGRAM, *UNDER_WAY))
CARRIED = (
    tables.spaces,
    tables.start_panels,
    tables.tracks,
    tables.track_policies,
    tables.track_templates,
    tables.book_entries,
    tables.auditors,
    tables.wallets,
    tables.notice_settings,
    tables.notice_topics,
    tables.digests,
    tables.consent_terms,
    tables.consents,
    tables.retention_periods,
    tables.erasures,
    tables.jury_draws,
    tables.role_rules,
    tables.held_roles,
    tables.role_looks,
    tables.treasury_settings,
    tables.imported_votes,
    tables.delegations,
    tables.delegate_profiles,
    tables.mirrors,
    tables.mirrored_proposals,
    tables.proposals,
    tables.revisions,
    tables.submissions,
    tables.coauthors,
    tables.readers,
    tables.withdrawals,
    tables.openings,
    tables.suspensions,
    tables.thread_standings,
    tables.card_standings,
    tables.origins,
    tables.payouts,
    tables.releases,
    tables.brought_up,
    tables.reward_settlements,
    tables.vote_reminders,
    tables.extensions,
    tables.early_ends,
    tables.cancellations,
    tables.closings,
    tables.vetoes,
    tables.holds,
    tables.unresolved_reports,
    tables.unread_registries,
    tables.registry_omissions,
    tables.guardian_losses,
    tables.obstacles,
    tables.act_outcomes,
    tables.conclusions,
    tables.seatings,
    tables.given_roles,
    tables.progress_reports,
    tables.sponsor_calls,
    tables.sponsorships,
    tables.statements,
    tables.statement_answers,
    tables.arguments,
    tables.digest_looks,
    tables.principles,
    tables.opening_delegations,
    tables.opening_delegate_caps,
    tables.opening_wallet_delegations,
    tables.ballots,
    tables.ballot_evidence,
    tables.claims,
    tables.conflicts,
    tables.unreadable_wallets,
    tables.reactions,
    tables.messages,
    tables.reputation_events,
    tables.reputation_snapshots,
    tables.stakes,
    tables.stake_powers,
    tables.stake_claims,
    tables.executor_proofs,
    tables.executor_bindings,
    tables.execution_requests,
    tables.confirmations,
    tables.signatures,
    tables.executions,
    tables.execution_stops,
    tables.outlays,
    tables.log_entries,
    tables.outbox,
)

_ONLY: dict[Table, ColumnElement[bool]] = {
    tables.outbox: tables.outbox.c.given_up_at.is_not(None),
    tables.executor_proofs: tables.executor_proofs.c.proved_at.is_not(None),
}
"""What of a table goes along: no notice that was delivered, or is one of the bot that handed over, and no message that
nobody has signed."""


def in_order() -> Iterator[Table]:
    """The tables that go along, each after those that it names."""
    return (table for table in metadata.sorted_tables if table in CARRIED)


def kept_here() -> Iterator[Table]:
    """The tables whose rows go when a server comes back, each after those that name it."""
    return (table for table in reversed(metadata.sorted_tables) if table in CARRIED or table.foreign_keys)


@cache
def of_guild(table: Table) -> ColumnElement[bool]:
    """Whether a row is one of the guild of the parameter `guild`, and so is everything that it names."""
    conditions: list[ColumnElement[bool]] = []
    if "guild" in table.c:
        conditions.append(table.c.guild == bindparam("guild", type_=BigInteger))
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        named = key.column.table
        if named is table:
            other = table.alias()
            own = other.c.guild == bindparam("guild", type_=BigInteger)
            conditions.append(_names(key, select(other.c[key.column.name]).where(own)))
        elif named is not tables.ballots:  # Evidence names the ballot's proposal by a key of its own, too.
            conditions.append(_names(key, select(key.column).where(of_guild(named))))
    if not conditions:
        raise RuntimeError(f"nothing says which server a row of {table.name} belongs to")
    return and_(*conditions)


def _names(key: ForeignKey, which: Select[Any]) -> ColumnElement[bool]:
    named = key.parent.in_(which.correlate(None))
    return or_(key.parent.is_(None), named) if key.parent.nullable else named


def carried(table: Table) -> ColumnElement[bool]:
    """Whether a row goes along with the guild of the parameter `guild`."""
    return and_(of_guild(table), _ONLY[table]) if table in _ONLY else of_guild(table)


def plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """The type of a column as the database holds it: a time is microseconds, an amount is digits."""
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind
