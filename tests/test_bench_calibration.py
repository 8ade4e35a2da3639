"""The bench that fits the confidence: what it chooses on one half, and reports on the other."""

import numpy as np
import pytest

from tests.bench.calibration import Fitted, Outcome, report, risk_table


def outcome(score: float, right: bool, answerable: bool = True) -> Outcome:
    return Outcome([(score, 0.0, right)], answerable)


def test_only_the_passages_that_the_retriever_puts_first_count() -> None:
    one = Outcome([(1.0, 0.2, True), (3.0, 0.1, False), (2.0, 0.9, False)], answerable=True)
    assert one.best(0.0) == (3.0, False)
    assert one.best(0.0, passages=2) == (2.0, False)
    assert one.best(-2.0, passages=2) == (1.0 - 2.0 * 0.2, True)


def test_risk_table_by_hand() -> None:
    confidence = np.array([0.9, 0.5, 0.8, 0.7, 0.6])
    right = np.array([True, False, True, False, True])
    # wrong of the first 1 to 5, the surest first: 0, 0, 1/3, 1/4, 2/5
    assert [(least, share) for least, share in risk_table(confidence, right) if share in (0.02, 0.2, 0.3, 0.4)] == [
        (0.8, 0.02), (0.8, 0.2), (0.6, 0.3), (0.5, 0.4)
    ]  # fmt: skip


def test_thresholds_are_chosen_on_one_half_and_reported_on_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    half = [outcome(score, score >= 6) for score in range(10)]
    rest = [outcome(score, score >= 8, answerable=score >= 5) for score in range(10)]
    report(Fitted(0.0, 1.0, 0.0), half, rest)
    row = next(line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("0.02"))
    least = 1 / (1 + np.exp(-6))  # nothing is wrong there on the half; on the other 2 of the 4 shown are
    assert row == ["0.02", f"{least:.3f}", "0.500", "0.400", "0.800", "1.000"]


def test_share_of_the_retriever_is_the_one_that_puts_most_right_answers_first() -> None:
    found = [Outcome([(1.0, 0.0, False), (0.5, 1.0, True)], answerable=True)] * 5
    fitted = Fitted.to([*found, outcome(-3.0, right=False), outcome(2.0, right=False)], (0.0, 1.0))
    assert fitted.share == 1.0
    assert fitted.judged(found)[1].all()
