"""`POST /v1/quotes/check`: what it takes, what it refuses and what it answers."""

import pytest
from starlette.testclient import TestClient

from qa.library import Library
from tests.web.test_api import problem
from web import schemas

URL = "/v1/quotes/check"
WAVED = "The ferry left Oban at noon."


def test_quotations_with_their_claims(client: TestClient) -> None:
    sent = {
        "quotations": [
            {"quote": WAVED, "source": "The Tide"},
            {"quote": "The ferry left Oban at one.", "speaker": "Ada Finn"},
        ]
    }
    response = client.post(URL, json=sent)
    assert response.status_code == 200
    body = response.json()
    assert set(body) == set(schemas.CheckResponse.model_fields)
    assert [(one["quote"], one["source"], one["wording"]) for one in body["results"]] == [
        (WAVED, "The Tide", "verbatim"),
        ("The ferry left Oban at one.", None, "altered"),
    ]
    assert (body["results"][0]["pass"], body["results"][1]["pass"]) == (True, False)
    assert body["results"][1]["speaker"]["claimed"] == "Ada Finn"
    cited = body["results"][0]["citations"][0]
    text = client.get(f"/v1/stories/{cited['story_id']}").json()["text"]
    assert text[cited["start"] : cited["end"]] == cited["exact"] == WAVED
    assert client.get(cited["url"]).status_code == 200
    assert (body["summary"], body["unchecked"]) == ("2 quotations: 1 pass, 0 to look at, 1 fail.", [])
    assert body["markdown"].startswith(f"# Quotations checked\n\n{body['summary']}")


def test_results_say_where_in_the_text_they_stand_in_code_points(client: TestClient) -> None:
    text = f"🎉 😬 “{WAVED}” A so-called “cow”. “Nobody waved at the mill on Tuesday.”"
    body = client.post(URL, json={"text": text}).json()
    assert [[text[span["start"] : span["end"]] for span in one["spans"]] for one in body["results"]] == [
        [WAVED],
        ["Nobody waved at the mill on Tuesday."],
    ]
    assert body["results"][0]["wording"] == "verbatim"
    (term,) = body["unchecked"]
    assert (term["role"], text[term["spans"][0]["start"] : term["spans"][0]["end"]]) == ("term", "cow")


def test_a_text_without_quotations(client: TestClient) -> None:
    for text in ("", "  "):
        body = client.post(URL, json={"text": text}).json()
        assert (body["results"], body["unchecked"]) == ([], [])
    assert client.post(URL, json={"quotations": []}).json()["results"] == []


def test_the_profile_decides_the_outcome_and_not_the_evidence(client: TestClient) -> None:
    found = {}
    for profile in ("strict", "delete-only", "clean-up"):
        sent = {
            "quotations": [{"quote": "The ferry left … noon. Nobody waved.", "source": "The Tide"}],
            "profile": profile,
        }
        found[profile] = client.post(URL, json=sent).json()["results"][0]
    assert {profile: one["outcome"] for profile, one in found.items()} == {
        "strict": "warn",
        "delete-only": "pass",
        "clean-up": "pass",
    }
    assert len({(one["wording"], one["severity"], str(one["diff"])) for one in found.values()}) == 1


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": "“Rain,” she said.", "quotations": [{"quote": "Rain"}]},
        {"text": None, "quotations": None},
        {"text": "Rain", "profile": "lenient"},
        {"quotations": [{"quote": ""}]},
        {"quotations": [{"speaker": "Ada Finn"}]},
        {"quotations": [{"quote": "Rain"}] * 501},
        {"quotations": "Rain"},
        {"text": "x" * 1_000_001},
    ],
    ids=["neither", "both", "null", "profile", "empty", "no quote", "501", "no list", "too long"],
)
def test_what_cannot_be_checked_is_a_problem(client: TestClient, sent: dict[str, object]) -> None:
    assert problem(client.post(URL, json=sent), 422, "invalid_request")


def test_a_problem_says_what_to_send(client: TestClient) -> None:
    said = problem(client.post(URL, json={"text": "Rain", "quotations": []}), 422, "invalid_request")
    assert said == "send either text or quotations"


def test_five_hundred_are_checked(client: TestClient) -> None:
    body = client.post(URL, json={"quotations": [{"quote": WAVED}] * 500}).json()
    assert len(body["results"]) == 500
    assert body["summary"].startswith("500 quotations: 500 pass")


def test_quotations_that_are_too_long_together_are_a_problem(client: TestClient) -> None:
    sent = {"quotations": [{"quote": "x " * 300_000}] * 2}
    assert "1200000 characters" in problem(client.post(URL, json=sent), 422, "invalid_request")


def test_a_story_is_checked_against_from_when_it_is_added_until_it_is_removed(
    client: TestClient, two_stories: Library
) -> None:
    sent = {"quotations": [{"quote": "Fog lay on the quay all of the day."}]}
    assert client.post(URL, json=sent).json()["results"][0]["wording"] == "not_found"
    added = client.post("/v1/stories", json={"text": "Fog\n\nFog lay on the quay all of the day."}).json()
    assert client.post(URL, json=sent).json()["results"][0]["wording"] == "verbatim"
    assert client.delete(f"/v1/stories/{added['id']}").status_code == 204
    assert client.post(URL, json=sent).json()["results"][0]["wording"] == "not_found"
    assert two_stories.count()[0] == 2
