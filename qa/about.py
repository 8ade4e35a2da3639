"""What a story is about: which story is meant, and its own key sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.encoder import Encoder, FloatArray
from qa.passages import titled
from qa.questions import Kind, topic
from qa.sentences import sentences
from qa.types import Answer, Document, Finding, Passage, Span

KEY_SENTENCES = 3
LEAST_HELD = 0.6  # of two words both: one alone is in many stories
_READ = 60
_SHORTEST = 40
_LEAD = 0.15
_REPETITION = 0.5


@dataclass(frozen=True, slots=True)
class Meant:
    """The story that a question means, and how sure that is.

    The confidence is 1 where the story is chosen, talked about or the only one, so that nothing had to be guessed;
    else the share of the topic's words that it holds.
    """

    story_id: str
    confidence: float


def story_meant(
    question: str, held: Mapping[str, float], searched: Sequence[str], talked_about: str | None, *, chosen: bool
) -> Meant | None:
    """Return the story whose content `question` asks for; None where it is not clear.

    `held` are the stories found for the question's topic, the nearest first, each with the share of the topic's words
    that it holds; `searched` the ids of all that may be meant; `chosen`: these were named with the question.
    """
    only = searched[0] if len(searched) == 1 else None
    if not topic(question) or (chosen and only):
        story_id = only or (talked_about if talked_about in searched else None)
        return Meant(story_id, 1.0) if story_id else None
    best = max(held, key=lambda story_id: held[story_id], default=None)
    return Meant(best, held[best]) if best and held[best] >= LEAST_HELD else None


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


def summed_up(
    question: str, document: Document, passages: Sequence[Passage], encoder: Encoder, confidence: float
) -> Answer:
    """Answer with a story's key sentences."""
    cited = [document.cite(span, own.paragraph) for own, span in key_sentences(document, passages, encoder)]
    findings = tuple(Finding(one, one, confidence) for one in cited)
    return Answer(question, Kind.ABOUT, findings, confidence if findings else 0.0)


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
