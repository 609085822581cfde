"""How each kind of notification is delivered in Discord. A new one is one file and one line here."""

from bot.services.delivery.notifications import (
    AnnounceDiscussion,
    KeepEvent,
    MentionVoters,
    Notification,
    NotifyLinked,
    NotifyMember,
    NotifyMoved,
    NotifyRevoked,
    NotifyUnreadable,
    OpenDiscussion,
    PostArgument,
    PostCard,
    PostConflict,
    PostDiff,
    PostDigest,
    PostEvent,
    PostGivenUp,
    PostJury,
    PostLogEntry,
    PostMirrored,
    PostMirroredEnd,
    PostReason,
    PostRefusals,
    PostRequest,
    PostResult,
    PostResultInThread,
    PostRuleChange,
    PostStartPanel,
    RefreshCard,
    RefreshMirrored,
    RefreshRequest,
    ReportAlarms,
    ReportChain,
    ReportClock,
    ReportDrift,
    ReportUnseen,
    ShowSponsors,
    ShowStatements,
    TellMember,
    TellPart,
    WarnModerators,
    WarnOfTurnout,
    WarnUndelivered,
)
from cogs.notifications.handlers.discussion.announce_discussion import AnnounceDiscussionHandler
from cogs.notifications.handlers.discussion.open_discussion import OpenDiscussionHandler
from cogs.notifications.handlers.discussion.post_argument import PostArgumentHandler
from cogs.notifications.handlers.discussion.post_diff import PostDiffHandler
from cogs.notifications.handlers.discussion.post_rule_change import PostRuleChangeHandler
from cogs.notifications.handlers.discussion.show_sponsors import ShowSponsorsHandler
from cogs.notifications.handlers.discussion.show_statements import ShowStatementsHandler
from cogs.notifications.handlers.discussion.tell_part import TellPartHandler
from cogs.notifications.handlers.execution.post_request import PostRequestHandler
from cogs.notifications.handlers.execution.refresh_request import RefreshRequestHandler
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.handlers.members.notify_linked import NotifyLinkedHandler
from cogs.notifications.handlers.members.notify_member import NotifyMemberHandler
from cogs.notifications.handlers.members.notify_moved import NotifyMovedHandler
from cogs.notifications.handlers.members.notify_revoked import NotifyRevokedHandler
from cogs.notifications.handlers.members.notify_unreadable import NotifyUnreadableHandler
from cogs.notifications.handlers.members.post_digest import PostDigestHandler
from cogs.notifications.handlers.members.post_event import PostEventHandler
from cogs.notifications.handlers.members.post_jury import PostJuryHandler
from cogs.notifications.handlers.members.post_start_panel import PostStartPanelHandler
from cogs.notifications.handlers.members.report_drift import ReportDriftHandler
from cogs.notifications.handlers.members.tell_member import TellMemberHandler
from cogs.notifications.handlers.mirrors.post_mirrored import PostMirroredHandler
from cogs.notifications.handlers.mirrors.post_mirrored_end import PostMirroredEndHandler
from cogs.notifications.handlers.mirrors.refresh_mirrored import RefreshMirroredHandler
from cogs.notifications.handlers.moderators.post_given_up import PostGivenUpHandler
from cogs.notifications.handlers.moderators.post_log_entry import PostLogEntryHandler
from cogs.notifications.handlers.moderators.post_refusals import PostRefusalsHandler
from cogs.notifications.handlers.moderators.report_alarms import ReportAlarmsHandler
from cogs.notifications.handlers.moderators.report_chain import ReportChainHandler
from cogs.notifications.handlers.moderators.report_clock import ReportClockHandler
from cogs.notifications.handlers.moderators.report_unseen import ReportUnseenHandler
from cogs.notifications.handlers.moderators.warn_moderators import WarnModeratorsHandler
from cogs.notifications.handlers.moderators.warn_undelivered import WarnUndeliveredHandler
from cogs.notifications.handlers.voting.keep_event import KeepEventHandler
from cogs.notifications.handlers.voting.mention_voters import MentionVotersHandler
from cogs.notifications.handlers.voting.post_card import PostCardHandler
from cogs.notifications.handlers.voting.post_conflict import PostConflictHandler
from cogs.notifications.handlers.voting.post_reason import PostReasonHandler
from cogs.notifications.handlers.voting.post_result import PostResultHandler
from cogs.notifications.handlers.voting.post_result_in_thread import PostResultInThreadHandler
from cogs.notifications.handlers.voting.refresh_card import RefreshCardHandler
from cogs.notifications.handlers.voting.warn_of_turnout import WarnOfTurnoutHandler

HANDLERS: dict[type[Notification], type[Handler]] = {
    OpenDiscussion: OpenDiscussionHandler,
    ShowSponsors: ShowSponsorsHandler,
    TellPart: TellPartHandler,
    ShowStatements: ShowStatementsHandler,
    AnnounceDiscussion: AnnounceDiscussionHandler,
    PostCard: PostCardHandler,
    KeepEvent: KeepEventHandler,
    MentionVoters: MentionVotersHandler,
    WarnOfTurnout: WarnOfTurnoutHandler,
    PostArgument: PostArgumentHandler,
    PostDiff: PostDiffHandler,
    PostRuleChange: PostRuleChangeHandler,
    PostDigest: PostDigestHandler,
    PostJury: PostJuryHandler,
    PostEvent: PostEventHandler,
    PostStartPanel: PostStartPanelHandler,
    PostLogEntry: PostLogEntryHandler,
    PostGivenUp: PostGivenUpHandler,
    PostConflict: PostConflictHandler,
    PostReason: PostReasonHandler,
    PostRefusals: PostRefusalsHandler,
    PostResult: PostResultHandler,
    PostResultInThread: PostResultInThreadHandler,
    PostRequest: PostRequestHandler,
    TellMember: TellMemberHandler,
    NotifyLinked: NotifyLinkedHandler,
    NotifyRevoked: NotifyRevokedHandler,
    NotifyMember: NotifyMemberHandler,
    NotifyMoved: NotifyMovedHandler,
    NotifyUnreadable: NotifyUnreadableHandler,
    RefreshCard: RefreshCardHandler,
    RefreshRequest: RefreshRequestHandler,
    ReportUnseen: ReportUnseenHandler,
    ReportClock: ReportClockHandler,
    ReportAlarms: ReportAlarmsHandler,
    ReportChain: ReportChainHandler,
    ReportDrift: ReportDriftHandler,
    WarnModerators: WarnModeratorsHandler,
    WarnUndelivered: WarnUndeliveredHandler,
    PostMirrored: PostMirroredHandler,
    PostMirroredEnd: PostMirroredEndHandler,
    RefreshMirrored: RefreshMirroredHandler,
}
