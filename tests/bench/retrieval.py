"""Compares ways to retrieve, and other tools, on every set: `python -m tests.bench.retrieval DATA_DIR WORK_DIR`.

Prints a table for each measure: rows are systems, columns are sets. All rows use the same vectors. WORK_DIR keeps
vectors and the peers' answers, so that a second run is quick. `--peers PYTHON` adds the peers, by the interpreter of an
environment that has them (`tests.bench.compare_peers` also times them). With `--tune` the set is SQuADShifts'
questions alone, on which weights are chosen, with a row for windows of sentences; it measures nothing.
"""

import argparse
import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
from tqdm import tqdm

from embeddings.encoder import Encoder, FloatArray
from embeddings.index import VectorIndex
from embeddings.loading import DEFAULT_ENCODER, load_encoder
from qa.evaluation import all_at, any_at, average_precision_at, ndcg_at, recall_at, reciprocal_rank_at
from qa.interaction import compare
from qa.keywords import KeywordIndex
from qa.matching import Match
from qa.passages import keyword_text
from qa.retrieval import CANDIDATES, RERANKED, WEIGHTS, Candidates, Ranked, Weights, rank
from qa.settings import Settings
from qa.store import Change
from qa.types import Document, Hit, Passage, Span
from tests.bench.ablations import Windows, diverse, fed_back
from tests.bench.compare_peers import run_peers
from tests.bench.peers import PEERS
from tests.bench.sets import BenchPassage, Query, RetrievalSet, retrieval_sets, training_set
from tests.bench.vector_cache import VectorCache

TOP = 10
FED_BACK = 3
TUNED_ON = 9  # every ninth question of SQuADShifts
Ranking = list[int]
Measure = Callable[[Sequence[int], frozenset[int]], float]

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "nDCG@10": functools.partial(ndcg_at, 10),
        "Recall@1": functools.partial(recall_at, 1),
        "Recall@10": functools.partial(recall_at, 10),
        "MRR@10": functools.partial(reciprocal_rank_at, 10),
        "MAP@10": functools.partial(average_precision_at, 10),
        "any@4": functools.partial(any_at, 4),
        "all@4": functools.partial(all_at, 4),
        "any@10": functools.partial(any_at, 10),
        "all@10": functools.partial(all_at, 10),
    }
)


@dataclass(frozen=True, slots=True)
class Indexed:
    """A set in our own two indexes; `plain` leaves source and date out of the words."""

    passages: Sequence[BenchPassage]
    matrix: FloatArray
    vectors: VectorIndex | Windows
    words: KeywordIndex
    plain: KeywordIndex

    @classmethod
    def of(cls, one: RetrievalSet, vectors: FloatArray) -> "Indexed":
        """Index a set with the vectors of its passages."""
        index = VectorIndex(vectors.shape[1])
        index.add(np.arange(len(vectors)), vectors)
        words = _keywords([keyword_text(p.title, p.source, p.published, p.text) for p in one.passages])
        return cls(one.passages, vectors, index, words, _keywords([p.titled() for p in one.passages]))


@dataclass(frozen=True, slots=True)
class Found:
    """What both indexes find for a question, with the shares of words and pairs of every candidate."""

    query: Query
    dense: Mapping[int, float]
    bm25: Mapping[int, float]
    cosines: Mapping[int, float]
    matches: Mapping[int, Match]

    @classmethod
    def by(cls, query: Query, vector: FloatArray, indexed: Indexed, *, plain: bool = False) -> "Found":
        """Search both indexes."""
        keywords = indexed.plain if plain else indexed.words
        ids, cosines = indexed.vectors.search(vector, CANDIDATES)
        dense = dict(zip(ids.tolist(), cosines.tolist(), strict=True))
        bm25 = dict(keywords.search(query.text, CANDIDATES))
        others = np.array([item for item in bm25 if item not in dense], np.int64)
        more = indexed.vectors.cosines(vector, others)
        asked = keywords.question_words(query.text)
        every = dense | dict(zip(others.tolist(), more.tolist(), strict=True))
        matches = {}
        for item in every:
            p = indexed.passages[item]
            text = p.titled() if plain else keyword_text(p.title, p.source, p.published, p.text)
            matches[item] = asked.match(keywords.words(text))
        return cls(query, dense, bm25, every, matches)

    def ranked(self, weights: Weights, top_k: int = TOP) -> Ranking:
        """Rank as the library does, by other weights."""
        return [item for item, *_ in self.scored(top_k, weights)]

    def scored(self, top_k: int = TOP, weights: Weights = WEIGHTS) -> list[Ranked]:
        """Return the best with their scores, and the parts of these."""
        found = Candidates(self.cosines, self.bm25)
        return rank(found, lambda items: {i: self.matches[i] for i in items}, top_k, weights)[:top_k]


