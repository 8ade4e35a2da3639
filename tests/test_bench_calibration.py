"""The bench that fits the confidence: what it chooses on one half, and reports on the other."""

from collections.abc import Sequence

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from qa.confidence import Candidate, Curve
from qa.types import Document, Hit, Passage, Span
from tests.bench.calibration import Outcome, fit, fitted, report, risk_table

CURVE = Curve(read=1.0, retrieved=0.0, intercept=0.0, risks=((0.5, 0.1),))


def outcome(said: Sequence[tuple[float, bool]], answerable: bool = True) -> Outcome:
    """Return what comes of passages, each with (the reader's score of its one word, whether that is right)."""
    document = Document.of(" ".join(f"word{i}" for i in range(len(said))), title="T")
    spans = [Span(6 * i, 6 * i + 5) for i in range(len(said))]
    hits = [Hit(Passage(document.id, i, 1, span), document.cite(span, 1), 1.0) for i, span in enumerate(spans)]
    candidates = [
        Candidate(hit, span, span, f"word{i}", read)
        for i, (hit, span, (read, _)) in enumerate(zip(hits, spans, said, strict=True))
    ]
    right = frozenset((document.id, span) for span, (_, is_right) in zip(spans, said, strict=True) if is_right)
    return Outcome("Who?", hits, candidates, right, answerable)


def logistic(score: float) -> float:
    return float(1 / (1 + np.exp(-score)))


def test_only_the_passages_that_the_retriever_puts_first_count() -> None:
    one = outcome([(-1.0, True), (0.5, False), (0.9, True)])
    assert one.best(CURVE) == pytest.approx((logistic(0.9), True))
    assert one.best(CURVE, passages=2) == pytest.approx((logistic(0.5), False))


def test_it_is_read_as_the_library_reads() -> None:
    sure = outcome([(3.0, False)] * 4 + [(5.0, True)])
    assert sure.best(CURVE) == pytest.approx((logistic(3.0), False))  # the fifth is not read any more


def test_risk_table_by_hand() -> None:
    confidence = np.array([0.9, 0.5, 0.8, 0.7, 0.6])
    right = np.array([True, False, True, False, True])
    # wrong of the first 1 to 5, the surest first: 0, 0, 1/3, 1/4, 2/5
    assert [(least, share) for least, share in risk_table(confidence, right) if share in (0.02, 0.2, 0.3, 0.4)] == [
        (0.8, 0.02), (0.8, 0.2), (0.6, 0.3), (0.5, 0.4)
    ]  # fmt: skip


def test_thresholds_are_chosen_on_one_half_and_reported_on_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    half = [outcome([(score, score >= 6)]) for score in range(10)]
    rest = [outcome([(score, score >= 8)], answerable=score >= 5) for score in range(10)]
    report(CURVE, half, rest)
    row = next(line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("0.02"))
    assert row == ["0.02", f"{logistic(6):.3f}", "0.500", "0.400", "0.800", "1.000"]


def test_curve_is_two_regressions() -> None:
    chance = np.random.default_rng(0)
    found = []
    for _ in range(200):
        drawn = chance.normal(size=2).tolist()
        found.append(outcome([(read, bool(chance.random() < logistic(2 * read - 1))) for read in drawn]))
    curve = fitted(found, retrieved=False)
    reads = [[one.read] for each in found for one in each.candidates]
    right = [each.is_right(one) for each in found for one in each.candidates]
    alone = LogisticRegression(C=np.inf).fit(reads, right)
    assert curve.read == pytest.approx(alone.coef_[0][0], rel=1e-2)
    assert curve.intercept == pytest.approx(alone.intercept_[0], rel=2e-2)
    pairs = [[curve.standing(one) for one in each.candidates] for each in found]
    (own, lead), base = fit(
        [row for a, b in pairs for row in ((a, max(-5, min(a - b, 5))), (b, max(-5, min(b - a, 5))))], right
    )
    assert (curve.own, curve.lead, curve.base) == pytest.approx((own, lead, base))
