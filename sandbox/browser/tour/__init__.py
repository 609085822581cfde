"""The guided tour as a panel of the page."""

from sandbox.browser.tour.panel import TourPanel, first_address, window_of_step

__all__ = ["TourPanel", "first_address", "window_of_step"]
