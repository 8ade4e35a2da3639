"""What a change of words puts at risk: each class both ways, and changes that put nothing at risk."""

import pytest

from qa.quotes.folding import fold
from qa.quotes.guards import Term, expanded, is_clean_up, is_pronoun, risks
from qa.quotes.words import word_keys, words


def terms(text: str, names: str = "") -> list[Term]:
    """Return the words of a text as the guards see them; those in `names` are written as names."""
    folded = fold(text)
    return [
        Term(one.key, folded.span(one.span.start, one.span.end).of(text), one.number, one.key in names.lower().split())
        for one in words(folded)
    ]


def found(one: str, other: str) -> tuple[str, ...]:
    """Return what is at risk, which must be the same whichever of the two is the quotation."""
    there, back = risks(terms(one), terms(other)), risks(terms(other), terms(one))
    assert set(there) == set(back)
    return there


@pytest.mark.parametrize(
    ("one", "other", "risk"),
    [
        ("we will not go", "we will go", "negation"),
        ("we never agreed", "we agreed", "negation"),
        ("nobody came", "everybody came", "negation"),
        ("don't", "do", "negation"),
        ("isn't", "is", "negation"),
        ("without a plan", "a plan", "negation"),
        ("hardly", "", "negation"),
        ("unhappy", "happy", "negation"),
        ("impossible", "possible", "negation"),
        ("illegal", "legal", "negation"),
        ("disloyal", "loyal", "negation"),
        ("irregular", "regular", "negation"),
        ("careless", "careful", "negation"),
        ("failed to pay", "paid", "negation"),
        ("denies it", "knows it", "negation"),
        ("cannot", "could", "negation"),
        ("five miles", "five kilometres", "unit"),
        ("ten percent", "ten", "unit"),
        ("ten dollars", "ten euros", "unit"),
        ("$5", "£5", "unit"),
        ("two weeks", "two months", "unit"),
        ("ten tonnes", "ten pounds", "unit"),
        ("on Monday", "on Tuesday", "date"),
        ("in March", "in April", "date"),
        ("yesterday", "today", "date"),
        ("last year", "next year", "date"),
        ("they already left", "they left", "date"),
        ("we may leave", "we will leave", "modal"),
        ("we should", "we must", "modal"),
        ("we could go", "we go", "modal"),
        ("won't", "might not", "modal"),
        ("I'll go", "I go", "modal"),
        ("all of us", "some of us", "quantifier"),
        ("at least ten", "up to ten", "quantifier"),
        ("every bus", "the bus", "quantifier"),
        ("most voters", "many voters", "quantifier"),
        ("always", "often", "quantifier"),
        ("only the mayor", "the mayor", "quantifier"),
        ("I think it's so", "it's so", "hedge"),
        ("perhaps the worst", "the worst", "hedge"),
        ("seemingly sound", "sound", "hedge"),
        ("fairly certain", "certain", "hedge"),
        ("allegedly stole", "stole", "hedge"),
        ("nearly half", "half", "hedge"),
        ("it seems late", "it is late", "hedge"),
        ("he was suspected of theft", "he was convicted of theft", "hedge"),
        ("if it rains", "it rains", "condition"),
        ("unless we pay", "we pay", "condition"),
        ("if we win", "when we win", "condition"),
        ("as long as they ask", "they ask", "condition"),
        ("so long as they ask", "when they ask", "condition"),
        ("in case of fire", "of fire", "condition"),
        ("provided they ask", "they ask", "condition"),
        ("he won", "she won", "pronoun"),
        ("we lost", "they lost", "pronoun"),
        ("my money", "your money", "pronoun"),
        ("I'm sorry", "sorry", "pronoun"),
        ("itself", "herself", "pronoun"),
    ],
)
def test_each_class_of_danger_is_told_whichever_side_has_the_word(one: str, other: str, risk: str) -> None:
    assert risk in found(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("buying", "selling"), ("buy", "sell"), ("bought", "sold"), ("buys", "sells"), ("buyers", "sellers")),
        *(("expanded", "shrank"), ("expand", "shrink"), ("expanding", "shrinking"), ("grew", "shrank")),
        *(("gained", "lost"), ("gain", "lose"), ("gaining", "losing"), ("gains", "losses")),
        *(("rising", "falling"), ("rise", "fall"), ("rose", "fell"), ("risen", "fallen"), ("rises", "falls")),
        *(("increased", "decreased"), ("increases", "reduces"), ("increase", "reduction"), ("increased", "cut")),
        *(("supports", "opposes"), ("supported", "opposed"), ("supporting", "opposing"), ("support", "rejects")),
        *(("pulling", "pushing"), ("pulled", "pushed"), ("praised", "criticised"), ("praises", "condemns")),
        *(("guilty", "innocent"), ("hired", "fired"), ("before", "after"), ("up", "down"), ("won", "lost")),
        *(("imports", "exports"), ("accepted", "rejected"), ("higher", "lower"), ("opened", "closed")),
    ],
)
def test_opposites_turn_a_sentence_round(one: str, other: str) -> None:
    assert "direction" in found(f"it {one} there", f"it {other} there")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("twenty thousand", "20,000"),
        ("2.5 million", "2,500,000"),
        ("a third", "a 3rd"),
        ("$5", "5 dollars"),
        ("ten percent", "10 %"),
        ("3 bn", "three billion"),
        ("minus five", "-5"),
        ("1,000.50", "1000.5"),
    ],
)
def test_the_same_number_written_otherwise_is_the_same_words(one: str, other: str) -> None:
    assert word_keys(one) == word_keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100 million", "10.0 million"),
        ("five", "fifteen"),
        ("3.1", "31"),
        ("the first", "the third"),
        ("2 million", "2 billion"),
        ("two dogs", "the dogs"),
        ("three", "third"),
        ("12 and 15", "12"),
    ],
)
def test_another_number_is_a_danger(one: str, other: str) -> None:
    assert "number" in found(one, other)


