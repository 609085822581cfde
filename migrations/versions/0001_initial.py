"""All tables of the first release.

Times are microseconds since 1970 UTC, amounts decimal text, Discord's ids signed 64-bit integers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "link_requests",
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("up_to", sa.Text(), server_default=sa.text("'signed'"), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_link_requests")),
    )
    op.create_index(
        "ix_link_requests_waiting",
        "link_requests",
        ["guild", "member"],
        unique=False,
        sqlite_where=sa.text("used_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("behind", sa.Text(), nullable=True),
        sa.Column("alike", sa.Text(), nullable=True),
        sa.Column("notification", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("first_attempt_at", sa.BigInteger(), nullable=True),
        sa.Column("last_attempt_at", sa.BigInteger(), nullable=True),
        sa.Column("tried", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_attempt_at", sa.BigInteger(), nullable=True),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("given_up_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("nonce", name=op.f("uq_outbox_nonce")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_alike",
        "outbox",
        ["alike", "id"],
        unique=False,
        sqlite_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL AND alike IS NOT NULL"),
        postgresql_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL AND alike IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_behind",
        "outbox",
        ["behind", "id"],
        unique=False,
        sqlite_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL AND behind IS NOT NULL"),
        postgresql_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL AND behind IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_delivered",
        "outbox",
        ["lane", "delivered_at"],
        unique=False,
        sqlite_where=sa.text("delivered_at IS NOT NULL"),
        postgresql_where=sa.text("delivered_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_delivered_at",
        "outbox",
        ["delivered_at"],
        unique=False,
        sqlite_where=sa.text("delivered_at IS NOT NULL"),
        postgresql_where=sa.text("delivered_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["queue", "next_attempt_at", "id"],
        unique=False,
        sqlite_where=sa.text("next_attempt_at IS NOT NULL"),
        postgresql_where=sa.text("next_attempt_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_given_up",
        "outbox",
        ["guild", "id"],
        unique=False,
        sqlite_where=sa.text("given_up_at IS NOT NULL"),
        postgresql_where=sa.text("given_up_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_stuck",
        "outbox",
        ["guild", "id"],
        unique=False,
        sqlite_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL AND tried > 0"),
        postgresql_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL AND tried > 0"),
    )
    op.create_index(
        "ix_outbox_given_up_at",
        "outbox",
        ["given_up_at"],
        unique=False,
        sqlite_where=sa.text("given_up_at IS NOT NULL"),
        postgresql_where=sa.text("given_up_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_undelivered",
        "outbox",
        ["lane", "id"],
        unique=False,
        sqlite_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
    )
    op.create_table(
        "power_readings",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("wallet", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "block", "wallet", name=op.f("pk_power_readings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "setup_drafts",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_setup_drafts")),
        sa.UniqueConstraint("guild", "member", name=op.f("uq_setup_drafts_guild_member")),
    )
    op.create_index(op.f("ix_setup_drafts_changed_at"), "setup_drafts", ["changed_at"], unique=False)
    op.create_table(
        "spaces",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("parent", IDENTITY, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("announcements", sa.BigInteger(), nullable=False),
        sa.Column("discussion", sa.BigInteger(), nullable=False),
        sa.Column("log", sa.BigInteger(), nullable=False),
        sa.Column("moderators", sa.BigInteger(), nullable=False),
        sa.Column("guardians", sa.BigInteger(), nullable=False),
        sa.Column("voters", sa.BigInteger(), nullable=True),
        sa.Column("pages", sa.Text(), server_default=sa.text("'members'"), nullable=False),
        sa.Column("logs_links", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("bound_at", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.Column("limits", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["parent"], ["spaces.id"], name=op.f("fk_spaces_parent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spaces")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_spaces_guild"), "spaces", ["guild"], unique=False)
    op.create_index(
        "uq_spaces_child_name",
        "spaces",
        ["guild", "name"],
        unique=True,
        sqlite_where=sa.text("parent IS NOT NULL"),
        postgresql_where=sa.text("parent IS NOT NULL"),
    )
    op.create_index(
        "uq_spaces_root",
        "spaces",
        ["guild"],
        unique=True,
        sqlite_where=sa.text("parent IS NULL"),
        postgresql_where=sa.text("parent IS NULL"),
    )
    op.create_table(
        "wallets",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("linked_at", sa.BigInteger(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("up_to", sa.Text(), server_default=sa.text("'signed'"), nullable=False),
        sa.Column("unlinked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wallets")),
    )
    op.create_index(
        "ix_wallets_guild_address_linked_at", "wallets", ["guild", "address", "linked_at"], unique=False
    )
    op.create_index(
        "ix_wallets_guild_member_linked_at", "wallets", ["guild", "member", "linked_at"], unique=False
    )
    op.create_index(
        "ix_wallets_linked_member",
        "wallets",
        ["guild", "member"],
        unique=False,
        sqlite_where=sa.text("unlinked_at IS NULL"),
        postgresql_where=sa.text("unlinked_at IS NULL"),
    )
    op.create_index(
        "ix_wallets_unlinked",
        "wallets",
        ["guild", "unlinked_at"],
        unique=False,
        sqlite_where=sa.text("unlinked_at IS NOT NULL"),
        postgresql_where=sa.text("unlinked_at IS NOT NULL"),
    )
    op.create_index(
        "uq_wallets_linked_address",
        "wallets",
        ["guild", "address", "chain"],
        unique=True,
        sqlite_where=sa.text("unlinked_at IS NULL"),
        postgresql_where=sa.text("unlinked_at IS NULL"),
    )
    op.create_index(
        "uq_wallets_primary",
        "wallets",
        ["guild", "member"],
        unique=True,
        sqlite_where=sa.text("unlinked_at IS NULL AND is_primary = 1"),
        postgresql_where=sa.text("unlinked_at IS NULL AND is_primary"),
    )
    op.create_table(
        "auditors",
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("auditor", sa.BigInteger(), nullable=False),
        sa.Column("is_role", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_auditors_space")),
        sa.PrimaryKeyConstraint("space", "auditor", name=op.f("pk_auditors")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "book_entries",
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_book_entries_space")),
        sa.PrimaryKeyConstraint("space", "chain", "key", name=op.f("pk_book_entries")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "start_panels",
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("shown_in", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_start_panels_space")),
        sa.PrimaryKeyConstraint("space", name=op.f("pk_start_panels")),
    )
    op.create_table(
        "treasury_settings",
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("targets_since", sa.BigInteger(), nullable=True),
        sa.Column("reminded_at", sa.BigInteger(), nullable=True),
        sa.Column("told_out", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_treasury_settings_space")),
        sa.PrimaryKeyConstraint("space", name=op.f("pk_treasury_settings")),
    )
    op.create_table(
        "tracks",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_tracks_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracks")),
        sa.UniqueConstraint("space", "name", name=op.f("uq_tracks_space_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "proposals",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("track", IDENTITY, nullable=False),
        sa.Column("author", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("executor", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_proposals_space")),
        sa.ForeignKeyConstraint(["track"], ["tracks.id"], name=op.f("fk_proposals_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proposals_space_author", "proposals", ["space", "author"], unique=False)
    op.create_index("ix_proposals_space_id", "proposals", ["space", "id"], unique=False)
    op.create_index("ix_proposals_track_id", "proposals", ["track", "id"], unique=False)
    op.create_index(
        "ix_proposals_unsettled",
        "proposals",
        ["id"],
        unique=False,
        sqlite_where=sa.text("settled = 0"),
        postgresql_where=sa.text("NOT settled"),
    )
    op.create_index(
        "ix_proposals_unsettled_space",
        "proposals",
        ["space", "id"],
        unique=False,
        sqlite_where=sa.text("settled = 0"),
        postgresql_where=sa.text("NOT settled"),
    )
    op.create_index(
        "ix_proposals_unsettled_track",
        "proposals",
        ["track", "id"],
        unique=False,
        sqlite_where=sa.text("settled = 0"),
        postgresql_where=sa.text("NOT settled"),
    )
    op.create_index(
        "ix_proposals_unsettled_executor",
        "proposals",
        ["executor", "id"],
        unique=False,
        sqlite_where=sa.text("settled = 0"),
        postgresql_where=sa.text("NOT settled"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("proposal", IDENTITY, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("run_at", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_jobs_proposal")),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_jobs_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_kind_due_at", "jobs", ["kind", "due_at"], unique=False)
    op.create_index(
        "ix_jobs_kind_run_at",
        "jobs",
        ["kind", "run_at"],
        unique=False,
        sqlite_where=sa.text("run_at IS NOT NULL"),
        postgresql_where=sa.text("run_at IS NOT NULL"),
    )
    op.create_index(
        "ix_jobs_run_at",
        "jobs",
        ["run_at"],
        unique=False,
        sqlite_where=sa.text("run_at IS NOT NULL"),
        postgresql_where=sa.text("run_at IS NOT NULL"),
    )
    op.create_index(
        "uq_jobs_proposal_kind",
        "jobs",
        ["proposal", "kind"],
        unique=True,
        sqlite_where=sa.text("proposal IS NOT NULL"),
        postgresql_where=sa.text("proposal IS NOT NULL"),
    )
    op.create_index(
        "uq_jobs_space_kind",
        "jobs",
        ["space", "kind"],
        unique=True,
        sqlite_where=sa.text("proposal IS NULL"),
        postgresql_where=sa.text("proposal IS NULL"),
    )
    op.create_table(
        "job_kinds",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_job_kinds")),
    )
    op.create_table(
        "act_outcomes",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("made", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_act_outcomes_proposal")),
        sa.PrimaryKeyConstraint("proposal", "place", name=op.f("pk_act_outcomes")),
    )
    op.create_table(
        "seatings",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("owners", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_seatings_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_seatings")),
    )
    op.create_table(
        "given_roles",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("role", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.Column("look_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_given_roles_proposal")),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_given_roles_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_roles")),
        sa.UniqueConstraint("proposal", "place", name=op.f("uq_given_roles_proposal_place")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_given_roles_role_member", "given_roles", ["role", "member"], unique=False)
    op.create_index("ix_given_roles_space_look_at", "given_roles", ["space", "look_at"], unique=False)
    op.create_table(
        "conclusions",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_conclusions_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_conclusions")),
    )
    op.create_table(
        "track_policies",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("track", IDENTITY, nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["track"], ["tracks.id"], name=op.f("fk_track_policies_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_policies")),
    )
    op.create_index(op.f("ix_track_policies_track"), "track_policies", ["track"], unique=False)
    op.create_table(
        "ballots",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("cast_at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.BigInteger(), nullable=False),
        sa.Column("cast_method", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("roles", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_ballots_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballots")),
        sa.UniqueConstraint(
            "proposal", "member", "cast_at", "source", name=op.f("uq_ballots_proposal_member_cast_at_source")
        ),
    )
    op.create_table(
        "ballot_evidence",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("cast_at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.BigInteger(), nullable=False),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal", "member", "cast_at", "source"],
            ["ballots.proposal", "ballots.member", "ballots.cast_at", "ballots.source"],
            name=op.f("fk_ballot_evidence_ballot"),
        ),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_ballot_evidence_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_evidence")),
        sa.UniqueConstraint(
            "proposal",
            "member",
            "cast_at",
            "source",
            name=op.f("uq_ballot_evidence_proposal_member_cast_at_source"),
        ),
    )
    op.create_table(
        "cancellations",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_cancellations_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_cancellations")),
    )
    op.create_table(
        "card_standings",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("shows", sa.Text(), nullable=True),
        sa.Column("unseen_since", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("tellings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_card_standings_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_card_standings")),
    )
    op.create_table(
        "thread_standings",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("shows", sa.Text(), nullable=True),
        sa.Column("unseen_since", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("tellings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_thread_standings_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_thread_standings")),
    )
    op.create_table(
        "claims",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("wallet", sa.Text(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_claims_proposal")),
        sa.PrimaryKeyConstraint("proposal", "wallet", "chain", name=op.f("pk_claims")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unreadable_wallets",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("wallet", sa.Text(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_unreadable_wallets_proposal")),
        sa.PrimaryKeyConstraint("proposal", "wallet", "chain", name=op.f("pk_unreadable_wallets")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "closings",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("record_hash", sa.Text(), nullable=False),
        sa.Column("winners", sa.Text(), nullable=True),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_closings_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_closings")),
    )
    op.create_table(
        "unresolved_reports",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_unresolved_reports_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_unresolved_reports")),
    )
    op.create_table(
        "unread_registries",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_unread_registries_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_unread_registries")),
    )
    op.create_table(
        "registry_omissions",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_registry_omissions_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_registry_omissions")),
    )
    op.create_table(
        "guardian_losses",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_guardian_losses_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_guardian_losses")),
    )
    op.create_table(
        "log_entries",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("proposal", IDENTITY, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_log_entries_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entries")),
        sa.UniqueConstraint("guild", "previous_hash", name=op.f("uq_log_entries_guild_previous_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_log_entries_guild_id", "log_entries", ["guild", "id"], unique=False)
    op.create_table(
        "messages",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_messages_proposal")),
        sa.PrimaryKeyConstraint("proposal", "what", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_message"), "messages", ["message"], unique=False)
    op.create_table(
        "openings",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("total_power", sa.Text(), nullable=True),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("frozen", sa.LargeBinary(), nullable=False),
        sa.Column("earlier", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("examined", sa.Text(), nullable=True),
        sa.Column("cast_terms", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_openings_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_openings")),
    )
    op.create_table(
        "reactions",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("emoji", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_reactions_proposal")),
        sa.PrimaryKeyConstraint("proposal", "member", "emoji", name=op.f("pk_reactions")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "revisions",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("requested", sa.Text(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("grants", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("cast_on", sa.Text(), nullable=True),
        sa.Column("acts", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("candidates", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("seats", sa.Text(), nullable=True),
        sa.Column("milestones", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_revisions_proposal")),
        sa.PrimaryKeyConstraint("proposal", "number", name=op.f("pk_revisions")),
    )
    op.create_table(
        "execution_requests",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("nonce", sa.BigInteger(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("prepared_at", sa.BigInteger(), nullable=False),
        sa.Column("expired_at", sa.BigInteger(), nullable=True),
        sa.Column("replaced_at", sa.BigInteger(), nullable=True),
        sa.Column("asked_again_at", sa.BigInteger(), nullable=True),
        sa.Column("visibility", sa.Text(), nullable=True),
        sa.Column("threshold", sa.BigInteger(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("crossing", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_execution_requests_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_execution_requests")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_execution_requests_proposal", "execution_requests", ["proposal"], unique=False)
    op.create_index("ix_execution_requests_nonce", "execution_requests", ["chain", "account", "nonce"])
    op.create_index(
        "uq_execution_requests_executor",
        "execution_requests",
        ["proposal", "kind", "chain", "account"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL AND asked_again_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL AND asked_again_at IS NULL"),
    )
    op.create_index(
        "uq_execution_requests_nonce",
        "execution_requests",
        ["chain", "account", "nonce"],
        unique=True,
        sqlite_where=sa.text("expired_at IS NULL"),
        postgresql_where=sa.text("expired_at IS NULL"),
    )
    op.create_table(
        "confirmations",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("request", IDENTITY, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["execution_requests.id"], name=op.f("fk_confirmations_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmations")),
        sa.UniqueConstraint("request", "owner", name=op.f("uq_confirmations_request_owner")),
    )
    op.create_table(
        "signatures",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("request", IDENTITY, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["request"], ["execution_requests.id"], name=op.f("fk_signatures_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint(
            "request", "owner", "signature", name=op.f("uq_signatures_request_owner_signature")
        ),
    )
    op.create_table(
        "executions",
        sa.Column("request", IDENTITY, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("transaction", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("instead", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request"], ["execution_requests.id"], name=op.f("fk_executions_request")),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_executions")),
    )
    op.create_table(
        "outlays",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("request", IDENTITY, nullable=False),
        sa.Column("track", IDENTITY, nullable=False),
        sa.Column("asset", sa.Text(), nullable=True),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("counted_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["request"], ["execution_requests.id"], name=op.f("fk_outlays_request")),
        sa.ForeignKeyConstraint(["track"], ["tracks.id"], name=op.f("fk_outlays_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlays")),
    )
    op.create_index("ix_outlays_request", "outlays", ["request"], unique=False)
    op.create_index("ix_outlays_track", "outlays", ["track", "counted_at"], unique=False)
    op.create_table(
        "execution_stops",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_execution_stops_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_execution_stops")),
    )
    op.create_table(
        "sponsor_calls",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("ended", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_sponsor_calls_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_sponsor_calls")),
    )
    op.create_table(
        "sponsorships",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("power", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_sponsorships_proposal")),
        sa.PrimaryKeyConstraint("proposal", "member", name=op.f("pk_sponsorships")),
    )
    op.create_table(
        "submissions",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("power", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("guardians", sa.BigInteger(), nullable=False),
        sa.Column("policy", IDENTITY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sponsors", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.ForeignKeyConstraint(["policy"], ["track_policies.id"], name=op.f("fk_submissions_policy")),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_submissions_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_submissions")),
        sa.UniqueConstraint("guild", "number", name=op.f("uq_submissions_guild_number")),
    )
    op.create_table(
        "suspensions",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("resumed_at", sa.BigInteger(), nullable=True),
        sa.Column("unseen_since", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_suspensions_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspensions")),
    )
    op.create_index("ix_suspensions_proposal_id", "suspensions", ["proposal", "id"], unique=False)
    op.create_index(
        "uq_suspensions_running",
        "suspensions",
        ["proposal"],
        unique=True,
        sqlite_where=sa.text("resumed_at IS NULL"),
        postgresql_where=sa.text("resumed_at IS NULL"),
    )
    op.create_table(
        "vetoes",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("voted", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_vetoes_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_vetoes")),
    )
    op.create_table(
        "holds",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("by", IDENTITY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["proposals.id"], name=op.f("fk_holds_by")),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_holds_proposal")),
        sa.PrimaryKeyConstraint("proposal", "by", name=op.f("pk_holds")),
    )
    op.create_index(op.f("ix_holds_by"), "holds", ["by"], unique=False)
    op.create_table(
        "withdrawals",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_withdrawals_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_withdrawals")),
    )
    op.create_table(
        "delegate_profiles",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("conflicts", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_delegate_profiles_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate_profiles")),
    )
    op.create_index(
        "ix_delegate_profiles_space_member", "delegate_profiles", ["space", "member"], unique=False
    )
    op.create_table(
        "delegations",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("track", IDENTITY, nullable=True),
        sa.Column("delegator", sa.BigInteger(), nullable=False),
        sa.Column("delegate", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_delegations_space")),
        sa.ForeignKeyConstraint(["track"], ["tracks.id"], name=op.f("fk_delegations_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index("ix_delegations_space_delegate", "delegations", ["space", "delegate"], unique=False)
    op.create_index("ix_delegations_space_delegator", "delegations", ["space", "delegator"], unique=False)
    op.create_table(
        "stake_claims",
        sa.Column("track", IDENTITY, nullable=False),
        sa.Column("wallet", sa.Text(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["track"], ["tracks.id"], name=op.f("fk_stake_claims_track")),
        sa.PrimaryKeyConstraint("track", "wallet", "chain", name=op.f("pk_stake_claims")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stake_powers",
        sa.Column("track", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("power", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["track"], ["tracks.id"], name=op.f("fk_stake_powers_track")),
        sa.PrimaryKeyConstraint("track", "member", name=op.f("pk_stake_powers")),
    )
    op.create_table(
        "executor_proofs",
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("proved_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_executor_proofs_space")),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_executor_proofs")),
    )
    op.create_index("ix_executor_proofs_space", "executor_proofs", ["space"], unique=False)
    op.create_index(
        "ix_executor_proofs_counted",
        "executor_proofs",
        ["space", "chain", "account"],
        unique=False,
        sqlite_where=sa.text("proved_at IS NOT NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("proved_at IS NOT NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "executor_bindings",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("bound_at", sa.BigInteger(), nullable=False),
        sa.Column("claim_told_at", sa.BigInteger(), nullable=True),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_executor_bindings_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_executor_bindings")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_executor_bindings_space", "executor_bindings", ["space"], unique=False)
    op.create_index(
        "uq_executor_bindings_held",
        "executor_bindings",
        ["kind", "chain", "account"],
        unique=True,
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.create_table(
        "mirrors",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=True),
        sa.Column("look_at", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("fault", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_mirrors_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mirrors")),
        sa.UniqueConstraint("space", "chain", "account", name=op.f("uq_mirrors_space_chain_account")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mirrored_proposals",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("mirror", IDENTITY, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("proposer", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("left_out", sa.BigInteger(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("votable", sa.Boolean(), nullable=False),
        sa.Column("looked", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("shown", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=True),
        sa.Column("thread", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["mirror"], ["mirrors.id"], name=op.f("fk_mirrored_proposals_mirror")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mirrored_proposals")),
        sa.UniqueConstraint("mirror", "key", name=op.f("uq_mirrored_proposals_mirror_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_mirrored_proposals_mirror_block", "mirrored_proposals", ["mirror", "block"], unique=False
    )
    op.create_index(
        "ix_mirrored_proposals_mirror_live_block",
        "mirrored_proposals",
        ["mirror", "live", "block"],
        unique=False,
    )
    op.create_table(
        "obstacles",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_obstacles_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_obstacles")),
    )
    op.create_table(
        "early_ends",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_early_ends_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_early_ends")),
    )
    op.create_table(
        "extensions",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_extensions_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
        sa.UniqueConstraint("proposal", "at", name=op.f("uq_extensions_proposal_at")),
    )
    op.create_table(
        "opening_delegations",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("delegator", sa.BigInteger(), nullable=False),
        sa.Column("delegate", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_opening_delegations_proposal")),
        sa.PrimaryKeyConstraint("proposal", "delegator", name=op.f("pk_opening_delegations")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "opening_wallet_delegations",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("wallet", sa.Text(), nullable=False),
        sa.Column("delegate", sa.Text(), nullable=False),
        sa.Column("contract", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.id"], name=op.f("fk_opening_wallet_delegations_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal", "wallet", name=op.f("pk_opening_wallet_delegations")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "origins",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("origin", IDENTITY, nullable=False),
        sa.ForeignKeyConstraint(["origin"], ["proposals.id"], name=op.f("fk_origins_origin")),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_origins_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_origins")),
        sa.UniqueConstraint("origin", name=op.f("uq_origins_origin")),
    )
    op.create_table(
        "payouts",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("vote", IDENTITY, nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["proposals.id"], name=op.f("fk_payouts_vote")),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_payouts_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_payouts")),
        sa.UniqueConstraint("vote", name=op.f("uq_payouts_vote")),
    )
    op.create_table(
        "releases",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("promise", IDENTITY, nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["promise"], ["proposals.id"], name=op.f("fk_releases_promise")),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_releases_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_releases")),
        sa.UniqueConstraint("promise", "place", "attempt", name=op.f("uq_releases_promise_place_attempt")),
    )
    op.create_table(
        "brought_up",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_brought_up_proposal")),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_brought_up_space")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_brought_up")),
    )
    op.create_table(
        "vote_reminders",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_vote_reminders_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_vote_reminders")),
    )
    op.create_table(
        "notice_settings",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("quiet_begins", sa.Text(), nullable=True),
        sa.Column("quiet_ends", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("unreachable_since", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("guild", "member", name=op.f("pk_notice_settings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notice_topics",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "topic", "member", name=op.f("pk_notice_topics")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reward_settlements",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_reward_settlements_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_reward_settlements")),
    )
    op.create_table(
        "registry_scans",
        sa.Column("registry", sa.Text(), nullable=False),
        sa.Column("wallet", sa.Text(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("begun", sa.BigInteger(), nullable=False),
        sa.Column("more", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("registry", "wallet", name=op.f("pk_registry_scans")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_registry_scans_begun", "registry_scans", ["chain", "begun"], unique=False)
    op.create_table(
        "registry_delegators",
        sa.Column("registry", sa.Text(), nullable=False),
        sa.Column("wallet", sa.Text(), nullable=False),
        sa.Column("delegator", sa.Text(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("registry", "wallet", "delegator", name=op.f("pk_registry_delegators")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reputation_events",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_reputation_events_proposal")),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_reputation_events_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reputation_events")),
        sa.UniqueConstraint(
            "proposal", "member", "kind", name=op.f("uq_reputation_events_proposal_member_kind")
        ),
    )
    op.create_index(
        "ix_reputation_events_space_member", "reputation_events", ["space", "member"], unique=False
    )
    op.create_table(
        "reputation_snapshots",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.id"], name=op.f("fk_reputation_snapshots_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal", "source", "member", name=op.f("pk_reputation_snapshots")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stakes",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("track", IDENTITY, nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.BigInteger(), nullable=False),
        sa.Column("power", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_stakes_proposal")),
        sa.ForeignKeyConstraint(["track"], ["tracks.id"], name=op.f("fk_stakes_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakes")),
        sa.UniqueConstraint(
            "proposal", "member", "at", "source", name=op.f("uq_stakes_proposal_member_at_source")
        ),
    )
    op.create_index("ix_stakes_track_member", "stakes", ["track", "member"], unique=False)
