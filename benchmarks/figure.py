"""What a benchmark says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure and the most (``most``) or the least (``least``) that it may be; ``how`` says what it is."""

    name: str
    value: float
    unit: str
    how: str
    most: float | None = None
    least: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the figure is within its limit."""
        above = self.most is not None and self.value > self.most
        below = self.least is not None and self.value < self.least
        return not (above or below)

    @property
    def limit(self) -> str:
        """The limit, as it is read."""
        return f"at most {self.most:g}" if self.most is not None else f"at least {self.least:g}"
