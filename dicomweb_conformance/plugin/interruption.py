"""What Ctrl-C, or the end of a CI job, does to a run: the first stops the scenarios, another one all that is left."""

import signal
import threading
from dataclasses import dataclass, field
from types import FrameType


@dataclass
class Interruption:
    """Counts SIGINT and SIGTERM, and says by KeyboardInterrupt when the run is to end.

    Before a scenario begins the first is raised at once. Within scenarios it is raised where the run waits, or goes on
    to the next step: elsewhere it would leave an exchange that is recorded in part, or a connection that no request can
    use. While the run ends it is only noted, so that what was stored is removed. A second one is raised at once.
    """

    count: int = field(default=0, init=False)
    judging: bool = field(default=False, init=False)
    ending: bool = field(default=False, init=False)
    _pending: bool = field(default=False, init=False)
    _waits: int = field(default=0, init=False)

    def install(self) -> None:
        """Take both signals from now on; to be called in the main thread."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._handle)

    def check(self) -> None:
        """Raise KeyboardInterrupt if a signal has come that was not raised yet. Signals concern the main thread."""
        if self._pending and not self.ending and threading.current_thread() is threading.main_thread():
            self._pending = False
            raise KeyboardInterrupt

    def __enter__(self) -> None:
        """While it is open, the run waits for something, and a signal is raised at once."""
        if threading.current_thread() is threading.main_thread():
            self._waits += 1
            self.check()

    def __exit__(self, *_: object) -> None:
        if threading.current_thread() is threading.main_thread():
            self._waits -= 1

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.count += 1
        if self.count > 1:
            raise KeyboardInterrupt
        if self.judging and not self._waits:
            self._pending = True
        elif not self.ending:
            raise KeyboardInterrupt
