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
        ("Has the Commission approved the aid?", "The Commission must approve the aid.", None),
        ("Has the Commission approved the aid?", "The Commission has approved the aid.", "yes"),
        ("Did Strand inspect the northern face?", "Strand was unable to inspect the northern face.", None),
        ("Did the county reopen the tunnel?", "The county postponed reopening the tunnel.", None),
        ("Did the county reopen the tunnel?", "The county reopens the tunnel on Monday.", None),
        ("Did the county reopen the tunnel?", "In March, the county finally reopened the tunnel.", "yes"),
        ("Did the lawyers name the informant?", "The lawyers avoided naming the informant.", None),
        ("Does Keel own the Fallow Arms?", "Keel formerly owned the Fallow Arms.", None),
        ("Does Keel own the Fallow Arms?", "Keel owned the Fallow Arms.", None),
        ("Does Keel own the Fallow Arms?", "Keel owns the Fallow Arms.", "yes"),
        ("Did Voss close the quarry?", "Voss decided against closing the quarry.", None),
        ("Did Voss close the quarry?", "Voss agreed to close the quarry.", None),
        ("Did Voss apologise?", "The bishop called for Voss to apologise to the families.", None),
        ("Did the bishop apologise?", "The bishop called for Voss to apologise to the families.", None),
        ("Did Amory close the baths?", "Amory watched as Lowe closed the baths.", None),
        ("Did Lowe close the baths?", "Amory accused Lowe of closing the baths.", None),
        ("Did Lowe close the baths?", "Lowe was accused of closing the baths.", None),
        ("Did Labour close the baths?", "Amory persuaded Labour to close the baths.", None),
        ("Did Lowe close the baths?", "Lowe closed half the baths.", None),
        ("Did Lowe close the baths?", "Lowe closed the baths’ café.", None),
        ("Did Lowe close the baths?", "Lowe closed the baths committee.", None),
        ("Did Lowe close the baths?", "Lowe, who leads the council, closed the baths in May.", "yes"),
        ("Did Lowe close the baths?", "Lowe seldom closed the baths.", None),
        ("Did Lowe close the baths?", "Lowe did not close the baths.", "no"),
        ("Was Amory convicted of theft?", "Amory was acquitted, and her brother convicted of theft.", None),
        ("Has the racehorse been sold?", "His half of the racehorse has been sold.", None),
        ("Is Tanners’ Bridge closed?", CLOSED, None),
        ("Is Tanners’ Bridge closed?", "Tanners’ Bridge has been closed since 9 January.", "yes"),
    ],
)
def test_verdict(question: str, sentence: str, said: str | None) -> None:
    assert verdict(question, sentence) == said
