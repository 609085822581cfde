"""The tables: one for each kind of fact. Nothing is overwritten that was ever true, except where a column says so.

Discord's ids fit signed 64 bits; amounts don't and are text; times are microseconds (columns.py). Content, actions,
policies and results are JSON.
"""

from bot.storage.tables.base import metadata
from bot.storage.tables.binding import (
    counted_proof,
    executor_bindings,
    executor_proofs,
    held,
)
from bot.storage.tables.delegation import (
    delegate_profiles,
    delegations,
    opening_delegations,
    opening_wallet_delegations,
)
from bot.storage.tables.delivery import log_entries, outbox, undelivered
from bot.storage.tables.execution import (
    confirmations,
    execution_requests,
    execution_stops,
    executions,
    nonce_taken,
    signatures,
)
from bot.storage.tables.lifecycle import (
    cancellations,
    card_standings,
    closings,
    conclusions,
    early_ends,
    extensions,
    guardian_losses,
    obstacles,
    openings,
    origins,
    proposals,
    registry_omissions,
    revisions,
    submissions,
    suspensions,
    thread_standings,
    unread_registries,
    unresolved_reports,
    vetoes,
    withdrawals,
)
from bot.storage.tables.membership import book_entries, link_requests, spaces, track_policies, tracks, wallets
from bot.storage.tables.reputation import reputation_events, reputation_snapshots
from bot.storage.tables.scheduling import job_kinds, jobs
from bot.storage.tables.setup import setup_drafts
from bot.storage.tables.staking import stake_claims, stake_powers, stakes
from bot.storage.tables.voting import (
    ballot_evidence,
    ballots,
    claims,
    messages,
    power_readings,
    reactions,
    unreadable_wallets,
)

__all__ = [
    "ballot_evidence",
    "ballots",
    "book_entries",
    "cancellations",
    "card_standings",
    "claims",
    "closings",
    "conclusions",
    "confirmations",
    "counted_proof",
    "delegate_profiles",
    "delegations",
    "early_ends",
    "execution_requests",
    "execution_stops",
    "executions",
    "executor_bindings",
    "executor_proofs",
    "extensions",
    "guardian_losses",
    "held",
    "job_kinds",
    "jobs",
    "link_requests",
    "log_entries",
    "messages",
    "metadata",
    "nonce_taken",
    "obstacles",
    "opening_delegations",
    "opening_wallet_delegations",
    "openings",
    "origins",
    "outbox",
    "power_readings",
    "proposals",
    "reactions",
    "registry_omissions",
    "reputation_events",
    "reputation_snapshots",
    "revisions",
    "setup_drafts",
    "signatures",
    "spaces",
    "stake_claims",
    "stake_powers",
    "stakes",
    "submissions",
    "suspensions",
    "thread_standings",
    "track_policies",
    "tracks",
    "undelivered",
    "unread_registries",
    "unreadable_wallets",
    "unresolved_reports",
    "vetoes",
    "wallets",
    "withdrawals",
]
