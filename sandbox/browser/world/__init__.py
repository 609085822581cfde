"""The controls of the world as a panel of the page."""

from .panel import WorldPanel

__all__ = ["WorldPanel"]
