"""Files that are either the old one or the new one, whole, whenever the process or the machine stops."""

import os
from collections.abc import Iterable
from pathlib import Path

_TEMPORARY = ".tmp"


def write_atomically(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    """Replace `path` by the concatenated `parts`: temporary file, fsync, rename, fsync of the folder."""
    temporary = path.with_name(path.name + _TEMPORARY)
    with temporary.open("wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the folder's own entries (a rename in it) durable, where the system lets a folder be opened."""
    if os.name == "nt":  # Windows has no fsync for folders
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_leftovers(folder: Path) -> None:
    """Delete the temporary files that a killed process left in `folder`."""
    for leftover in folder.glob("*" + _TEMPORARY):
        leftover.unlink(missing_ok=True)
