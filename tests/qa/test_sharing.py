"""The lock that searches share."""

import threading
from concurrent.futures import ThreadPoolExecutor

from qa.sharing import SharedLock


def test_searches_share_and_a_change_is_alone() -> None:
    lock = SharedLock()
    together = threading.Barrier(3)
    inside, alone = [0], [0]
    guard = threading.Lock()

    def share() -> None:
        with lock.shared():
            together.wait(10)  # passes only if three hold it at once

    def share_many() -> None:
        for _ in range(300):
            with lock.shared():
                with guard:
                    inside[0] += 1
                assert alone[0] == 0
                with guard:
                    inside[0] -= 1

    def change() -> None:
        for _ in range(100):
            with lock.alone():
                alone[0] += 1
                assert alone[0] == 1
                assert inside[0] == 0
                alone[0] -= 1

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(share) for _ in range(3)]:
            done.result(10)
        for done in [pool.submit(work) for work in (share_many, change, share_many, change, share_many)]:
            done.result(30)


def test_who_waits_to_be_alone_goes_before_new_sharers() -> None:
    lock = SharedLock()
    order: list[str] = []
    waiting, shared = threading.Event(), threading.Event()

    def change() -> None:
        waiting.set()
        with lock.alone():
            order.append("alone")

    def share() -> None:
        shared.set()
        with lock.shared():
            order.append("shared")

    with ThreadPoolExecutor(2) as pool:
        with lock.shared():
            changing = pool.submit(change)
            waiting.wait(10)
            while not lock._waiting:
                pass
            sharing = pool.submit(share)
            shared.wait(10)
        changing.result(10)
        sharing.result(10)
    assert order == ["alone", "shared"]
