"""One process at a time may change a data folder; it says who it is."""

import json
import os
from pathlib import Path

from filelock import FileLock, Timeout

from qa.errors import LibraryInUseError, StoreError


class FolderLock:
    """Held while the process lives; the system lets go of it however the process ends."""

    def __init__(self, home: Path, holder: str) -> None:
        """Take the lock of the folder `home` at once. Raises LibraryInUseError where another process holds it."""
        self._lock = FileLock(home / "lock")
        note = home / "lock.json"
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise LibraryInUseError(_in_use(home, note)) from error
        note.write_text(json.dumps({"holder": holder, "pid": os.getpid()}), encoding="utf-8")

    def release(self) -> None:
        """Let another process change the folder."""
        self._lock.release()


def _in_use(home: Path, note: Path) -> str:
    try:
        held = json.loads(note.read_text(encoding="utf-8"))
        holder = f"`{held['holder']}` (process {held['pid']})"
    except (OSError, ValueError, KeyError, TypeError):
        holder = "another process"
    return (
        f"the library in {home} is in use by {holder}:"
        " stop that one, add or remove stories through its page, or set PULLQUOTE_HOME to another folder"
    )


def make_folder(folder: Path) -> Path:
    """Make a data folder where it is missing. Raises StoreError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the data folder {folder} can't be made ({error}): set PULLQUOTE_HOME to another") from error
    return folder
