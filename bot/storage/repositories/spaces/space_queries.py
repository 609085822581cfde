"""The statements about spaces, tracks and their policies."""

from sqlalchemy import bindparam, exists, func, literal_column, or_, select, update

from bot.storage.tables import (
    digests,
    erasures,
    given_roles,
    jury_draws,
    mirrors,
    openings,
    proposals,
    retention_periods,
    role_looks,
    role_rules,
    spaces,
    start_panels,
    submissions,
    track_policies,
    tracks,
    treasury_settings,
)

_SPACE = select(
    spaces.c.id,
    spaces.c.guild,
    spaces.c.name,
    spaces.c.announcements,
    spaces.c.discussion,
    spaces.c.log,
    spaces.c.moderators,
    spaces.c.guardians,
    spaces.c.voters,
    spaces.c.pages,
    select(func.max(mirrors.c.added_at))
    .where(mirrors.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("mirrored_at"),
    select(treasury_settings.c.targets_since)
    .where(treasury_settings.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("targets_since"),
    spaces.c.logs_links,
    spaces.c.events,
    select(func.min(given_roles.c.look_at))
    .where(given_roles.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("roles_end_at"),
    select(func.min(erasures.c.look_at))
    .where(erasures.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("erasures_at"),
    select(func.min(retention_periods.c.look_at))
    .where(retention_periods.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("retention_at"),
    select(start_panels.c.since)
    .where(start_panels.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("panel_since"),
    select(digests.c.next_at)
    .where(digests.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("digest_at"),
    select(func.min(jury_draws.c.after))
    .where(jury_draws.c.space == spaces.c.id, jury_draws.c.block_number.is_(None))
    .correlate(spaces)
    .scalar_subquery()
    .label("draws_at"),
    select(func.min(role_looks.c.at))
    .where(role_looks.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("role_looks_at"),
    select(func.min(role_rules.c.read_at))
    .where(role_rules.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("role_rules_at"),
    spaces.c.parent,
    spaces.c.archived_at,
    spaces.c.limits,
    spaces.c.least_timelock,
)
_IN_GUILD = _SPACE.where(spaces.c.guild == bindparam("guild"))
SPACE_OF_GUILD = _IN_GUILD.where(spaces.c.parent.is_(None))
SPACES_IN_GUILD = _IN_GUILD.order_by(spaces.c.id)
SPACE_OF_CHANNEL = (
    _IN_GUILD.where(
        or_(
            spaces.c.parent.is_(None),
            *(
                column == bindparam("channel")
                for column in (spaces.c.announcements, spaces.c.discussion, spaces.c.log)
            ),
        )
    )
    # An archived space keeps its channels until another one has them.
    .order_by(spaces.c.parent.is_(None), spaces.c.archived_at.is_not(None), spaces.c.id.desc())
    .limit(literal_column("1"))
)
SPACE_BY_ID = _SPACE.where(spaces.c.id == bindparam("space"))
SPACE_OF_TRACK = _SPACE.join(tracks, tracks.c.space == spaces.c.id).where(tracks.c.id == bindparam("track"))
SPACE_OF_SUBMITTED = (
    _SPACE.join(proposals, proposals.c.space == spaces.c.id)
    .join(submissions, submissions.c.proposal == proposals.c.id)
    .where(proposals.c.id == bindparam("proposal"))
)
SOME_GUILD = select(func.min(spaces.c.guild))
ALL_SPACES = _SPACE.order_by(spaces.c.id)

latest_policy = (
    select(func.max(track_policies.c.id))
    .where(track_policies.c.track == tracks.c.id)
    .correlate(tracks)
    .scalar_subquery()
)
"""The id of the policy that a row of `tracks` has today."""

_TRACK = select(
    tracks.c.id, tracks.c.space, tracks.c.name, tracks.c.retired_at, track_policies.c.policy
).join_from(tracks, track_policies, track_policies.c.id == latest_policy)
TRACKS_OF_SPACE = _TRACK.where(tracks.c.space == bindparam("space")).order_by(tracks.c.id)
TRACK_BY_ID = _TRACK.where(tracks.c.id == bindparam("track"))
POLICIES = (
    select(track_policies.c.id, track_policies.c.policy, track_policies.c.at)
    .where(track_policies.c.track == bindparam("track"))
    .order_by(track_policies.c.id)
)

RULES_CHANGED = (
    update(proposals)
    .where(
        proposals.c.track == bindparam("of"),
        ~exists().where(openings.c.proposal == proposals.c.id),
    )
    .values(version=proposals.c.version + 1)
)
UNOPENED = (
    select(proposals.c.id)
    .join(submissions, submissions.c.proposal == proposals.c.id)
    .where(
        ~proposals.c.settled,
        proposals.c.track == bindparam("track"),
        ~exists().where(openings.c.proposal == proposals.c.id),
    )
)

POLICIES_OF_SUBMITTED = (
    select(track_policies.c.id, track_policies.c.policy)
    .where(
        track_policies.c.id.in_(
            select(submissions.c.policy)
            .join(proposals, submissions.c.proposal == proposals.c.id)
            .where(~proposals.c.settled, proposals.c.track == bindparam("track"))
        )
    )
    .order_by(track_policies.c.id)
)
"""Those that decide about proposals of a track."""
FOLLOW = (
    update(submissions)
    .where(submissions.c.policy == bindparam("followed"), submissions.c.proposal.in_(UNOPENED))
    .values(policy=bindparam("newest"))
)
