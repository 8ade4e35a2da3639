"""How likely words that were read answer: by what the reader and the retriever say, and what other passages say."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.agreement import Meaning
from qa.questions import Kind
from qa.types import Hit, Span

MOST_LEAD = 5.0
_NO_RIVALS = {Kind.LIST, Kind.YES_NO}  # several are right, or the words themselves are not the answer


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words in a hit's passage that may answer, the sentences that hold them, and what the reader says for them."""

    hit: Hit
    words: Span
    quote: Span
    exact: str
    read: float


@dataclass(frozen=True, slots=True)
class Found:
    """Words in a hit's passage that may answer, the sentences that hold them, and the probability that they do.

    `unopposed` is that probability if no other passage said something else.
    """

    hit: Hit
    words: Span
    quote: Span
    confidence: float
    unopposed: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Two logistic models: of a candidate by itself, and beside the strongest of another passage in other words.

    A candidate's standing, its log odds by itself, is what the reader says, weighed by `read`, and the hit's score,
    weighed by `retrieved`, with `intercept` added. The log odds of confidence weigh that standing by `own`, its lead
    over the rival's by `lead`, and add `base`. `risks` are pairs of the least confidence that is shown and the share of
    wrong answers among what is then shown, the least confidence first.
    """

    read: float
    retrieved: float
    intercept: float
    risks: tuple[tuple[float, float], ...]
    own: float = 1.0
    lead: float = 0.0
    base: float = 0.0

    def standing(self, one: Candidate) -> float:
        """Return a candidate's log odds by itself."""
        return self.read * one.read + self.retrieved * one.hit.score + self.intercept

    def confidence(self, standing: float, lead: float) -> float:
        """Return the probability, from 0 to 1."""
        return 1 / (1 + math.exp(-(self.own * standing + self.lead * lead + self.base)))

    def least(self, risk: float) -> float:
        """Return the least confidence to show for a share of `risk` wrong; beyond what was measured, the nearest."""
        confidences, shares = zip(*reversed(self.risks), strict=True)
        return float(np.interp(risk, shares, confidences))


def judged(kind: Kind, candidates: Sequence[Candidate], curve: Curve) -> list[Found]:
    """Return what may answer a question of that kind with its confidence, likeliest first."""
    found = [
        Found(one.hit, one.words, one.quote, curve.confidence(standing, lead), curve.confidence(standing, MOST_LEAD))
        for one, (standing, lead) in zip(candidates, standings(kind, candidates, curve), strict=True)
    ]
    return sorted(found, key=lambda one: -one.confidence)


def standings(kind: Kind, candidates: Sequence[Candidate], curve: Curve) -> list[tuple[float, float]]:
    """Return each candidate's standing, and its lead: the greatest where other words are no rival."""
    alone = [curve.standing(one) for one in candidates]
    return list(zip(alone, [MOST_LEAD] * len(alone) if kind in _NO_RIVALS else leads(candidates, alone), strict=True))


def leads(candidates: Sequence[Candidate], alone: Sequence[float]) -> list[float]:
    """Return by how much each candidate, of a standing of its own, stands above its rival: at most MOST_LEAD.

    Its rival is the strongest among the best of other passages that says something else.
    """
    meant = [Meaning.of(one.exact) for one in candidates]
    best: dict[int, int] = {}  # by passage
    for i in sorted(range(len(candidates)), key=lambda i: -alone[i]):
        best.setdefault(id(candidates[i].hit), i)

    def lead(i: int) -> float:
        for j in best.values():
            if candidates[j].hit is not candidates[i].hit and not _same(meant[i], meant[j]):
                return max(-MOST_LEAD, min(alone[i] - alone[j], MOST_LEAD))
        return MOST_LEAD

    return [lead(i) for i in range(len(candidates))]


def _same(one: Meaning, other: Meaning) -> bool:
    return one.agrees(other) or one.holds(other) or other.holds(one)
