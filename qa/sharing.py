"""A lock that searches share and a change has to itself."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SharedLock:
    """Any number of threads hold it shared, or one holds it alone. Who waits for it alone goes before new sharers.

    Not reentrant: a thread that holds it must not ask for it again.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._sharers = 0
        self._waiting = 0
        self._alone = False

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Hold the lock beside others."""
        with self._condition:
            while self._alone or self._waiting:
                self._condition.wait()
            self._sharers += 1
        try:
            yield
        finally:
            with self._condition:
                self._sharers -= 1
                if not self._sharers and self._waiting:
                    self._condition.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock with nobody beside."""
        with self._condition:
            self._waiting += 1
            while self._alone or self._sharers:
                self._condition.wait()
            self._waiting -= 1
            self._alone = True
        try:
            yield
        finally:
            with self._condition:
                self._alone = False
                self._condition.notify_all()
