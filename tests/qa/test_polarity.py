"""Yes and no, where a sentence leaves no doubt."""

import pytest

from qa.polarity import verdict

CLOSED = "Tanners’ Bridge was closed on 9 January."


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("Was Tanners’ Bridge closed?", CLOSED, "yes"),
        ("Was Tanners’ Bridge closed on 9 January?", CLOSED, "yes"),
        ("Was Tanners’ Bridge closed on 10 January?", CLOSED, None),
        ("Was Tanners’ Bridge closed?", "Tanners’ Bridge was not closed.", "no"),
        ("Was Tanners’ Bridge closed?", "Tanners’ Bridge wasn’t closed.", "no"),
        ("Was Tanners’ Bridge closed?", "Tanners’ Bridge may be closed.", None),
        ("Was Tanners’ Bridge closed?", "Ayling said Tanners’ Bridge was closed.", None),
        ("Was Tanners’ Bridge closed?", "Tanners’ Bridge was never not closed.", None),
        ("Was Tanners’ Bridge closed?", "Tanners’ Bridge was nearly closed.", None),
        ("Was Tanners’ Bridge closed?", "Had it rained, Tanners’ Bridge would be closed.", None),
        ("Wasn’t Tanners’ Bridge closed?", CLOSED, None),
        ("Did Cardale beat Marrow Bay?", "Marrow Bay beat Cardale.", None),  # the other way round
        ("Did Cardale beat Marrow Bay?", "Cardale beat Marrow Bay 2-1.", "yes"),
        ("Could Cardale beat Marrow Bay?", "Cardale beat Marrow Bay 2-1.", None),
        ("Were six men charged?", "Police arrested six men and three were later charged.", None),
        ("Were six men charged?", "All six men were charged.", "yes"),
        ("Did the bridge cost £1 million?", "The bridge cost £3.1 million.", None),
        ("Were four people hurt?", "Forty-four people were hurt.", None),
        ("Did Kerr arrest Asare?", "Kerr was arrested by Asare.", None),
        ("Was Finn sacked?", "Finn’s deputy was sacked.", None),
        ("Has the library reopened?", "The library will reopen in May.", None),
        ("Did Finn pay the fine?", "Finn declined to pay the fine.", None),
        ("Did Finn clear the debt?", "Finn cleared the debt on Monday.", "yes"),
        ("Was it closed?", "It was closed.", None),  # one word says too little
    ],
)
def test_verdict(question: str, sentence: str, said: str | None) -> None:
    assert verdict(question, sentence) == said
