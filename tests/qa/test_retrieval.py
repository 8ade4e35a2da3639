"""Fusion against a hand count."""

from collections.abc import Mapping, Sequence

import pytest

from qa.matching import Match
from qa.retrieval import MATCHED, RERANKED, Candidates, Weights, collapse, first_of_each_story, rank, rerank
from qa.types import Document, Hit, Passage, Span
from tests.conftest import WordEncoder

WEIGHTS = Weights(keyword=0.1, words=0.2, pairs=0.5)


def test_the_score_is_the_sum_of_its_parts() -> None:
    matches = {7: Match(0, 0), 9: Match(0.5, 0.1), 11: Match(1, 1)}
    found = Candidates({7: 0.8, 9: 0.5, 11: 0.1}, {9: 4.0, 11: 2.0})
    ranked = rank(found, lambda items: {i: matches[i] for i in items}, 3, WEIGHTS)
    assert [item for item, _, _ in ranked] == [9, 11, 7]
    by_hand = [0.5 + 0.1 * 4 + 0.2 * 0.5 + 0.5 * 0.1, 0.1 + 0.1 * 2 + 0.2 * 1 + 0.5 * 1, 0.8]
    assert [score for _, score, _ in ranked] == pytest.approx(by_hand)
    assert dict(ranked[0][2]) == pytest.approx({"dense": 0.5, "keyword": 0.4, "words": 0.1, "pairs": 0.05})


def test_the_best_by_cosine_and_bm25_are_matched_and_the_others_left_out() -> None:
    asked: list[Sequence[int]] = []

    def match(items: Sequence[int]) -> Mapping[int, Match]:
        asked.append(items)
        return {i: Match(0, 0) for i in items if i != 1}

    cosines = {i: 1 - i / 1000 for i in range(MATCHED + 5)}
    ranked = rank(Candidates(cosines, {MATCHED + 4: 50.0}), match, 5)
    assert asked == [[MATCHED + 4, *range(MATCHED - 1)]]
    assert [item for item, _, _ in ranked] == [MATCHED + 4, 0, *range(2, MATCHED - 1)]  # 1 was removed meanwhile
    rank(Candidates(cosines, {}), match, MATCHED + 2)
    assert asked[1] == [*range(MATCHED + 2)]  # as many as are wanted
    assert rank(Candidates({}, {}), match, 5) == []


def test_equal_scores_go_by_id() -> None:
    ranked = rank(Candidates({2: 0.5, 1: 0.5}, {}), lambda items: {i: Match(0, 0) for i in items}, 2)
    assert [item for item, _, _ in ranked] == [1, 2]


def test_passages_of_the_same_words_are_taken_once_and_all_cited() -> None:
    texts = ["The mill burned. Twice!", "A ferry sank.", "the mill burned, twice", "The mill burned."]
    hits = []
    for number, text in enumerate(texts):
        document = Document.of(text, title=f"Story {number}")
        span = Span(0, len(text))
        hits.append(Hit(Passage(document.id, 0, 1, span), document.cite(span, 1), 1 - number / 10))
    found = collapse(hits)
    assert [hit.citation.title for hit in found] == ["Story 0", "Story 1", "Story 3"]
    assert [[citation.title for citation in hit.also] for hit in found] == [["Story 2"], [], []]


def test_passages_that_begin_alike_are_not_the_same() -> None:
    beginning = "The old mill by the river"
    texts = [f"{beginning} burned.", f"{beginning} stands.", f"{beginning.upper()}, burned!", beginning, "The", "the"]
    documents = [Document.of(text, title=text) for text in texts]
    spans = [Span(0, len(text)) for text in texts]
    hits = [
        Hit(Passage(one.id, 0, 1, span), one.cite(span, 1), 0.5) for one, span in zip(documents, spans, strict=True)
    ]
    assert [len(hit.also) for hit in collapse(hits)] == [1, 0, 0, 1]


def test_reranking_adds_the_nearness_of_pieces_to_the_first(words: WordEncoder) -> None:
    texts = ["a mill", "the ferry left", *["a pier"] * (RERANKED - 2), "the ferry"]
    documents = [Document.of(text, title=text[:1]) for text in texts]
    hits = [
        Hit(Passage(one.id, 0, 1, Span(0, len(one.text))), one.cite(Span(0, len(one.text)), 1), 0.5, {"dense": 0.5})
        for one in documents
    ]
    found = rerank("the ferry", hits, words, weight=2.0)
    # "the" weighs 0.3 as a function word; the last is past those that are compared
    assert [(hit.citation.exact, hit.score) for hit in found[:2]] == [("the ferry left", 2.5), ("a mill", 0.5)]
    assert found[0].scores == {"dense": 0.5, "interaction": 2.0}
    assert found[-1].scores == {"dense": 0.5}
    assert rerank("?", hits, words) == hits
    assert rerank("the ferry", [], words) == []


def test_each_story_keeps_its_best_passage() -> None:
    one, other = Document.of("a mill, a pier", title="a"), Document.of("a ferry", title="b")

    def hit(document: Document, start: int, score: float) -> Hit:
        span = Span(start, start + 6)
        return Hit(Passage(document.id, start, 1, span), document.cite(span, 1), score)

    hits = [hit(one, 8, 0.9), hit(other, 0, 0.8), hit(one, 0, 0.7)]
    assert first_of_each_story(hits) == hits[:2]
