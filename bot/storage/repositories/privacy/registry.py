"""Where members stand: for each table its columns that hold a member or an account of theirs, and what becomes of the
rows when the member is erased. A test holds this against the tables, so that no column is forgotten."""

import msgspec

from bot.services.ports.repositories.privacy.personal_data import DataKind


def columns(text: str) -> list[str]:
    """The columns of a group."""
    return text.split(",") if text else []


class Named(msgspec.Struct, frozen=True):
    """How a table names members. Columns stand in a text, with commas between them (see `columns`)."""

    kind: DataKind
    members: str = ""
    """Columns with Discord's id of a member."""
    wallets: str = ""
    """Columns with an account by which a row goes as well."""
    texts: str = ""
    """Columns in whose text or JSON ids stand; the stand-in is put in their place there."""
    wiped: str = ""
    """Columns that name accounts of the member, and are emptied where the row stays."""
    goes: bool = False
    """Whether the rows go; else the stand-in takes the member's place in them."""
    goes_by: str = ""
    """Of the columns of members those by which a row goes; all of them where nothing stands here."""
    with_texts: bool = False
    """Whether rows go also where the member stands in a text only."""
    public: str = ""
    """Columns with accounts as they are on a public chain, beside no member: they stay."""
    hashed: str = ""
    """Columns that stay to the byte, since hashes are of them: they name members by numbers only, but for what somebody
    wrote in a text of their own."""
    nobody: str = ""
    """The other columns of text, or whose numbers could be taken for a member's."""


