"""Which stories the name of a source is of."""

import pytest

from qa.quotes.sources import Sources


class Names:
    """A store that knows names only."""

    def names(self) -> list[tuple[str, str, str | None, str | None]]:
        return [
            ("aa11", "Ferry late again", "The Guardian", "https://www.guardian.example/world/ferry-late"),
            ("bb22", "Mill burns", "The Guardian Weekly", None),
            ("cc33", "The Mill", None, "https://loom.example/a/"),
            ("dd44", "Ferry late", "The Tide (fiction)", None),
        ]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("The Guardian", "aa11"),
        ("guardian", "aa11"),
        ("  the   GUARDIAN ", "aa11"),
        ("The Guardian.", "aa11"),
        ("Ferry late", "dd44"),
        ("Ferry late again", "aa11"),
        ("mill", "cc33"),
        ("bb22", "bb22"),
        ("https://loom.example/a", "cc33"),
        ("https://loom.example/a/", "cc33"),
        ("loom.example", "cc33"),
        ("guardian.example", "aa11"),
        ("The Tide", "dd44"),
        ("weekly", "bb22"),
        ("late again", "aa11"),
        ("burns", "bb22"),
        ("bb2", ""),
        ("The", ""),
        ("Gua", ""),
        ("Guard", ""),
        ("The New York Chronicle", ""),
        ("guardian late", ""),
    ],
)
def test_names(name: str, ids: str) -> None:
    assert Sources(Names()).of(name) == frozenset(ids.split())  # type: ignore[arg-type]


def test_an_exact_name_hides_those_that_hold_it_and_a_part_names_them_all() -> None:
    sources = Sources(Names())  # type: ignore[arg-type]
    assert sources.of("late") == {"aa11", "dd44"}
    assert sources.of("ferry") == {"aa11", "dd44"}
    assert sources.of("ferry late") == {"dd44"}
