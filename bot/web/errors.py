"""What keeps the pages from being served."""


class CannotListen(Exception):
    """Another program listens there already, or nobody may. Says where, and why."""
