"""The controls of the world as a panel of the page."""

from sandbox.browser.world.panel import WorldPanel

__all__ = ["WorldPanel"]
