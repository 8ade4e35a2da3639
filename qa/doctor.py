"""Checks of the installation and of the library, each with what was found and what to do about it."""

import importlib.util
import sqlite3
import sys
from dataclasses import dataclass

from embeddings import multilingual
from embeddings.errors import PullquoteError
from embeddings.loading import DEFAULT_ENCODER, MULTILINGUAL_ENCODER
from embeddings.weights import TOKENIZER_SHA256, WEIGHTS_SHA256, check_sha256, packaged_model
from qa.library import Library
from qa.settings import Settings


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    passed: bool
    found: str


def examine() -> list[Check]:
    """Look at the interpreter, the model's files and the library, changing nothing."""
    settings = Settings.from_environment()
    checks = [
        Check("python", sys.version_info >= (3, 11), sys.version.split()[0]),
        Check("sqlite", sqlite3.sqlite_version_info >= (3, 37), sqlite3.sqlite_version),
        Check("torch loaded", "torch" not in sys.modules, "no" if "torch" not in sys.modules else "yes"),
        _check_encoder(settings),
    ]
    return checks + _check_library(settings)


def _check_encoder(settings: Settings) -> Check:
    if settings.encoder not in (DEFAULT_ENCODER, MULTILINGUAL_ENCODER):
        installed = importlib.util.find_spec("sentence_transformers") is not None
        return Check("encoder", installed, f"{settings.encoder}, by sentence-transformers")
    try:
        if settings.encoder == MULTILINGUAL_ENCODER:
            check_sha256(multilingual.packaged_weights(), multilingual.WEIGHTS_SHA256)
            return Check("encoder", True, f"{MULTILINGUAL_ENCODER}, weights match their sha256")
        model = packaged_model()
        check_sha256(model / "model.safetensors", WEIGHTS_SHA256)
        check_sha256(model / "tokenizer.json", TOKENIZER_SHA256)
    except (PullquoteError, OSError) as error:
        return Check("encoder", False, str(error))
    return Check("encoder", True, f"{DEFAULT_ENCODER}, weights and tokenizer match their sha256")


def _check_library(settings: Settings) -> list[Check]:
    try:
        with Library(settings, write=False) as library:
            verdict = library.check()
            stories, passages = library.count()
            checks = [
                Check("store", verdict == "ok", f"{settings.home}: {verdict}"),
                Check("stories", True, f"{stories} stories, {passages} passages"),
            ]
            if stories:
                library.warm()
                hits = library.search("what happened", top_k=1)
                checks.append(Check("search", bool(hits), "finds passages" if hits else "finds nothing"))
            return checks
    except PullquoteError as error:
        return [Check("library", error.code == "empty_library", str(error))]
