"""The pieces of the pytest plugin: options, features as tests, the session, verdicts, progress."""
