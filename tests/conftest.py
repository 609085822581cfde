"""The one profile of the property tests: no deadline, since a busy machine is no fault of the program."""

from hypothesis import settings

settings.register_profile("folkmoot", deadline=None)
settings.load_profile("folkmoot")
