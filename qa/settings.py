"""Where the data is and which encoder reads it, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from platformdirs import user_cache_path, user_data_path

from embeddings.loading import DEFAULT_ENCODER


@dataclass(frozen=True, slots=True)
class Settings:
    """`home` holds the library, `cache` what can be made again; `encoder` is a name or a folder."""

    home: Path
    cache: Path
    encoder: str = DEFAULT_ENCODER

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read PULLQUOTE_HOME, PULLQUOTE_CACHE and PULLQUOTE_ENCODER; what is unset or empty has a default."""
        home = environment.get("PULLQUOTE_HOME")
        cache = environment.get("PULLQUOTE_CACHE")
        return cls(
            home=Path(home) if home else user_data_path("pullquote", appauthor=False),
            cache=Path(cache) if cache else user_cache_path("pullquote", appauthor=False),
            encoder=environment.get("PULLQUOTE_ENCODER") or DEFAULT_ENCODER,
        )
