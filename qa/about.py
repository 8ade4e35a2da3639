"""What a story is about: its own key sentences."""

from collections.abc import Sequence

import numpy as np

from embeddings.encoder import Encoder, FloatArray
from qa.passages import titled
from qa.sentences import sentences
from qa.types import Document, Passage, Span

KEY_SENTENCES = 3
_READ = 60
_SHORTEST = 40
_LEAD = 0.15
_REPETITION = 0.5


def key_sentences(document: Document, passages: Sequence[Passage], encoder: Encoder) -> list[tuple[Passage, Span]]:
    """Return the story's key sentences with their passages, in the order in which they stand.

    Those nearest to the mean of all, the earlier ones preferred a little, each unlike those chosen before it (maximal
    marginal relevance: Carbonell and Goldstein 1998, https://doi.org/10.1145/290941.291025).
    """
    every = [(own, span) for own in passages for span in sentences(document.text, own.span)]
    long = [(own, span) for own, span in every if len(span) >= _SHORTEST and span.of(document.text) != document.title]
    read = (long or every)[:_READ]
    if not read:
        return []
    vectors = encoder.encode_passages([titled(document.title, span.of(document.text)) for _, span in read])
    return [read[i] for i in sorted(_chosen(vectors))]


def _chosen(vectors: FloatArray) -> list[int]:
    centre = vectors.mean(axis=0)
    scores = vectors @ (centre / np.linalg.norm(centre)) + _LEAD / (1 + np.arange(len(vectors)))
    chosen: list[int] = []
    while len(chosen) < min(KEY_SENTENCES, len(vectors)):
        likeness = (vectors @ vectors[chosen].T).max(axis=1) if chosen else np.zeros(len(vectors))
        rest = scores - _REPETITION * likeness
        rest[chosen] = -np.inf
        chosen.append(int(rest.argmax()))
    return chosen
