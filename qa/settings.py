"""Where the data is, which encoder reads it and in which language its words are, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from platformdirs import user_cache_path, user_data_path

from embeddings.loading import DEFAULT_ENCODER
from qa.errors import SettingError

DEFAULT_LANGUAGE = "english"
DEFAULT_RISK = 0.1
# those for which tantivy has both a stemmer and stop words
LANGUAGES = ("danish", "dutch", "english", "finnish", "french", "german", "hungarian", "italian", "norwegian",
             "portuguese", "russian", "spanish", "swedish")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """`home` holds the library, `cache` what can be made again; `encoder` is a name or a folder.

    `language` chooses the stemmer and the stop words of the keyword index. `risk` is the share of wrong answers among
    those shown that is put up with. Raises SettingError for a value that can't be.
    """

    home: Path
    cache: Path
    encoder: str = DEFAULT_ENCODER
    language: str = DEFAULT_LANGUAGE
    risk: float = DEFAULT_RISK

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise SettingError(f"PULLQUOTE_LANGUAGE is {self.language!r}: it must be one of {', '.join(LANGUAGES)}")
        if not 0 < self.risk < 1:
            raise SettingError(f"PULLQUOTE_RISK is {self.risk}: it must be between 0 and 1, such as 0.1")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read PULLQUOTE_HOME, _CACHE, _ENCODER, _LANGUAGE and _RISK; what is unset or empty has a default."""
        home = environment.get("PULLQUOTE_HOME")
        cache = environment.get("PULLQUOTE_CACHE")
        return cls(
            home=Path(home) if home else user_data_path("pullquote", appauthor=False),
            cache=Path(cache) if cache else user_cache_path("pullquote", appauthor=False),
            encoder=environment.get("PULLQUOTE_ENCODER") or DEFAULT_ENCODER,
            language=(environment.get("PULLQUOTE_LANGUAGE") or DEFAULT_LANGUAGE).strip().lower(),
            risk=_share(environment.get("PULLQUOTE_RISK") or str(DEFAULT_RISK)),
        )


def _share(value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise SettingError(f"PULLQUOTE_RISK is {value!r}: it must be a number, such as {DEFAULT_RISK}") from error
