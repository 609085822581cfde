"""How each kind of notification is delivered in Discord. A new one is one file and one line here."""

from bot.services.delivery.notifications import (
    AnnounceDiscussion,
    Notification,
    NotifyDelegator,
    NotifyMember,
    NotifyMoved,
    NotifyUnreadable,
    OpenDiscussion,
    PostCard,
    PostDiff,
    PostEvent,
    PostGivenUp,
    PostLogEntry,
    PostReason,
    PostRefusals,
    PostRequest,
    PostResult,
    PostResultInThread,
    PostRuleChange,
    RefreshCard,
    RefreshRequest,
    ReportClock,
    ReportUnseen,
    WarnModerators,
    WarnUndelivered,
)
from cogs.notifications.handlers.announce_discussion import AnnounceDiscussionHandler
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.handlers.notify_delegator import NotifyDelegatorHandler
from cogs.notifications.handlers.notify_member import NotifyMemberHandler
from cogs.notifications.handlers.notify_moved import NotifyMovedHandler
from cogs.notifications.handlers.notify_unreadable import NotifyUnreadableHandler
from cogs.notifications.handlers.open_discussion import OpenDiscussionHandler
from cogs.notifications.handlers.post_card import PostCardHandler
from cogs.notifications.handlers.post_diff import PostDiffHandler
from cogs.notifications.handlers.post_event import PostEventHandler
from cogs.notifications.handlers.post_given_up import PostGivenUpHandler
from cogs.notifications.handlers.post_log_entry import PostLogEntryHandler
from cogs.notifications.handlers.post_reason import PostReasonHandler
from cogs.notifications.handlers.post_refusals import PostRefusalsHandler
from cogs.notifications.handlers.post_request import PostRequestHandler
from cogs.notifications.handlers.post_result import PostResultHandler
from cogs.notifications.handlers.post_result_in_thread import PostResultInThreadHandler
from cogs.notifications.handlers.post_rule_change import PostRuleChangeHandler
from cogs.notifications.handlers.refresh_card import RefreshCardHandler
from cogs.notifications.handlers.refresh_request import RefreshRequestHandler
from cogs.notifications.handlers.report_clock import ReportClockHandler
from cogs.notifications.handlers.report_unseen import ReportUnseenHandler
from cogs.notifications.handlers.warn_moderators import WarnModeratorsHandler
from cogs.notifications.handlers.warn_undelivered import WarnUndeliveredHandler

HANDLERS: dict[type[Notification], type[Handler]] = {
    OpenDiscussion: OpenDiscussionHandler,
    AnnounceDiscussion: AnnounceDiscussionHandler,
    PostCard: PostCardHandler,
    PostDiff: PostDiffHandler,
    PostRuleChange: PostRuleChangeHandler,
    PostEvent: PostEventHandler,
    PostLogEntry: PostLogEntryHandler,
    PostGivenUp: PostGivenUpHandler,
    PostReason: PostReasonHandler,
    PostRefusals: PostRefusalsHandler,
    PostResult: PostResultHandler,
    PostResultInThread: PostResultInThreadHandler,
    PostRequest: PostRequestHandler,
    NotifyDelegator: NotifyDelegatorHandler,
    NotifyMember: NotifyMemberHandler,
    NotifyMoved: NotifyMovedHandler,
    NotifyUnreadable: NotifyUnreadableHandler,
    RefreshCard: RefreshCardHandler,
    RefreshRequest: RefreshRequestHandler,
    ReportUnseen: ReportUnseenHandler,
    ReportClock: ReportClockHandler,
    WarnModerators: WarnModeratorsHandler,
    WarnUndelivered: WarnUndeliveredHandler,
}
