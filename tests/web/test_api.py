"""The REST surface: shapes, errors and the stream."""

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from qa.library import Asked, Library
from web.api import streamed
from web.app import create_app
from web.guard import LOOPBACK
from web.work import BoundedExecutor

CITATION = {
    *("story_id", "sha256", "title", "source", "published", "paragraph"),
    *("start", "end", "exact", "prefix", "suffix", "url"),
}


def problem(response: Any, status: int, code: str) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:pullquote:{code}")
    return str(body["detail"])


def test_search(client: TestClient) -> None:
    hits = client.post("/v1/search", json={"query": "nine cows", "top_k": 2}).json()["hits"]
    assert len(hits) == 2
    citation = hits[0]["citation"]
    assert set(citation) == CITATION
    assert citation["exact"] == "It carried nine cows."
    text = client.get(f"/v1/stories/{citation['story_id']}").json()["text"]
    assert text[citation["start"] : citation["end"]] == citation["exact"]
    assert set(hits[0]["scores"]) == {"dense", "keyword", "words", "pairs", "interaction"}
    assert client.get(citation["url"]).status_code == 200


def test_search_with_a_filter(client: TestClient) -> None:
    sent = {"query": "ferry mill", "filter": {"source": "The Loom", "published_after": "2026-02-01"}}
    hits = client.post("/v1/search", json=sent).json()["hits"]
    assert {hit["citation"]["title"] for hit in hits} == {"Mill burns"}


def test_ask(client: TestClient) -> None:
    body = client.post("/v1/ask", json={"question": "Ferry late: what left Oban at noon?"}).json()
    assert body["answer"] == body["citations"][0]["exact"] == "The ferry left Oban at noon."
    assert body["abstained"] is False
    assert body["near"] == []
    assert 0.3 <= body["confidence"] <= 1
    assert body["conversation_id"]
    again = client.post("/v1/ask", json={"question": "And when?", "conversation_id": "c1"}).json()
    assert again["conversation_id"] == "c1"


def test_verdict_is_a_field_of_its_own(client: TestClient) -> None:
    body = client.post("/v1/ask", json={"question": "Was the mill burned on Tuesday?"}).json()
    assert (body["kind"], body["answer"], body["verdict"]) == ("yes_no", "Yes", "yes")
    assert client.post("/v1/ask", json={"question": "What left Oban at noon?"}).json()["verdict"] is None


def test_abstention_is_an_answer(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "zebra giraffe?"})
    body = response.json()
    assert response.status_code == 200
    assert (body["answer"], body["abstained"], body["citations"]) == (None, True, [])
    assert set(body["near"][0]) == {"citation", "score", "scores", "also"}


def test_a_story_that_is_not_there_is_no_error_to_ask_about(client: TestClient) -> None:
    for question in ("What is this story about?", "When did the ferry leave Oban?"):
        response = client.post("/v1/ask", json={"question": question, "filter": {"story_ids": ["nowhere"]}})
        assert (response.status_code, response.json()["abstained"]) == (200, True)


