"""The shape of the project: names, arrows, and who may import what."""

import ast
import importlib.metadata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("embeddings", "qa", "web")
MAY_USE = {"embeddings": {"embeddings"}, "qa": {"embeddings", "qa"}, "web": {"embeddings", "qa", "web"}}
ONLY_IN = {
    "sqlite3": {"qa/store.py", "qa/schema.py", "qa/doctor.py"},  # the doctor asks only for its version
    "faiss": {"embeddings/index_rows.py", "embeddings/index_codes.py"},
    "openvino": {"embeddings/compiled.py", "embeddings/bert.py"},
    "torch": {f"qa/training/{name}.py" for name in ("model", "reader", "reranker", "run", "span_model", "texts")},
    "sentence_transformers": {"embeddings/sentence_transformer.py"},
    "tantivy": {"qa/keywords.py"},
    "sentencex": {"qa/sentences.py"},
    "spacy": {"qa/quotes/parse.py"},
    "fastapi": {"web/api.py", "web/app.py", "web/problems.py"},
    "pydantic": {"web/schemas.py", "web/api.py"},
}


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_three_names_are_ours_alone() -> None:
    names = importlib.metadata.packages_distributions()
    for package in PACKAGES:
        assert set(names.get(package, ["pullquote"])) == {"pullquote"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_arrows_and_boundaries(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    roots = {name.split(".")[0] for name in imports(path)}
    assert roots & set(PACKAGES) <= MAY_USE[place.split("/")[0]]
    for library, allowed in ONLY_IN.items():
        assert library not in roots or place in allowed, f"{place} imports {library}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_and_functions_are_short(path: Path) -> None:
    source = path.read_text("utf-8")
    assert source.count("\n") <= 400
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno < 45, node.name


def test_top_level_is_the_agreed_one() -> None:
    kept = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))}
    expected = {"pyproject.toml", "README.md", "LICENSE", "Makefile", "seeds", "qa", "embeddings", "web", "tests"}
    assert {name for name in kept if not name.endswith(".egg-info")} == expected
