"""Questions that their passage only seems to answer: one thing in them is changed for another of its kind.

SQuAD 2.0's authors changed a name, a number or a word of an answerable question, or turned its sense (Rajpurkar et al.
2018, https://arxiv.org/abs/1806.03822, table 1). Here the name or number comes from the passage itself where it has
another, so that every word of the question may stand in the passage, and the word is one that lies near in the encoder.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from re import Match, Pattern
from typing import Self

import numpy as np
from safetensors import safe_open

from embeddings.encoder import FloatArray
from embeddings.weights import load_tokenizer, packaged_model
from qa.training.spans import NAME, NUMBER, WORD, Asked

_OPPOSITES = (
    "above/below accept/reject active/passive add/remove after/before agree/disagree alive/dead all/none allow/forbid "
    "allowed/forbidden always/never ancient/modern arrive/leave attack/defend beginning/end benefit/harm big/small "
    "biggest/smallest birth/death bought/sold buy/sell built/destroyed cause/prevent cheap/expensive child/adult "
    "clean/dirty closed/opened cold/hot common/rare connect/separate correct/wrong create/destroy created/destroyed "
    "dark/light daughter/son day/night decreased/increased deep/shallow die/live died/lived different/same "
    "difficult/easy disadvantage/advantage domestic/foreign down/up dry/wet early/late earliest/latest east/west "
    "eastern/western east/south empty/full enemy/ally enter/leave even/odd ever/never fail/succeed failed/succeeded "
    "false/true far/near fast/slow faster/slower father/mother female/male few/many fewer/more fewest/most "
    "final/first finish/start finished/started forget/remember found/lost friend/enemy front/back gain/lose "
    "gained/lost give/take given/taken good/bad heavy/light heaviest/lightest high/low higher/lower husband/wife "
    "include/exclude included/excluded inside/outside internal/external join/leave joined/left king/queen "
    "large/small last/first lead/follow least/most left/right legal/illegal like/dislike local/national long/short "
    "longest/shortest loud/quiet love/hate maximum/minimum major/minor man/woman men/women near/far "
    "nearest/farthest negative/positive north/south north/east northern/southern oldest/youngest only/never "
    "open/close poor/rich positive/negative possible/impossible private/public protect/attack push/pull "
    "raise/lower rejected/accepted rise/fall rose/fell safe/dangerous second/third shortest/tallest simple/complex "
    "single/multiple sister/brother slow/fast smallest/largest soft/hard strong/weak strongest/weakest support/oppose "
    "supported/opposed top/bottom usually/never victory/defeat weaker/stronger win/lose winner/loser "
    "with/without won/lost worst/best wrote/read young/old"
)
_AUXILIARIES = frozenset("are can could did do does had has have is was were would".split())
_OPPOSITE: dict[str, list[str]] = {}
for _pair in _OPPOSITES.split():
    _one, _, _other = _pair.partition("/")
    _OPPOSITE.setdefault(_one, []).append(_other)
    _OPPOSITE.setdefault(_other, []).append(_one)
_KEPT = frozenset(
    "about been could does from have into kind long many much name often over should than that their them then there "
    "these they this those type under were what when where which whom whose will with would year years".split()
)
_NEAREST, _SKIPPED = 20, 6  # the very nearest words often mean the same
_STEM = 4
_WEIGHTS = (4, 4, 4, 2, 1)  # of the kinds in `near_miss`
_OFF = (-10, -3, -2, -1, 1, 2, 3, 10)
_WORD_VECTORS = "embeddings.word_embeddings.weight"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words and their vectors of length 1: float32[words, dimension]."""

    words: Sequence[str]
    vectors: FloatArray
    _found: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def packaged(cls) -> Self:
        """Return the encoder's whole words, and its word vectors, from which their mean is taken."""
        numbers = load_tokenizer().get_vocab()
        words = sorted(word for word in numbers if word.isascii() and word.isalpha() and len(word) >= _STEM)
        with safe_open(packaged_model() / "model.safetensors", "numpy") as file:
            vectors = file.get_tensor(_WORD_VECTORS)[[numbers[word] for word in words]].astype(np.float32)
        vectors -= vectors.mean(0)
        return cls(words, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    def near(self, word: str) -> list[str]:
        """Return words that lie near to `word` but are no form of it, nearest first; none for an unknown word."""
        at = int(np.searchsorted(self.words, word))
        if word not in self._found and at < len(self.words) and self.words[at] == word:
            order = np.argsort(-(self.vectors @ self.vectors[at]))[: 4 * _NEAREST]
            others = [self.words[i] for i in order if self.words[i][:_STEM] != word[:_STEM]]
            self._found[word] = others[_SKIPPED:_NEAREST]
        return self._found.get(word, [])


def near_miss(one: Asked, names: Sequence[str], vocabulary: Vocabulary, chance: random.Random) -> Asked | None:
    """Change one thing in a question so that its passage no longer answers; None where nothing can be changed.

    `names` are taken where the passage has no other. What is changed is drawn by kind first: a name, a number, a word
    for its opposite or for one near it, or a verb for its denial.
    """
    words = list(WORD.finditer(one.question))
    kinds = [
        _swapped(NAME, one, list(names)),
        _swapped(NUMBER, one, []) or _off(one.question),
        [(match, _OPPOSITE[match.group()]) for match in words if match.group() in _OPPOSITE],
        [(match, near) for match in words if (near := _near(match.group(), one, vocabulary))],
        [(match, [_negated(match.group())]) for match in words if match.group() in _AUXILIARIES],
    ]
    possible = [kind for kind, weight in zip(kinds, _WEIGHTS, strict=True) if kind for _ in range(weight)]
    if not possible:
        return None
    match, others = chance.choice(chance.choice(possible))
    question = one.question[: match.start()] + chance.choice(others) + one.question[match.end() :]
    return replace(one, question=question, answers=())


def _swapped(pattern: Pattern[str], one: Asked, otherwise: list[str]) -> list[tuple[Match[str], list[str]]]:
    """Return what the question has of a kind, each with those of the passage that neither it nor an answer has."""
    used = one.question + " ".join(span.of(one.passage) for span in one.answers)
    held = list(dict.fromkeys(match.group() for match in pattern.finditer(one.passage)))
    others = [other for other in held if not any(word in used for word in other.split())] or otherwise
    return [(match, others) for match in pattern.finditer(one.question) if others]


def _off(question: str) -> list[tuple[Match[str], list[str]]]:
    """Return the question's whole numbers, each with such as are a little off."""
    whole = [match for match in NUMBER.finditer(question) if match.group().isdecimal()]
    return [(match, [str(int(match.group()) + off) for off in _OFF if int(match.group()) + off > 0]) for match in whole]


def _near(word: str, one: Asked, vocabulary: Vocabulary) -> list[str]:
    """Return words near to one of the question's; what the passage has may be what the question means."""
    plain = word.islower() and len(word) >= _STEM and word not in _KEPT
    return [other for other in vocabulary.near(word) if other not in one.passage] if plain else []


def _negated(auxiliary: str) -> str:
    return "can't" if auxiliary == "can" else f"{auxiliary}n't"
