from tests.cogs.voting.conftest import moot, template

__all__ = ["moot", "template"]
