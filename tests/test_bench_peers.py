"""The benchmark's way to run a peer: the rankings it writes down are those of the peer."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.library import STORE_FILE
from tests.bench import compare_peers, own, peer_run, peers
from tests.bench.sets import BenchPassage, Query, RetrievalSet
from tests.conftest import WordEncoder

WORDS = ("rain", "vote", "bank", "goal", "ship")


class FakeModel:
    """Encodes a text as how often it has each of WORDS."""

    def encode(self, texts: list[str], **_: bool) -> NDArray[np.float32]:
        counts = np.array([[text.count(word) for word in WORDS] for text in texts], np.float32)
        lengths: NDArray[np.float32] = np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1)
        return counts / lengths


class FakePeer(peers.PlainScript):
    def __init__(self, model: str) -> None:
        assert model == "folder"
        self._model = FakeModel()


def make_set() -> RetrievalSet:
    generator = np.random.default_rng(0)
    texts = [" ".join(generator.choice(WORDS, 9)) + f" {i}" for i in range(300)]
    queries = [Query(" ".join(generator.choice(WORDS, 4)), frozenset({i})) for i in range(230)]
    return RetrievalSet(
        "Made up", tuple(BenchPassage(f"Story {i}", text) for i, text in enumerate(texts)), tuple(queries)
    )


@pytest.mark.parametrize("own", [False, True])
def test_plain_script_finds_what_brute_force_finds(own):
    one, model = make_set(), FakeModel()
    texts = [passage.titled() for passage in one.passages]
    vectors = model.encode(texts)
    peer = FakePeer("folder")
    peer.ingest(texts, None if own else vectors)
    for query in one.queries[:50]:
        cosines = vectors @ model.encode([query.text])[0]
        found = peer.search(query.text)
        assert len(set(found)) == peers.TOP_K
        np.testing.assert_allclose(cosines[found], np.sort(cosines)[::-1][: peers.TOP_K], rtol=1e-5)


def test_parts_of_a_run_are_put_together_and_kept(tmp_path, monkeypatch):
    one = make_set()
    vectors = FakeModel().encode([passage.titled() for passage in one.passages])
    monkeypatch.setattr(peer_run, "installed_version", lambda _: "1.0")

    def in_this_process(command: list[str], **_: object) -> None:
        part, _name, model, folder, output = command[3:]
        assert Path(model).is_dir()
        Path(output).write_text(json.dumps(peer_run.run(part, FakePeer("folder"), Path(folder))))

    monkeypatch.setattr(compare_peers, "run", in_this_process)
    done = compare_peers.run_peers(["plain script"], one, vectors, tmp_path)["plain script"]
    assert (len(done.rankings), len(done.milliseconds), done.reason) == (230, peer_run.TIMED, None)
    assert done.version == "1.0"
    assert done.disk_mb is not None
    assert done.disk_mb * 1e6 >= vectors.nbytes
    assert None not in (done.index_seconds, done.ingest_rate, done.peak_mb)

    monkeypatch.setattr(compare_peers, "run", None)
    assert compare_peers.run_peers(["plain script"], one, vectors, tmp_path)["plain script"] == done
    with pytest.raises(TypeError, match="not callable"):  # fewer questions: what was kept is of another set
        compare_peers.run_peers(["plain script"], replace(one, queries=one.queries[1:]), vectors, tmp_path)


def test_a_peer_that_cannot_run_says_why(tmp_path, capsys):
    one = make_set()
    vectors = FakeModel().encode([passage.titled() for passage in one.passages])
    done = compare_peers.run_peers(["no such peer"], one, vectors, tmp_path, parts=["rankings"])
    compare_peers.print_table(one, done)
    assert "did not run: KeyError: 'no such peer'" in capsys.readouterr().out


def test_pullquote_as_a_peer_finds_what_the_library_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "load_encoder", lambda *_: WordEncoder())
    texts = ["The ferry left Oban at noon.", "A goat ate the hay.", "Nobody waved from the pier."]
    peer = own.Pullquote(reranked=False)
    peer.ingest(texts, WordEncoder().encode_passages(texts))
    assert [peer.search(f"{text}?")[0] for text in texts] == [0, 1, 2]
    again = own.Pullquote(reranked=True)
    again.ingest(texts, None)
    assert again.search("Who ate the hay?")[0] == 1
    peer.save(tmp_path)
    assert (tmp_path / STORE_FILE).stat().st_size > 0
    peer.close()
    again.close()
    assert peer_run.named("Pullquote") is own.OWN["Pullquote"]