def reciprocal_ranks(found: Found) -> Ranking:
    """Sum 1 / (60 + rank) over both rankings (Cormack, Clarke and Büttcher 2009)."""
    scores: dict[int, float] = {}
    for ranking in (found.dense, found.bm25):
        for place, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (60 + place)
    return sorted(scores, key=lambda item: -scores[item])


def share_of_best(found: Found) -> Ranking:
    """Add half of the BM25 score as a share of the best one's to the cosine."""
    best = max(found.bm25.values(), default=1.0)
    scores = {item: cosine + 0.5 * found.bm25.get(item, 0.0) / best for item, cosine in found.cosines.items()}
    return sorted(scores, key=lambda item: -scores[item])


WAYS: Mapping[str, Callable[[Found], Ranking]] = MappingProxyType(
    {
        "dense alone": lambda found: list(found.dense),
        "BM25, source and date": lambda found: list(found.bm25),
        "reciprocal ranks": reciprocal_ranks,
        "cosine + share of best BM25": share_of_best,
        "cosine + BM25": lambda found: found.ranked(Weights(0.0175, 0, 0)),
        "... + words": lambda found: found.ranked(Weights(WEIGHTS.keyword, WEIGHTS.words, 0)),
        "... + pairs": lambda found: found.ranked(Weights(WEIGHTS.keyword, 0, WEIGHTS.pairs)),
        "default, not reranked": lambda found: found.ranked(WEIGHTS),
    }
)
BM25 = "BM25 alone"
PLAIN = "... without source and date"
RERANK = "default"
FEEDBACK, DIVERSE = "... fed back by {}", "... diverse, {} of the score"
SENTENCES = "... windows of three sentences"


def evaluate(one: RetrievalSet, cache: VectorCache, encoder: Encoder | None) -> dict[str, list[Ranking]]:
    """Return the rankings of every way for every question of a set; without an encoder none is reranked."""
    indexed = Indexed.of(one, cache.vectors([passage.titled() for passage in one.passages]))
    vectors = cache.vectors([query.text for query in one.queries])
    rankings: dict[str, list[Ranking]] = {}
    for query, vector in zip(tqdm(one.queries, desc=one.name, leave=False), vectors, strict=True):
        found = Found.by(query, vector, indexed)
        for name, way in WAYS.items():
            rankings.setdefault(name, []).append(way(found)[:TOP])
        plain = Found.by(query, vector, indexed, plain=True)
        rankings.setdefault(BM25, []).append(list(plain.bm25)[:TOP])
        rankings.setdefault(PLAIN, []).append(plain.ranked(WEIGHTS))
        if encoder:
            rankings.setdefault(RERANK, []).append(reranked(found, indexed, encoder))
        for name, ranking in left_out(found, vector, indexed).items():
            rankings.setdefault(name, []).append(ranking)
    return rankings


def left_out(found: Found, vector: FloatArray, indexed: Indexed) -> dict[str, Ranking]:
    """Rank, not reranked, in ways that the default leaves out."""
    scored, rankings = [(item, score) for item, score, _ in found.scored(2 * TOP)], {}
    for weight in (0.2, 0.5):
        best = indexed.matrix[[item for item, _ in scored[:FED_BACK]]]
        moved = Found.by(found.query, fed_back(vector, best, weight), indexed)
        rankings[FEEDBACK.format(weight)] = moved.ranked(WEIGHTS)
    for share in (0.9, 0.7):
        rankings[DIVERSE.format(share)] = diverse(scored, indexed.matrix, share, TOP)
    return rankings


