"""Files to documents: decoding, line ends, and the title, source and date that a text states about itself."""

import codecs
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from qa.errors import DocumentError
from qa.passages import paragraphs
from qa.types import Document, Span

EXTENSIONS = (".txt", ".md", ".markdown", ".text")
MAX_STORY_BYTES = 16 * 1024 * 1024
MAX_TITLE_LENGTH = 300
MAX_HEADLINE_LENGTH = 200
_HEADLINE_WINDOW = 4096
_NO_HEADLINE_END = (".", ",", ";", ":", "。", "”", '"')
_MOST_FRONT_MATTER = 8192
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_UNCLOSED = re.compile(r"---[ \t]*\n(?:title|source|date|published|published_at|url):(?!.*\n---)", re.DOTALL)
_DATE_KEYS = ("published", "date", "published_at")
_DATE_FORMATS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y")
SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f]")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document about to be added: where its body starts, after any front matter, and how its bytes were decoded.

    Two drafts of one `origin` are versions of one story; where it is None, the text stands for itself.
    """

    document: Document
    body: int
    encoding: str
    origin: str | None


def read_path(path: Path) -> Draft:
    """Read a story file. Raises DocumentError for what is no text, too large, or not there."""
    if path.suffix.lower() not in EXTENSIONS:
        raise DocumentError(f"{path}: only {' and '.join(EXTENSIONS[:2])} files can be read: save it as text first")
    try:
        if path.stat().st_size > MAX_STORY_BYTES:
            raise DocumentError(_too_large(str(path), path.stat().st_size))
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: {error.strerror or error}") from error
    return read_bytes(data, str(path), origin=path.resolve().as_uri())


def read_bytes(data: bytes, name: str, origin: str | None = None) -> Draft:
    """Decode the bytes of a file called `name`. Raises DocumentError for what is no text."""
    if len(data) > MAX_STORY_BYTES:
        raise DocumentError(_too_large(name, len(data)))
    text, encoding = decode(data, name)
    return read_text(text, name, encoding=encoding, origin=origin)


def read_text(text: str, name: str, encoding: str = "utf-8", origin: str | None = None, **stated: str | None) -> Draft:
    """Make a draft of decoded text. `stated` title, source, published and url win over what the text states.

    Line ends become \\n; nothing else of the text changes. A story with a URL has that as its origin, where no other
    is given. Raises DocumentError where there is nothing to read.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text or SURROGATE.search(text):
        raise DocumentError(f"{name}: holds characters that are no text (NUL or half a surrogate pair): remove them")
    facts, body = front_matter(text, name)
    if not text[body:].strip():
        raise DocumentError(f"{name}: holds no text: add at least a sentence")
    known = {**facts, **{key: value.strip() for key, value in stated.items() if value and value.strip()}}
    title = known.get("title") or headline(text, body) or _stem(name)
    published, url = known.get("published"), known.get("url")
    if url and not url.lower().startswith(("http://", "https://")):
        raise DocumentError(f"{name}: the address {url!r} does not start with http:// or https://: write it in full")
    document = Document.of(
        text,
        title=" ".join(title.split())[:MAX_TITLE_LENGTH],
        source=known.get("source"),
        published=parse_date(published, name) if published else None,
        url=url,
    )
    return Draft(document, body, encoding, origin or document.url)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of `data` and the encoding used: UTF-8, UTF-16 or, last, cp1252."""
    marked = next((encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    unmarked = _unmarked_utf16(data)
    for encoding in (marked,) if marked else (unmarked,) if unmarked else ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_binary(text, limit=0.05 if encoding == "utf-8" else 0.002):
            break
        return text, encoding
    raise DocumentError(f"{name}: is no text file (neither UTF-8, UTF-16 nor cp1252): save it as plain text first")


def matched_front_matter(text: str) -> re.Match[str] | None:
    """Return where a text's front matter is; group 1 is what it states."""
    return _FRONT_MATTER.match(text, 0, _MOST_FRONT_MATTER)


def front_matter(text: str, name: str) -> tuple[dict[str, str], int]:
    """Return what a YAML block at the start of `text` states, and the offset at which the body starts."""
    match = matched_front_matter(text)
    if match is None:
        if _UNCLOSED.match(text):
            raise DocumentError(f"{name}: the front matter has no end: put a line of --- after it, or remove it")
        return {}, 0
    try:
        block = yaml.safe_load(match[1])
        if not isinstance(block, dict):
            return {}, 0
        facts = {str(key).lower(): _scalar(value) for key, value in block.items()}
    except ValueError as error:  # a date such as 2026-13-45
        raise DocumentError(f"{name}: the front matter can't be read ({error}): write dates as 2026-01-31") from error
    except (yaml.YAMLError, RecursionError) as error:
        line = str(error).splitlines()[0]
        raise DocumentError(
            f"{name}: the front matter can't be read as YAML ({line}): mend it - a title with ': ' needs quotes - or"
            " remove it"
        ) from error
    published = next((facts[key] for key in _DATE_KEYS if facts.get(key)), "")
    stated = {**facts, "published": published}
    return {key: stated[key] for key in ("title", "source", "published", "url") if stated.get(key)}, match.end()


def headline(text: str, body: int) -> str | None:
    """Return the first paragraph of the body where it reads like a headline: one short line, and no full stop."""
    first, *others = paragraphs(text[: body + _HEADLINE_WINDOW], body) or [Span(body, body)]
    line = first.of(text)
    title = re.sub(r"^#{1,6}\s+|\s+#+$", "", line).strip("*_ ")
    if not others or not title or "\n" in line or len(title) > MAX_HEADLINE_LENGTH:
        return None
    return title if line.startswith("#") or not title.endswith(_NO_HEADLINE_END) else None


def parse_date(value: str, name: str) -> str:
    """Return an ISO date or date-time for `value`. Raises DocumentError where it is none."""
    value = value.strip()
    try:
        if len(value) == len("2026-01-31"):
            return date.fromisoformat(value).isoformat()
        return datetime.fromisoformat(value).isoformat()
    except ValueError:
        for form in _DATE_FORMATS:
            try:
                return datetime.strptime(value, form).date().isoformat()
            except ValueError:
                continue
    raise DocumentError(f"{name}: {value!r} is no date: write it as 2026-01-31")


def find_files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield each file named by `paths`, folders walked in order of name, and whether it is of a kind that is read.

    Hidden files and folders inside a folder are left out. Raises DocumentError for a path that is not there.
    """
    for path in paths:
        if path.is_file():
            yield path, True
        elif path.is_dir():
            for folder, names, files in os.walk(path):
                names[:] = sorted(name for name in names if not name.startswith("."))
                for name in sorted(name for name in files if not name.startswith(".")):
                    yield Path(folder, name), Path(name).suffix.lower() in EXTENSIONS
        else:
            raise DocumentError(f"{path}: no such file or folder")


def _unmarked_utf16(data: bytes) -> str | None:
    """Recognise UTF-16 without its mark: in most scripts every other byte of the first lines is often NUL."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 < len(sample) // 2 or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _looks_binary(text: str, limit: float) -> bool:
    return "\0" in text or len(_CONTROL.findall(text)) > limit * len(text)


def _scalar(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, (str, int, float)) else ""


def _stem(name: str) -> str:
    return re.sub(r"[-_\s]+", " ", Path(name).stem).strip() or "Untitled"


def _too_large(name: str, size: int) -> str:
    limit = MAX_STORY_BYTES // (1024 * 1024)
    return f"{name}: is {size / 1024 / 1024:.1f} MiB, and a story may have {limit}: split it into several files"
