"""The language of a few sentences, by their commonest words or their script: enough to tell a translation."""

import re
from collections import Counter

_COMMON = {
    "english": "the of and to in a is that for it was on with as be at by this are not have from but they which you we",
    "french": "le la les de des et du en un une est que qui dans pour pas sur au plus par ce avec nous vous il elle",
    "german": "der die das und ist in zu den von mit nicht ein eine auf für dem sich des im auch es wir sie ich aber",
    "spanish": "el la los las de que y en un una es no por con para se del al lo como más pero su sus nosotros",
    "italian": "il la di che e è un una per non in con del della sono si le dei da al gli nel ma più anche noi",
    "portuguese": "o a os as de que e em um uma é não por com para se do da no na dos mais mas como ao nós",
    "dutch": "de het een en van is dat in te niet op zijn voor met die aan ook er maar om wij ze we naar bij",
    "swedish": "och att det i en som är på av för med den till inte om ett har de vi men jag var sig från",
    "danish": "og at det i en er som på af for med den til ikke der et har de vi men jeg var sig fra",
    "polish": "i w na z się nie do to że jest o jak ale po za od co dla przez tak są my był już",
    "hungarian": "a az és hogy nem is egy van meg ez de ha csak mint már még ki volt azt lesz mi",
    "finnish": "ja on ei se että oli hän mutta ovat kun niin myös joka tämä mitä kuin me he ole jos",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_SCRIPTS = {
    "cyrillic": re.compile(r"[\u0400-\u04ff]"), "greek": re.compile(r"[\u0370-\u03ff]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"), "hebrew": re.compile(r"[\u0590-\u05ff]"),
    "chinese or japanese": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"), "korean": re.compile(r"[\uac00-\ud7af]"),
}  # fmt: skip
_LEAST_WORDS = 6
_LEAST_SHARE = 0.15
_LEAD = 1.3


def language(text: str) -> str | None:
    """Return the language, or the script, that a text is most likely in; None where it is too short to tell."""
    letters = sum(character.isalpha() for character in text)
    for name, pattern in _SCRIPTS.items():
        if letters and len(pattern.findall(text)) > letters / 2:
            return name
    found = re.findall(r"[^\W\d_]+", text.lower())
    if len(found) < _LEAST_WORDS:
        return None
    counts = Counter({name: sum(word in common for word in found) for name, common in _WORDS.items()})
    (first, most), (_, second) = counts.most_common(2)
    return first if most >= _LEAST_SHARE * len(found) and most >= _LEAD * second else None