_D = DataKind
NAMED: dict[str, Named] = {
    # What others never need goes.
    "wallets": Named(_D.WALLETS, "member", goes=True, nobody="id,guild,address,chain,up_to"),
    "link_requests": Named(_D.WALLETS, "member", goes=True, nobody="nonce,guild,address,chain,message,up_to"),
    "power_readings": Named(_D.WALLETS, wallets="wallet", goes=True, nobody="source,block,raw"),
    "registry_scans": Named(
        _D.WALLETS, wallets="wallet", goes=True, nobody="registry,chain,until,block,begun"
    ),
    "registry_delegators": Named(
        _D.WALLETS, wallets="wallet,delegator", goes=True, nobody="registry,block,place"
    ),
    "unreadable_wallets": Named(_D.WALLETS, wallets="wallet", goes=True, nobody="chain,failure"),
    "ballot_evidence": Named(_D.VOTES, "member", goes=True, nobody="id,source,recorded,kept"),
    "reactions": Named(_D.VOTES, "member", goes=True, nobody="emoji"),
    # Somebody else may have voted with the same wallet later: a claim is its member's alone.
    "claims": Named(_D.VOTES, "member", goes=True, nobody="wallet,chain"),
    # What somebody delegated to them goes to nobody, and not to the others among whom it was split.
    "delegations": Named(
        _D.DELEGATION, "delegator,delegate", goes=True, goes_by="delegator", nobody="id,parts"
    ),
    "opening_delegations": Named(_D.DELEGATION, "delegator,delegate", goes=True, nobody="parts"),
    "opening_delegate_caps": Named(_D.DELEGATION, "member", goes=True, nobody="cap"),
    "opening_wallet_delegations": Named(_D.DELEGATION, public="wallet,delegate"),
    # What they did for it is gone, too; the role stays with them in Discord, which says nothing of a rule.
    "held_roles": Named(_D.OFFICES, "member", goes=True),
    "role_looks": Named(_D.OFFICES, "member", goes=True),
    "delegate_profiles": Named(
        _D.DELEGATION, "member", texts="statement,conflicts", goes=True, nobody="id,topics,accepts"
    ),
    "coauthors": Named(_D.PROPOSALS, "member", goes=True),
    "sponsorships": Named(_D.PROPOSALS, "member", goes=True, nobody="roles,power"),
    "arguments": Named(
        _D.DISCUSSION,
        "member,added_by",
        texts="text",
        goes=True,
        nobody="id,stance,answers,channel,message",
    ),
    "digest_looks": Named(_D.DISCUSSION, "member", goes=True),
    "principles": Named(_D.DISCUSSION, "member", texts="text", goes=True, nobody="guild"),
    "reputation_events": Named(_D.MERITS, "member", goes=True, nobody="id,amount,kind"),
    "reputation_snapshots": Named(_D.MERITS, "member", goes=True, nobody="source,amount"),
    "stake_powers": Named(_D.MERITS, "member", goes=True, nobody="power,blocks"),
    "stake_claims": Named(_D.MERITS, "member", goes=True, nobody="wallet,chain"),
    "notice_settings": Named(
        _D.NOTICES, "member", goes=True, nobody="guild,quiet_begins,quiet_ends,zone,locale"
    ),
    "notice_topics": Named(_D.NOTICES, "member", goes=True, nobody="guild,topic"),
    "consents": Named(_D.CONSENT, "member", goes=True, nobody="guild,version,locale"),
    "erasures": Named(_D.NOTICES, "member", goes=True),
    "outbox": Named(
        _D.MESSAGES,
        texts="queue,lane,behind,alike,notification,why",
        goes=True,
        with_texts=True,
        nobody="id,guild,nonce,attempts",
    ),
    "setup_drafts": Named(_D.SETUP, "member", texts="answers,typed,names", goes=True, nobody="token,guild"),
    # The DAO needs the rest; the stand-in takes the member's place.
    "ballots": Named(
        _D.VOTES, "member", texts="reason", wiped="apart", nobody="id,source,cast_method,choice,roles"
    ),
    "conflicts": Named(_D.VOTES, "member", texts="text", nobody="changes"),
    "proposals": Named(_D.PROPOSALS, "author", nobody="id,executor,version"),
    "revisions": Named(
        _D.PROPOSALS,
        "by",
        texts="title,body,actions,choices,grants,acts,candidates,milestones",
        nobody="number,requested,cast_on,seats",
    ),
    "submissions": Named(_D.PROPOSALS, texts="sponsors", nobody="power,blocks,guardians,guild,number"),
    "track_templates": Named(_D.PROPOSALS, texts="title,text"),
    "openings": Named(
        _D.VOTES,
        hashed="frozen",
        public="examined,cast_terms,policy",
        nobody="snapshot,total_power,content_hash,earlier,secret,salts",
    ),
    "closings": Named(_D.VOTES, texts="result,winners", hashed="record", nobody="record_hash"),
    "stakes": Named(_D.MERITS, "member", nobody="id,amount,source,power,block"),
    "statements": Named(_D.DISCUSSION, "author,removed_by", texts="text", nobody="number"),
    "statement_answers": Named(_D.DISCUSSION, "member", nobody="statement,answer"),
    "progress_reports": Named(_D.DISCUSSION, "by", texts="text,link", nobody="id"),
    "given_roles": Named(_D.OFFICES, "member", nobody="id,place,role,ended"),
    "act_outcomes": Named(_D.OFFICES, texts="why", nobody="place,status,made"),
    "auditors": Named(_D.OFFICES, "auditor", goes=True),
    "suspensions": Named(_D.ACTS, "by", texts="reason", nobody="id"),
    "registry_omissions": Named(_D.ACTS, "by", texts="reason"),
    "cancellations": Named(_D.ACTS, "by", texts="reason"),
    "vetoes": Named(_D.ACTS, "by", texts="reason", nobody="voted"),
    "mirrors": Named(
        _D.ACTS, "added_by", public="account,rules", nobody="id,kind,chain,channel,blocks,failures,fault"
    ),
    "jury_draws": Named(
        _D.OFFICES,
        "called_by",
        texts="terms,jury",
        nobody="id,guild,number,commitment,block_number,block_hash,block_timestamp",
    ),
    "book_entries": Named(_D.ACTS, "added_by", public="account", nobody="chain,key,name"),
    "log_entries": Named(
        _D.ACTS, "actor", texts="reason,details", nobody="id,guild,act,salt,sealed,previous_hash,hash"
    ),
    "handovers": Named(_D.ACTS, "by", nobody="guild,fingerprint,successor"),
    "obstacles": Named(_D.MESSAGES, texts="data,told", nobody="step,cause"),
    "execution_stops": Named(_D.MESSAGES, texts="data", nobody="cause"),
    "machine_summaries": Named(_D.MESSAGES, texts="summary", nobody="of"),
    "readers": Named(_D.PROPOSALS, "member", goes=True),
    # What is on a public chain, or done there.
    "executor_proofs": Named(
        _D.ACTS, public="account,signer,message,signature,demand", nobody="nonce,kind,chain"
    ),
    "executor_bindings": Named(_D.ACTS, public="account,demand", nobody="id,kind,chain"),
    "execution_requests": Named(
        _D.ACTS,
        public="account,payload,visibility,stage,crossing",
        nobody="id,kind,chain,nonce,threshold",
    ),
    "confirmations": Named(_D.ACTS, public="owner,signature", nobody="id"),
    "signatures": Named(_D.ACTS, public="owner,signature", nobody="id"),
    "executions": Named(_D.ACTS, public="transaction,block,instead,reason", nobody="status"),
    "outlays": Named(_D.ACTS, public="asset,amount,recipient", nobody="id"),
    "seatings": Named(_D.OFFICES, public="owners", nobody="block,threshold"),
    "brought_up": Named(_D.PROPOSALS, public="account", nobody="name,kind,chain"),
    "releases": Named(_D.PROPOSALS, public="policy", nobody="content_hash,place,attempt"),
    "track_policies": Named(_D.SETUP, public="policy", nobody="id"),
    "role_rules": Named(_D.SETUP, public="condition", nobody="id,guild,number,role,role_name,halt"),
    "treasury_settings": Named(_D.SETUP, public="settings"),
    # Published elsewhere. Nobody here has the key of the numbers in records; named ones are to name members for good.
    "imported_votes": Named(
        _D.VOTES,
        hashed="document",
        public="title,author",
        nobody="source,key,voters,cast_power,total_power,origin_server,origin_space,origin_number,fate",
    ),
    "mirrored_proposals": Named(
        _D.PROPOSALS,
        public="proposer,actions,words,stage,transaction,key",
        nobody="id,left_out,length,block,looked,ended_by,channel,thread",
    ),
}
"""By name of the table. Tables that aren't here have no column that could name somebody."""

NOBODY: dict[str, str] = {
    "assistance_costs": "day,tokens",
    "card_standings": "shows,why,tellings",
    "consent_terms": "guild,words",
    "digests": "weekday,hour,zone",
    "extensions": "id",
    "holds": "number",
    "job_kinds": "kind",
    "jobs": "id,kind,attempts,version",
    "messages": "what,channel,message",
    "retention_periods": "kind,days",
    "silent_chains": "chain",
    "spaces": (
        "id,guild,name,announcements,discussion,log,moderators,guardians,voters,pages,limits,least_timelock"
    ),
    "sponsor_calls": "number,roles",
    "start_panels": "channel,shown_in,message",
    "thread_standings": "shows,why,tellings",
    "tracks": "id,name",
}
"""The columns of tables that name nobody: roles, channels, hashes, counts, and what Discord answered."""
