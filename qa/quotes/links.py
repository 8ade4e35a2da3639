"""Links to the words of a story where it was published: text fragments (https://wicg.github.io/scroll-to-text-fragment/).

Browsers follow them without regard to case and accents: a way to look, not a proof.
"""

from urllib.parse import quote

from qa.types import Span

_WHOLE = 200  # characters; longer words are named by their first and last few
_ENDS = 5


def fragment_link(url: str | None, text: str, span: Span) -> str | None:
    """Return a link to text[span] at `url`; None for a story that has no address of the web."""
    if not url or not url.startswith(("http://", "https://")):
        return None
    words = span.of(text).split()
    if not words:
        return None
    whole = " ".join(words)
    if len(whole) <= _WHOLE and "\n" not in span.of(text):
        named = _encoded(whole)
    else:
        count = min(_ENDS, len(words) // 2)  # the two ends may not overlap
        named = (
            f"{_encoded(' '.join(words[:count]))},{_encoded(' '.join(words[-count:]))}" if count else _encoded(whole)
        )
    return f"{url.split('#', maxsplit=1)[0]}#:~:text={named}"


def _encoded(words: str) -> str:
    """Percent-encode what a text fragment gives a meaning of its own, the hyphen too."""
    return quote(words, safe="").replace("-", "%2D")