def by_windows(one: RetrievalSet, cache: VectorCache) -> list[Ranking]:
    """Rank, not reranked, by the vectors of sentence windows."""
    indexed = Indexed.of(one, cache.vectors([passage.titled() for passage in one.passages]))
    indexed = replace(indexed, vectors=Windows.of(one.passages, cache))
    vectors = cache.vectors([query.text for query in one.queries])
    return [Found.by(q, vector, indexed).ranked(WEIGHTS) for q, vector in zip(one.queries, vectors, strict=True)]


def reranked(found: Found, indexed: Indexed, encoder: Encoder) -> Ranking:
    """Rank as the library does, and compare the best piece by piece."""
    ranked = rank(Candidates(found.cosines, found.bm25), lambda items: {i: found.matches[i] for i in items}, TOP)[:TOP]
    hits = [_hit(indexed.passages[item]) for item, _, _ in ranked[:RERANKED]]
    near = [one.score() for one in compare(found.query.text, hits, encoder)] or [0.0] * len(hits)
    scores = {item: score + WEIGHTS.interaction * one for (item, score, _), one in zip(ranked, near, strict=True)}
    return sorted(scores, key=lambda item: -scores[item])


def table(measure: str, sets: Sequence[RetrievalSet], rankings: Mapping[str, Mapping[str, list[Ranking]]]) -> None:
    """Print one measure, in percent, of each system on each set, and the mean of those that are large."""
    print(f"\n{measure:28}" + "".join(f"{one.name:>12}" for one in sets) + f"{'mean of first three':>22}")
    for system in dict.fromkeys(name for of_set in rankings.values() for name in of_set):
        values: list[float] = []
        for one in sets:
            found = rankings[one.name].get(system)
            queries = zip(one.queries, found or [], strict=False)
            scores = [MEASURES[measure](r, q.relevant) for q, r in queries]
            values.append(100 * float(np.mean(scores)) if scores else math.nan)
        print(f"{system:28}" + "".join(f"{value:12.1f}" for value in values) + f"{np.mean(values[:3]):22.1f}")


def _keywords(texts: Sequence[str]) -> KeywordIndex:
    index = KeywordIndex.new(None)
    for i, text in enumerate(texts):
        index.add(Change(1, str(i), i, 1, True), [text])
    index.commit(1)
    index.refresh()
    return index


def _hit(passage: BenchPassage) -> Hit:
    document = Document.of(passage.text, passage.title, passage.source, passage.published)
    span = Span(0, len(passage.text))
    return Hit(Passage(document.id, 0, 1, span), document.cite(span, 1), 0.0)


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.retrieval", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds qa/ and news/")
    parser.add_argument("work", type=Path, help="a folder for vectors")
    parser.add_argument("--peers", metavar="PYTHON", help="the interpreter of an environment with the peers")
    parser.add_argument("--tune", action="store_true", help="SQuADShifts, on which the weights are chosen")
    parser.add_argument("--no-rerank", action="store_true", help="leave the slowest row out")
    given = parser.parse_args()
    encoder = load_encoder(DEFAULT_ENCODER, Settings.from_environment().cache)
    cache = VectorCache(given.work / "vectors", encoder)
    if given.tune:
        tuned = training_set(given.data)
        sets = [RetrievalSet(tuned.name, tuned.passages, tuned.queries[::TUNED_ON])]
    else:
        sets = retrieval_sets(given.data)
    rankings = {one.name: evaluate(one, cache, None if given.no_rerank else encoder) for one in sets}
    if given.tune:
        rankings[sets[0].name][SENTENCES] = by_windows(sets[0], cache)
    if given.peers and not given.tune:
        for one in sets[:3]:
            vectors = cache.vectors([passage.titled() for passage in one.passages])
            runs = run_peers(PEERS, one, vectors, given.work, python=given.peers, parts=["rankings"])
            rankings[one.name] |= {name: done.rankings for name, done in runs.items() if not done.reason}
    for one in sets:
        print(f"{one.name}: {len(one.queries):,} questions, {len(one.passages):,} passages")
    for measure in MEASURES:
        table(measure, sets, rankings)


if __name__ == "__main__":
    main()
