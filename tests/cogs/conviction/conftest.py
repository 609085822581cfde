from tests.cogs.voting.conftest import dao, template

__all__ = ["dao", "template"]