def events(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.replace("\r\n", "\n").strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_streamed_answer_has_its_sources_first(client: TestClient) -> None:
    asked = {"question": "What left Oban at noon?"}
    response = client.post("/v1/ask", json=asked, headers={"accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    streamed = events(response.text)
    assert [name for name, _ in streamed] == ["sources", "answer", "done"]
    plain = client.post("/v1/ask", json={**asked, "conversation_id": streamed[1][1]["conversation_id"]}).json()
    assert streamed[1][1] == plain
    assert streamed[0][1]["hits"][0]["citation"]["title"] == "Ferry late"


def test_stories_come_and_go(client: TestClient) -> None:
    sent = {"text": "Fog\n\nFog lay on the quay 🎉.", "source": "The Tide", "published": "2026-03-01"}
    made = client.post("/v1/stories", json=sent)
    assert made.status_code == 201
    added = made.json()
    assert (added["title"], added["passages"], added["created"]) == ("Fog", 2, True)
    assert made.headers["location"] == f"/v1/stories/{added['id']}"
    again = client.post("/v1/stories", json=sent)
    assert (again.status_code, again.json()["created"]) == (200, False)
    story = client.get(f"/v1/stories/{added['id']}").json()
    assert (story["text"], story["published"], story["current"]) == (sent["text"], "2026-03-01", True)
    passages = client.get(f"/v1/stories/{added['id']}/passages").json()["passages"]
    assert [(p["ordinal"], p["paragraph"], p["start"], p["end"], p["text"]) for p in passages] == [
        (0, 1, 0, 3, "Fog"),
        (1, 2, 5, 27, "Fog lay on the quay 🎉."),
    ]
    assert client.delete(f"/v1/stories/{added['id']}").status_code == 204
    problem(client.get(f"/v1/stories/{added['id']}"), 404, "story_not_found")
    problem(client.delete(f"/v1/stories/{added['id']}"), 404, "story_not_found")


def test_story_from_a_file(client: TestClient) -> None:
    file = {"file": ("fog.md", "# Fog\n\nFog lay on the quay – all day.".encode("cp1252"), "text/markdown")}
    added = client.post("/v1/stories", files=file, data={"source": "The Tide"}).json()
    assert (added["title"], added["encoding"]) == ("Fog", "cp1252")
    assert client.get(f"/v1/stories/{added['id']}").json()["source"] == "The Tide"


def test_new_version_of_an_address(client: TestClient) -> None:
    first = client.post("/v1/stories", json={"text": "Fog lay.", "url": "https://tide.example/fog"}).json()
    client.post("/v1/stories", json={"text": "Fog lifted.", "url": "https://tide.example/fog"})
    assert client.get(f"/v1/stories/{first['id']}").json()["current"] is False


def test_stories_are_listed_in_pages(client: TestClient) -> None:
    first = client.get("/v1/stories", params={"limit": 1}).json()
    assert (first["total"], [story["title"] for story in first["stories"]]) == (2, ["Mill burns"])
    second = client.get("/v1/stories", params={"limit": 1, "after": first["next"]}).json()
    assert ([story["title"] for story in second["stories"]], second["next"]) == (["Ferry late"], None)
    problem(client.get("/v1/stories", params={"after": "nothing"}), 404, "story_not_found")


@pytest.mark.parametrize(
    ("path", "body", "detail"),
    [
        ("/v1/ask", {"question": " "}, "the question is empty"),
        ("/v1/ask", {"question": "x" * 2001}, "question: String should have at most 2000"),
        ("/v1/ask", {}, "question: Field required"),
        ("/v1/ask", {"question": "a", "colour": 1}, "colour: Extra inputs are not permitted"),
        ("/v1/search", {"query": "a", "top_k": 101}, "top_k: Input should be less than or equal to 100"),
        ("/v1/search", {"query": "a", "filter": {"published_after": "soon"}}, "'soon' is no date"),
        ("/v1/stories", {"title": "no text"}, "text: Field required"),
    ],
)
def test_bad_requests_say_what_is_wrong(client: TestClient, path: str, body: Any, detail: str) -> None:
    assert detail in problem(client.post(path, json=body), 422, "invalid_request")


def test_bad_bodies(client: TestClient) -> None:
    plain = client.post("/v1/ask", content=b'{"question": "a"}', headers={"content-type": "text/plain"})
    assert "application/json" in problem(plain, 415, "unsupported_media_type")
    headers = {"content-type": "application/json"}
    problem(client.post("/v1/ask", content=b'{"question": ', headers=headers), 422, "invalid_request")
    problem(client.post("/v1/ask", content=b'{"question": "\\ud83d"}', headers=headers), 422, "invalid_request")
    problem(client.post("/v1/stories", content=b"plain", headers={"content-type": "text/plain"}), 415,
            "unsupported_media_type")  # fmt: skip
    assert "no file" in problem(client.post("/v1/stories", files={"other": ("a", b"x")}), 422, "invalid_request")
    assert "neither UTF-8" in problem(
        client.post("/v1/stories", files={"file": ("a.txt", b"\x00\x01\x02")}), 422, "unreadable_story"
    )
    problem(client.post("/v1/ask", content=b" " * 1_100_000, headers=headers), 413, "too_large")
    problem(client.post("/v1/ask", content=(b" " * 300_000 for _ in range(5)), headers=headers), 413,
            "too_large")  # fmt: skip


def test_unknown_paths_and_methods(client: TestClient) -> None:
    problem(client.get("/v1/nothing"), 404, "not_found")
    problem(client.put("/v1/ask"), 405, "method_not_allowed")


def test_health(client: TestClient) -> None:
    assert client.get("/livez").json() == {"status": "alive"}
    for _ in range(1000):  # it warms up beside the first requests
        if (ready := client.get("/readyz")).status_code == 200:
            break
        assert (ready.status_code, ready.json()) == (503, {"status": "starting"})
        time.sleep(0.03)
    assert ready.json() == {"status": "ready"}


def test_unexpected_error_is_a_problem_and_keeps_its_inside(
    two_stories: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(two_stories, "search", fail)
    app = create_app(two_stories, (*LOOPBACK, "testserver"))
    with TestClient(app, raise_server_exceptions=False) as opened:
        detail = problem(opened.post("/v1/search", json={"query": "a"}), 500, "internal_error")
    assert "secret" not in detail


def test_error_in_mid_stream_is_an_event(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    app: Any = client.app
    monkeypatch.setattr(app.state.library, "answer", fail)
    response = client.post("/v1/ask", json={"question": "What left?"}, headers={"accept": "text/event-stream"})
    (first, _), (last, problem_sent) = events(response.text)
    assert (first, last, problem_sent["code"]) == ("sources", "error", "internal_error")
    assert "secret" not in response.text


def test_past_the_queue_is_429(client: TestClient) -> None:
    app: Any = client.app
    app.state.questions.close()
    app.state.questions = BoundedExecutor("none", workers=1, waiting=-1)
    response = client.post("/v1/search", json={"query": "ferry"})
    problem(response, 429, "busy")
    assert response.headers["retry-after"] == "1"


def test_search_without_comparing_word_by_word(client: TestClient) -> None:
    hits = client.post("/v1/search", json={"query": "nine cows", "rerank": False}).json()["hits"]
    assert set(hits[0]["scores"]) == {"dense", "keyword", "words", "pairs"}
    assert hits[0]["score"] == pytest.approx(sum(hits[0]["scores"].values()))


def test_the_same_words_in_two_stories_are_one_hit(client: TestClient) -> None:
    for title in ("One wire", "Another wire"):
        text = f"{title}\n\nThe lighthouse keeper retired on Monday."
        assert client.post("/v1/stories", json={"text": text, "title": title}).status_code == 201
    hits = client.post("/v1/search", json={"query": "lighthouse keeper retired"}).json()["hits"]
    assert "retired" in hits[0]["citation"]["exact"]
    assert {hits[0]["citation"]["title"], hits[0]["also"][0]["title"]} == {"One wire", "Another wire"}
    assert not any("retired" in hit["citation"]["exact"] for hit in hits[1:])


def test_a_stopped_question_stops_the_reading(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    app: Any = client.app
    library = app.state.library
    begun, stopped = threading.Event(), threading.Event()

    def read(_: Asked, stop: Callable[[], bool]) -> None:
        begun.set()
        while not stop():
            time.sleep(0.001)
        stopped.set()

    monkeypatch.setattr(library, "answer", read)

    async def go_away() -> None:
        stream = streamed(library, app.state.questions, library.find("What left?"))
        assert b"sources" in await anext(stream)
        waiting: asyncio.Future[bytes] = asyncio.ensure_future(anext(stream))
        await asyncio.to_thread(begun.wait, 10)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await asyncio.to_thread(stopped.wait, 10)

    asyncio.run(go_away())


def test_follow_up_in_a_conversation(client: TestClient) -> None:
    first = client.post("/v1/ask", json={"question": "What left Oban at noon?"}).json()
    assert first["read_as"] is None
    sent = {"question": "And when was that?", "conversation_id": first["conversation_id"]}
    assert client.post("/v1/ask", json=sent).json()["read_as"] == "What left Oban at noon? when was that?"
    assert client.post("/v1/ask", json={"question": "And when was that?"}).json()["read_as"] is None


def test_findings_hold_their_words(client: TestClient) -> None:
    body = client.post("/v1/ask", json={"question": "Ferry late: what left Oban at noon?"}).json()
    (finding,) = body["answers"]
    assert set(finding) == {"words", "quote", "confidence", "also", "date"}
    assert set(finding["words"]) == set(finding["quote"]) == CITATION
    text = client.get(f"/v1/stories/{finding['quote']['story_id']}").json()["text"]
    for cited in (finding["words"], finding["quote"]):
        assert text[cited["start"] : cited["end"]] == cited["exact"]
    assert (body["kind"], body["differ"]) == ("words", False)
