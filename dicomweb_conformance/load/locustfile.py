"""The users of Locust: each goes through the tutorial, again and again."""

import os
from typing import Any

from locust import User, constant, events, task

from dicomweb_conformance.load.journey import Reached
from dicomweb_conformance.load.plan import plan_of
from dicomweb_conformance.load.visitor import Visitors


class WrongAnswer(Exception):
    """An answer was not what it must be; the text says what was expected and received."""


@events.init.add_listener  # type: ignore[untyped-decorator]  # Locust says nothing of its types
def _open(environment: Any, **_: Any) -> None:
    environment.visitors = Visitors(plan_of(os.environ))


class TutorialUser(User):
    """One who stores a study, looks for it, retrieves it and deletes it."""

    wait_time = constant(0)

    def on_start(self) -> None:
        """Get connections of one's own."""
        self._client = self.environment.visitors.client()

    @task
    def tutorial(self) -> None:
        """One journey."""
        self.environment.visitors.journey(self._client, self._tell)

    def _tell(self, reached: Reached) -> None:
        self.environment.events.request.fire(
            request_type="DICOMweb",
            name=reached.stage.name,
            response_time=reached.seconds * 1000,
            response_length=reached.size,
            exception=None if reached.wrong is None else WrongAnswer(reached.why),
            context={},
        )
