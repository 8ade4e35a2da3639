"""A bounded place to work: threads for what would block the server, and a refusal past its queue."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from embeddings.errors import PullquoteError

P = ParamSpec("P")
T = TypeVar("T")


class BusyError(PullquoteError):
    """More work is waiting than is let wait."""

    code = "busy"
    retry_after = 1


class BoundedExecutor:
    """`workers` threads, and room for `waiting` calls; further ones are refused with BusyError."""

    def __init__(self, name: str, workers: int, waiting: int) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._room = workers + waiting
        self._taken = 0  # touched on the event loop's thread alone

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in a thread and return its result; a caller that goes away leaves it to end by itself."""
        if self._taken >= self._room:
            raise BusyError(f"{self._taken} requests are waiting already: try again in a second")
        self._taken += 1
        future = self._threads.submit(work, *args, **kwargs)
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._release))
        return await asyncio.wrap_future(future)

    def _release(self) -> None:
        self._taken -= 1

    def close(self) -> None:
        """Drop what is waiting, and wait for what is under way."""
        self._threads.shutdown(wait=True, cancel_futures=True)
