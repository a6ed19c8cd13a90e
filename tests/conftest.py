pytest_plugins = ["tests.databases", "tests.town"]
