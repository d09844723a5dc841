"""Wiring only: the plugin, the steps and the fixtures of the suite."""

pytest_plugins = [
    "dicomweb_conformance.pytest_plugin",
    "fixtures.target",
    "fixtures.studies",
    "fixtures.looking",
    "fixtures.deleting",
    "steps.given",
    "steps.response",
    "steps.store",
    "steps.retrieve",
    "steps.search",
    "steps.delete",
]
