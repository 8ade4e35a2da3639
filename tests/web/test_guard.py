"""Hosts, origins and headers."""

import pytest
from starlette.testclient import TestClient

from tests.web.test_api import problem
from web.guard import allowed_hosts


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:1", "[::1]:8000", "LOCALHOST"])
def test_loopback_hosts_are_served(client: TestClient, host: str) -> None:
    assert client.get("/livez", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8000", "localhost.evil.example", "x:y"])
def test_other_hosts_are_not(client: TestClient, host: str) -> None:
    response = client.get("/", headers={"host": host})
    assert "PULLQUOTE_ALLOWED_HOSTS" in problem(response, 421, "host_not_allowed")
    assert "content-security-policy" in response.headers


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://testserver:81", "https://testserver.evil"])
def test_pages_of_other_origins_change_nothing(client: TestClient, origin: str) -> None:
    response = client.post("/v1/stories", json={"text": "x"}, headers={"origin": origin})
    problem(response, 403, "origin_not_allowed")


def test_own_page_may_change_stories(client: TestClient) -> None:
    response = client.post("/v1/stories", json={"text": "Fog."}, headers={"origin": "http://testserver"})
    assert response.status_code == 201


def test_page_comes_with_a_strict_policy(client: TestClient) -> None:
    for path in ("/", "/story/abc", "/story/abc/1-2", "/v1/stories", "/static/main.js"):
        response = client.get(path)
        assert response.status_code == 200
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
    assert client.get("/static/../app.py").status_code == 404


def test_allowed_hosts() -> None:
    hosts = allowed_hosts("0.0.0.0", {"PULLQUOTE_ALLOWED_HOSTS": "News.example, desk.example,"})
    assert {"127.0.0.1", "localhost", "news.example", "desk.example"} < set(hosts)
    assert "" not in hosts
