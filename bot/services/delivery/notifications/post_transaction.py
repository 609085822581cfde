"""A transaction, shown to those who sign it."""

from bot.services.delivery.notifications.notification import ProposalNotification


class PostTransaction(ProposalNotification, frozen=True, tag="post_transaction"):
    """Show signers the transaction with its hash, the decoded calls and the missing signatures."""
