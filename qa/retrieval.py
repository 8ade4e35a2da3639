"""A question to the passages nearest to it: by meaning and by words, fused; the best are compared piece by piece."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType

from embeddings.encoder import Encoder
from qa.interaction import compare
from qa.matching import Match
from qa.types import Hit

CANDIDATES = 50
MATCHED = 32
RERANKED = 10
COPIES = 10
_COMPARED_FIRST = 6  # words
_FIRST_KEYWORD_WEIGHT = 0.0175

_WORD = re.compile(r"\w+")

Ranked = tuple[int, float, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Weights:
    """What a BM25 score, the two shares of a `Match` and the nearness of pieces count for beside a cosine.

    Tuned on SQuADShifts' questions about Wikipedia, which measure nothing; `python -m tests.bench.retrieval` prints
    what each adds on other sets.
    """

    keyword: float = 0.01
    words: float = 0.3
    pairs: float = 0.4
    interaction: float = 4.0


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the two indexes find: the cosine of each passage, and the BM25 score of those that the words found."""

    cosines: Mapping[int, float]
    bm25: Mapping[int, float]

    def first(self, count: int) -> list[int]:
        """Return the `count` best, best first, by cosine and BM25 alone."""
        first = {i: cosine + _FIRST_KEYWORD_WEIGHT * self.bm25.get(i, 0.0) for i, cosine in self.cosines.items()}
        return sorted(first, key=lambda i: (-first[i], i))[:count]


def rank(
    found: Candidates, match: Callable[[Sequence[int]], Mapping[int, Match]], least: int, weights: Weights = WEIGHTS
) -> list[Ranked]:
    """Return (passage id, score, parts of the score) of `least` passages or more, where so many are found, best first.

    The score is a sum: the cosine, and by `weights` the BM25 score and what `match` says of the words of the best
    MATCHED candidates (a convex combination: Bruch, Gai and Ingber 2022, https://arxiv.org/abs/2210.11934). A passage
    that `match` leaves out, since it was removed meanwhile, is left out here too.
    """
    matches = match(found.first(max(MATCHED, least)))
    parts = {
        item: {
            "dense": found.cosines[item],
            "keyword": weights.keyword * found.bm25.get(item, 0.0),
            "words": weights.words * one.words,
            "pairs": weights.pairs * one.pairs,
        }
        for item, one in matches.items()
    }
    scores = {item: sum(each.values()) for item, each in parts.items()}
    order = sorted(scores, key=lambda item: (-scores[item], item))
    return [(item, scores[item], MappingProxyType(parts[item])) for item in order]


def rerank(question: str, hits: Sequence[Hit], encoder: Encoder, weight: float = WEIGHTS.interaction) -> list[Hit]:
    """Compare the first RERANKED hits with the question piece by piece, add that to their scores, and sort again."""
    compared = {id(one.hit): weight * one.score() for one in compare(question, hits[:RERANKED], encoder)}
    found = [
        replace(
            hit,
            score=hit.score + compared[id(hit)],
            scores=MappingProxyType({**hit.scores, "interaction": compared[id(hit)]}),
        )
        if id(hit) in compared
        else hit
        for hit in hits
    ]
    return sorted(found, key=lambda hit: -hit.score)


def collapse(hits: Sequence[Hit]) -> list[Hit]:
    """Take passages of the same words once, the best of them, and let it cite the others: agencies' copy, reprints."""
    found: dict[str | tuple[str, ...], Hit] = {}
    beginnings = [_beginning(hit.citation.exact) for hit in hits]
    alike = {one for one, count in Counter(beginnings).items() if count > 1}  # only these need all their words compared
    for beginning, hit in zip(beginnings, hits, strict=True):
        words = tuple(_WORD.findall(hit.citation.exact.casefold())) if beginning in alike else beginning
        first = found.get(words)
        found[words] = replace(first, also=(*first.also, hit.citation)) if first else hit
    return list(found.values())


def first_of_each_story(hits: Sequence[Hit]) -> list[Hit]:
    """Keep each story's best passage."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.passage.document_id, hit)
    return list(best.values())


def _beginning(text: str) -> str:
    """Return the first words of a text, as they are compared."""
    return " ".join(match.group() for match in islice(_WORD.finditer(text.casefold()), _COMPARED_FIRST))
