"""What keeps the pages from being served."""

from bot.domain.errors.operators.configuration import ListenRefused


class CannotListen(Exception):
    """Another program listens there already, or nobody may."""

    def __init__(self, fault: ListenRefused) -> None:
        super().__init__(fault)
        self.fault = fault
