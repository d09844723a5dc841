"""No test asserts how long something takes on this machine: Hypothesis would, by its deadline for one example."""

from hypothesis import settings

settings.register_profile("without deadline", deadline=None)
settings.load_profile("without deadline")
