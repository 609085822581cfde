"""Settings of the property tests: no deadline, since a busy machine is no fault of the count."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("counting", deadline=None)
settings.load_profile("counting")
