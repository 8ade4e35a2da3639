"""Numbers in words and digits, by hand."""

from decimal import Decimal

import pytest

from qa.numbers import numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("twenty thousand people", [("twenty thousand", 20_000)]),
        ("20,000 people", [("20,000", 20_000)]),
        ("2.5 million euros", [("2.5 million", 2_500_000)]),
        ("a dozen eggs and three more", [("dozen", 12), ("three", 3)]),
        ("twenty-five", [("twenty-five", 25)]),
        ("two hundred and five thousand", [("two hundred and five thousand", 205_000)]),
        ("one million two hundred thousand", [("one million two hundred thousand", 1_200_000)]),
        ("$3bn, 40k and 5 m", [("3bn", 3_000_000_000), ("40k", 40_000), ("5 m", 5_000_000)]),
        ("hundreds of them; I am k", []),
        ("one in ten", [("one", 1), ("ten", 10)]),
        ("In 1999 5 men", [("1999", 1999), ("5", 5)]),
        ("seven, eight", [("seven", 7), ("eight", 8)]),
        ("1,234.5", [("1,234.5", Decimal("1234.5"))]),
        ("nobody came", []),
    ],
)
def test_values(text: str, found: list[tuple[str, Decimal]]) -> None:
    assert [(one.span.of(text), one.value) for one in numbers(text)] == found


@pytest.mark.parametrize(
    ("text", "value"),
    [("the 21st of May", 21), ("third", 3), ("twenty-first", 21), ("fortieth", 40), ("hundred-and-first", 101)],
)
def test_ordinals(text: str, value: int) -> None:
    (one,) = numbers(text)
    assert one.value == value
    assert one.ordinal
