"""The second opinion from a parse: whom the grammar names, and what it does to how sure a speaker is."""

import pytest

from qa.quotes import parse
from qa.quotes.parse import Around, speaker
from qa.quotes.speakers import who_says
from qa.quotes.types import Attribution, Certainty
from qa.types import Span


@pytest.fixture
def _parser() -> None:
    if not parse.installed():
        pytest.skip("the speakers extra is not installed")


def named(before: str, after: str, stop: str = ",") -> str | None:
    text = f'{before}"…"{after}'
    found = speaker(text, Around(Span(0, len(before)), Span(len(before) + 3, len(text)), stop))
    return found.of(text) if found else None


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("", " Ada Byrne said on Monday.", "Ada Byrne"),
        ("", " said Ada Byrne, the mayor of the town.", "Ada Byrne"),
        ("Ada Byrne rose and told the board that ", ".", "Ada Byrne"),
        ("Ada Byrne, who runs the bridge, said: ", "", "Ada Byrne"),
        ("Ada Byrne left the hall, saying: ", "", "Ada Byrne"),
        ("According to Ada Byrne, ", "", "Ada Byrne"),
        ("The rain fell on ", "", None),
        ("", "", None),
    ],
)
def test_the_grammar_names_the_speaker(before: str, after: str, name: str | None) -> None:
    assert named(before, after) == name


def asked(text: str, *, parse: bool = True) -> Attribution:
    start = text.index('"') + 1
    return who_says(text, Span(start, text.index('"', start)), parse=parse)


@pytest.mark.usefixtures("_parser")
def test_a_weaker_rule_is_firm_where_the_grammar_agrees() -> None:
    text = 'Ada Byrne said of the bridge: "It will close."'
    assert asked(text, parse=False).certainty == Certainty.PROBABLE
    found = asked(text)
    assert (found.name, found.certainty, found.methods) == ("Ada Byrne", Certainty.FIRM, ("rules", "parse"))


def test_disagreement_is_never_firm(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'Thomas Cole stood by. "It will close," Ada Byrne said.'
    monkeypatch.setattr(parse, "installed", lambda: True)
    monkeypatch.setattr(parse, "speaker", lambda _text, _around: Span(0, 11))
    found = asked(text)
    assert (found.name, found.certainty, found.methods) == ("Ada Byrne", Certainty.PROBABLE, ("rules",))


def test_the_rules_work_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "installed", lambda: False)
    found = asked('"It will close," Ada Byrne said.')
    assert (found.name, found.certainty, found.methods) == ("Ada Byrne", Certainty.FIRM, ("rules",))
