"""The guided tour as a panel of the page."""

from .panel import TourPanel

__all__ = ["TourPanel"]
