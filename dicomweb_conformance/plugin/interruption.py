"""What Ctrl-C, or the end of a CI job, does to a run: the first stops the scenarios, another one all that is left."""

import signal
from dataclasses import dataclass, field
from types import FrameType


@dataclass
class Interruption:
    """Counts SIGINT and SIGTERM. While the run ends, the first is only noted, so that what was stored is removed."""

    count: int = field(default=0, init=False)
    ending: bool = field(default=False, init=False)

    def install(self) -> None:
        """Take both signals from now on; to be called in the main thread."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._handle)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.count += 1
        if self.count > 1 or not self.ending:
            raise KeyboardInterrupt
