"""The bounded executor: it runs what it has room for, refuses the rest, and has room again after."""

import asyncio
import threading

import pytest

from web.work import BoundedExecutor, BusyError


def test_room_is_taken_and_given_back() -> None:
    async def scenario() -> None:
        executor = BoundedExecutor("test", workers=1, waiting=1)
        gate = threading.Event()
        first = asyncio.create_task(executor.run(gate.wait, 30))
        second = asyncio.create_task(executor.run(lambda: "second"))
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="2 requests are waiting"):
            await executor.run(lambda: "third")
        gate.set()
        assert await first is True
        assert await second == "second"
        assert await executor.run(lambda: "third") == "third"
        executor.close()

    asyncio.run(scenario())


def test_error_of_the_work_reaches_its_caller_and_frees_the_room() -> None:
    async def scenario() -> None:
        executor = BoundedExecutor("test", workers=1, waiting=0)
        for _ in range(3):
            with pytest.raises(ValueError, match="invalid literal"):
                await executor.run(int, "x")
        executor.close()

    asyncio.run(scenario())
