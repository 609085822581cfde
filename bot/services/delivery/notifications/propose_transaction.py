"""A transaction for the Safe."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification


class ProposeTransaction(ProposalNotification, frozen=True, tag="propose_transaction"):
    """Hand the Safe transaction to the transaction service."""

    said: ClassVar[bool] = False

    @property
    def lane(self) -> str:
        return f"safe:{self.proposal}"
