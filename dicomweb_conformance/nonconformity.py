"""The one failure type of the harness, and the one way to say that a condition does not hold."""


class Nonconformity(AssertionError):
    """The target did not do what a requirement demands.

    Both sides are whole phrases for a reader of the report, without trailing full stop:
    ``expected`` says what the requirement demands, ``received`` what came instead.
    """

    impersonal = False
    """Whether the texts hold no value of a dataset, and so may be told of data of other people."""

    def __init__(self, expected: str, received: str) -> None:
        super().__init__(f"expected {expected}; received {received}")
        self.expected = expected
        self.received = received


class ImpersonalNonconformity(Nonconformity):
    """One whose texts hold no value of a dataset."""

    impersonal = True


class NotOffered(Exception):
    """The condition of a conditional requirement is not met by this target, so there is nothing to judge.

    ``reason`` says which condition, for the report.
    """

    impersonal = False
    """Whether the reason holds no value of a dataset."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ImpersonallyNotOffered(NotOffered):
    """One whose reason holds no value of a dataset."""

    impersonal = True


class NotRepeated(Exception):
    """A finding that was not there any more when the same was done again: nothing is concluded from it.

    ``reason`` tells both outcomes, for the report.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
