"""The OpenAPI document describes every operation and every field, with an example."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from qa.as_json import answer_json
from qa.questions import Kind
from qa.types import Answer, Citation
from web.schemas import AskResponse, CitationShape

OPERATIONS = {
    ("post", "/v1/quotes/check"),
    ("post", "/v1/search"),
    ("post", "/v1/ask"),
    ("get", "/v1/stories"),
    ("post", "/v1/stories"),
    ("get", "/v1/stories/{story_id}"),
    ("delete", "/v1/stories/{story_id}"),
    ("get", "/v1/stories/{story_id}/passages"),
    ("get", "/livez"),
    ("get", "/readyz"),
}


@pytest.fixture
def document(client: TestClient) -> Any:
    return client.get("/openapi.json").json()


def test_operations_are_described(document: Any) -> None:
    found = {
        (method, path): operation for path, item in document["paths"].items() for method, operation in item.items()
    }
    assert set(found) == OPERATIONS
    for operation in found.values():
        assert operation["description"].strip()
        for parameter in operation.get("parameters", []):
            assert parameter["description"]
            assert parameter["schema"].get("examples") or parameter.get("examples")


def test_fields_are_described_and_have_an_example(document: Any) -> None:
    fields = [
        (f"{name}.{field}", shape)
        for name, schema in document["components"]["schemas"].items()
        for field, shape in schema.get("properties", {}).items()
        if "ValidationError" not in name
    ]
    form = document["paths"]["/v1/stories"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    fields += [(f"form.{name}", shape) for name, shape in form["properties"].items() if name != "file"]
    assert len(fields) > 40
    for name, shape in fields:
        assert shape.get("description"), name
        assert shape.get("examples") or _refers(shape), name


def test_every_reference_leads_somewhere(document: Any) -> None:
    for reference in _references(document):
        place = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_citations_have_the_fields_of_the_type() -> None:
    assert list(CitationShape.model_fields) == list(Citation.__slots__)


def test_answers_have_the_fields_that_are_written() -> None:
    written = answer_json(Answer("Who?", Kind.WORDS, (), 0.0))
    assert [*written, "conversation_id"] == list(AskResponse.model_fields)
    assert AskResponse.model_validate({**written, "conversation_id": "c"}).verdict is None


def _refers(shape: Any) -> bool:
    return any("$ref" in str(part) for part in (shape.get("$ref"), shape.get("items"), shape.get("anyOf"), shape))


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
