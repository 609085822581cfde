"""The guided tour as a panel of the page."""

from .panel import TourPanel, first_address

__all__ = ["TourPanel", "first_address"]