@pytest.mark.parametrize("other", ["-5", "−5", "minus 5", "minus five", "negative 5"])
def test_a_sign_is_a_danger_of_its_own(other: str) -> None:
    assert found("5", other) == ("sign",)


@pytest.mark.parametrize(
    ("quoted", "stored", "names", "told"),
    [
        ("in Iran", "in Israel", "Iran Israel", True),
        ("Cole lied", "Byrne lied", "Cole Byrne", True),
        ("Ada Byrne said", "said", "Ada Byrne", True),
        ("the mayor said", "Byrne said", "Byrne", True),
        ("", "Byrne", "Byrne", False),  # left out, and the words are about whom they were
        ("the harbour", "the port", "", False),
    ],
)
def test_a_name_is_added_or_replaced(quoted: str, stored: str, names: str, told: bool) -> None:
    assert ("name" in risks(terms(quoted, names), terms(stored, names))) is told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a big house", "a large house"),
        ("the bus", "a bus"),
        ("walk", "walked"),
        ("", "very"),
        ("apologised", "apologise"),
        ("red", "rusty"),
        ("uncle", "ankle"),
        ("on", "upon"),
        ("a lot of work", "a great deal of work"),
        ("instead", "rather"),
        ("unit", "item"),
        ("selfish", "mean"),
        ("fallow", "bare"),
    ],
)
def test_a_harmless_change_puts_nothing_at_risk(one: str, other: str) -> None:
    assert found(one, other) == ()


@pytest.mark.parametrize(
    ("quoted", "stored"),
    [
        ("", "um"),
        ("", "uh, you know"),
        ("", "I mean"),
        ("we are", "we're"),
        ("do not", "don't"),
        ("don't", "do not"),
        ("it is", "it's"),
        ("cannot", "can not"),
        ("will not", "won't"),
        ("we have", "well, we've"),
        ("i am going to", "i'm gonna"),
    ],
)
def test_fillers_and_contractions_are_cleaned_up(quoted: str, stored: str) -> None:
    assert is_clean_up(word_keys(quoted), word_keys(stored))
    assert risks(terms(quoted), terms(stored)) == ()


@pytest.mark.parametrize(
    ("quoted", "stored"),
    [("", "never"), ("do", "don't"), ("", "um, not"), ("um", ""), ("we", "they're"), ("he is", "his"), ("is", "Ada's")],
)
def test_what_changes_more_is_no_clean_up(quoted: str, stored: str) -> None:
    assert not is_clean_up(word_keys(quoted), word_keys(stored))


def test_contractions_are_written_out() -> None:
    assert expanded(["won't", "they're", "she's", "ada's", "i'd", "cow"]) == [
        *("will", "not", "they", "are", "she", "is", "ada's", "i", "would", "cow")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "told"), [("he", True), ("We’re", True), ("I'll", True), ("Ada", False), ("hers", True), ("here", False)]
)
def test_pronouns_contracted_or_not(word: str, told: bool) -> None:
    assert is_pronoun(word) is told


def test_may_and_march_are_months_with_a_capital_letter_alone() -> None:
    assert found("it may rain", "it can rain") == ("modal",)
    assert found("they march on", "they walk on") == ()
    assert "date" in found("the march of 3 March", "the march of 3")
    assert "date" in found("in May", "in the")


def test_several_dangers_are_all_named() -> None:
    assert set(found("we may not sell five", "they will buy six")) == {
        *("negation", "modal", "pronoun", "number", "direction")
    }  # fmt: skip
