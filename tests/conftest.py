import os

from hypothesis import settings

pytest_plugins = ["tests.databases", "tests.town"]

# No deadline: a property that fails because the machine was busy says nothing. bin/check --deep looks for longer.
settings.register_profile("quick", max_examples=50, deadline=None)
settings.register_profile("deep", max_examples=1000, deadline=None)
settings.load_profile("deep" if os.environ.get("CAREERRELAY_DEEP") else "quick")
