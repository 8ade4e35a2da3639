"""Key sentences, with an encoder that counts words."""

from qa.about import KEY_SENTENCES, key_sentences
from qa.types import Document, Passage, Span
from tests.conftest import WordEncoder

TEXT = (
    "The council closed the old iron bridge to all cars on Monday.\n\n"
    "The bridge of old iron was closed to cars by the council.\n\n"
    "Rain fell on the hills and on the empty sheep pens all week.\n\n"
    "The council will mend the old bridge for cars by next summer.\n\n"
    "A dog barked somewhere behind the shut-up fish and chip shop.\n\n"
    "Yes."
)


def test_the_sentences_most_like_all_others_in_their_order_and_not_twice() -> None:
    document = Document.of(TEXT, title="Bridge")
    starts = [0, *(i + 2 for i in range(len(TEXT)) if TEXT.startswith("\n\n", i))]
    spans = [Span(a, b) for a, b in zip(starts, [*(a - 2 for a in starts[1:]), len(TEXT)], strict=True)]
    passages = [Passage(document.id, i, i + 1, span) for i, span in enumerate(spans)]
    found = key_sentences(document, passages, WordEncoder())
    words = [span.of(TEXT) for _, span in found]
    assert len(found) == KEY_SENTENCES
    assert words[0].startswith("The council closed")
    assert any("will mend" in one for one in words)
    assert [passage.ordinal for passage, _ in found] == sorted(passage.ordinal for passage, _ in found)
    assert all(passage.span.start <= span.start < span.end <= passage.span.end for passage, span in found)
    assert key_sentences(document, passages[-1:], WordEncoder())[0][1].of(TEXT) == "Yes."
    assert key_sentences(document, [], WordEncoder()) == []
