"""What of each table that names members goes by itself, and when. A test holds it against the registry beside it, so
that a new table says so too."""

from enum import StrEnum

from bot.domain.retention import RetentionKind


class Stays(StrEnum):
    """Why a row has no period that moderators could choose."""

    THEIRS = "theirs"
    """It is its member's: it stays until they take it away, or are erased."""
    DECIDED = "decided"
    """The DAO decided it, or by it: it stays, and a stand-in takes the place of who is erased."""
    PUBLIC = "public"
    """The public log, and what is on a public chain, hide nothing that was once seen."""
    SHORT = "short"
    """It goes by itself within minutes, days, or as soon as it is over."""
    GIVEN_UP = "given up"
    """It waits to be tried again, for a year at most."""


RETAINED: dict[str, RetentionKind | Stays] = {
    "wallets": RetentionKind.UNLINKED,
    "link_requests": Stays.SHORT,
    "power_readings": Stays.THEIRS,
    "registry_scans": Stays.SHORT,
    "registry_delegators": Stays.SHORT,
    "unreadable_wallets": Stays.THEIRS,
    "ballot_evidence": RetentionKind.EVIDENCE,
    "reactions": RetentionKind.NAMES,
    "claims": RetentionKind.NAMES,
    "delegations": Stays.THEIRS,
    "opening_delegations": RetentionKind.NAMES,
    "opening_delegate_caps": RetentionKind.NAMES,
    "opening_wallet_delegations": Stays.PUBLIC,
    "held_roles": Stays.THEIRS,
    "role_looks": Stays.SHORT,
    "role_rules": Stays.DECIDED,
    "delegate_profiles": Stays.THEIRS,
    # Of drafts; of what was submitted they stay.
    "coauthors": RetentionKind.DRAFTS,
    "proposals": RetentionKind.DRAFTS,
    "readers": RetentionKind.DRAFTS,
    "revisions": RetentionKind.DRAFTS,
    "sponsorships": Stays.DECIDED,
    "arguments": Stays.THEIRS,
    "digest_looks": RetentionKind.LOOKS,
    "principles": Stays.THEIRS,
    "reputation_events": Stays.THEIRS,
    "reputation_snapshots": RetentionKind.NAMES,
    "stake_powers": Stays.THEIRS,
    "stake_claims": Stays.THEIRS,
    "notice_settings": Stays.THEIRS,
    "notice_topics": Stays.THEIRS,
    "consents": Stays.THEIRS,
    "erasures": Stays.SHORT,
    "outbox": Stays.GIVEN_UP,
    "setup_drafts": Stays.SHORT,
    "ballots": RetentionKind.NAMES,
    "conflicts": RetentionKind.NAMES,
    "submissions": Stays.DECIDED,
    "track_templates": Stays.DECIDED,
    "openings": RetentionKind.NAMES,
    "closings": Stays.DECIDED,
    "stakes": Stays.DECIDED,
    "statements": Stays.DECIDED,
    "statement_answers": Stays.DECIDED,
    "progress_reports": Stays.DECIDED,
    "given_roles": Stays.DECIDED,
    "act_outcomes": Stays.DECIDED,
    "auditors": Stays.DECIDED,
    "suspensions": Stays.DECIDED,
    "registry_omissions": Stays.DECIDED,
    "cancellations": Stays.DECIDED,
    "vetoes": Stays.DECIDED,
    "mirrors": Stays.PUBLIC,
    "jury_draws": Stays.DECIDED,
    "book_entries": Stays.DECIDED,
    "log_entries": Stays.PUBLIC,
    "handovers": Stays.PUBLIC,
    "obstacles": Stays.SHORT,
    "execution_stops": Stays.SHORT,
    "machine_summaries": Stays.SHORT,
    "executor_proofs": Stays.PUBLIC,
    "executor_bindings": Stays.PUBLIC,
    "execution_requests": Stays.PUBLIC,
    "confirmations": Stays.PUBLIC,
    "signatures": Stays.PUBLIC,
    "executions": Stays.PUBLIC,
    "outlays": Stays.PUBLIC,
    "seatings": Stays.PUBLIC,
    "brought_up": Stays.PUBLIC,
    "releases": Stays.PUBLIC,
    "track_policies": Stays.PUBLIC,
    "treasury_settings": Stays.PUBLIC,
    "imported_votes": Stays.PUBLIC,
    "mirrored_proposals": Stays.PUBLIC,
}
"""By name of the table."""
