"""The language of a few sentences."""

import pytest

from qa.quotes.languages import language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge was closed for the whole of the winter.", "english"),
        ("Le pont a été fermé pour tout l’hiver et la ville est en colère.", "french"),
        ("Die Brücke war den ganzen Winter geschlossen und die Stadt ist nicht froh.", "german"),
        ("El puente estuvo cerrado todo el invierno y la ciudad no es feliz.", "spanish"),
        ("Il ponte è stato chiuso per tutto l’inverno e la città non è contenta.", "italian"),
        ("A ponte não foi fechada por todo o inverno e a cidade está em festa.", "portuguese"),
        ("De brug was de hele winter dicht en de stad is niet blij.", "dutch"),
        ("Bron var stängd hela vintern och staden är inte glad för det.", "swedish"),
        ("Broen var lukket hele vinteren og byen er ikke glad for det.", "danish"),
        ("Most był zamknięty przez całą zimę i miasto nie jest z tego zadowolone.", "polish"),
        ("A híd egész télen zárva volt és a város nem örül, hogy ez van.", "hungarian"),
        ("Silta oli suljettu koko talven ja kaupunki ei ole iloinen, että niin on.", "finnish"),
        ("Мост закрыт на зиму", "cyrillic"),
        ("Η γέφυρα έκλεισε", "greek"),
        ("الجسر مغلق", "arabic"),
        ("הגשר סגור", "hebrew"),
        ("橋は冬の間閉まっていた", "chinese or japanese"),
        ("다리는 닫혔다", "korean"),
    ],
)
def test_each_language(text: str, expected: str) -> None:
    assert language(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "12 34 56", "Bonjour", "We will pay for it", "🎉 🎉 🎉",
     "We will pay le prix de la ville and of the town et nous",
     "Oduya Łęcki Nygård Raman Calloway Halloway Ayling Duclos"],
)  # fmt: skip
def test_too_short_mixed_or_names_alone_is_not_told(text: str) -> None:
    assert language(text) is None


def test_a_word_of_another_script_does_not_turn_the_language() -> None:
    assert language("The word мост was painted on the side of the bridge in red.") == "english"
