from tests.cogs.voting.conftest import dao

__all__ = ["dao"]
