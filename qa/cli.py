"""The command line: every command but `serve`, which `web.main` adds."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from embeddings.errors import PullquoteError

ANSWERED, NOTHING_FOUND, BAD_USAGE, FAILED, INTERRUPTED = 0, 1, 2, 3, 130
_EPILOG = (
    "Exit status: 0 answered, done, or all quotations pass; 1 abstained, nothing found, or some quotation does not"
    " pass; 2 bad usage; 3 failure; 130 stopped by Ctrl-C."
)
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Command:
    """A subcommand: its name and help, how it declares its arguments, and what it does with them."""

    name: str
    help: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None, extra: Sequence[Command] = ()) -> int:
    """Run the command line and return its exit status; `extra` commands stand before this module's own."""
    parser = argparse.ArgumentParser(
        prog="pullquote", description="Answers in the stories' own words, with the exact place.", epilog=_EPILOG
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (*extra, *COMMANDS):
        sub = commands.add_parser(command.name, help=command.help, description=command.help, epilog=_EPILOG)
        sub.add_argument("--json", action="store_true", help="print JSON")
        command.declare(sub)
        sub.set_defaults(run=command.run)
    arguments = parser.parse_args(argv)
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.WARNING)
    logging.getLogger("pullquote").setLevel(logging.INFO)
    try:
        return int(arguments.run(arguments))
    except PullquoteError as error:
        print(f"pullquote: {error}", file=sys.stderr)
        return _status(error)
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        print("pullquote: stopped; what was added is kept", file=sys.stderr)
        return INTERRUPTED


def _status(error: PullquoteError) -> int:
    from qa.errors import EmptyLibraryError, InvalidQuestionError, InvalidQuotationError, StoryNotFoundError

    if isinstance(error, (StoryNotFoundError, EmptyLibraryError)):
        return NOTHING_FOUND
    return BAD_USAGE if isinstance(error, (InvalidQuestionError, InvalidQuotationError)) else FAILED


def _library(arguments: argparse.Namespace, *, write: bool) -> Any:
    from qa.library import Library
    from qa.settings import Settings

    return Library(Settings.from_environment(), write=write, holder=f"pullquote {arguments.run.__name__.strip('_')}")


def _add(arguments: argparse.Namespace) -> int:
    from tqdm import tqdm

    from qa.as_json import added_json
    from qa.documents import find_files

    paths = [Path(path) for path in arguments.paths if path != "-"]
    files = list(find_files(paths))
    skipped = [path for path, readable in files if not readable]
    stdin = sys.stdin.buffer.read() if "-" in arguments.paths else None
    failures: list[str] = []
    progress = _Progress(silent=arguments.json)
    hidden = arguments.json or len(files) <= 1 or not sys.stderr.isatty()
    try:
        with _library(arguments, write=True) as library, tqdm(total=len(files), unit="story", disable=hidden) as bar:
            progress.bar = bar
            drafts = _drafts([path for path, readable in files if readable], stdin, failures)
            added = library.add(drafts, progress.show, lambda error: failures.append(str(error)))
    except KeyboardInterrupt:
        print(
            f"pullquote: stopped; {progress.stories} new stories ({progress.paragraphs} paragraphs) are kept:"
            " the same command goes on from there",
            file=sys.stderr,
        )
        return INTERRUPTED
    if arguments.json:
        _print_json({"stories": [added_json(one) for one in added], "failed": failures,
                     "skipped": [str(path) for path in skipped]})  # fmt: skip
    for failure in failures:
        print(f"pullquote: {failure}", file=sys.stderr)
    if not files and stdin is None:
        print(f"pullquote: no files in {', '.join(map(str, paths))}: name .txt or .md files", file=sys.stderr)
    if skipped:
        names = ", ".join(map(str, skipped[:_SHOWN])) + (" ..." if len(skipped) > _SHOWN else "")
        print(f"pullquote: left out {len(skipped)} files that are neither .txt nor .md: {names}", file=sys.stderr)
    return FAILED if failures else ANSWERED if added else NOTHING_FOUND


class _Progress:
    """What `add` has done so far: counted, told on the progress bar and, unless `silent`, in a line a story."""

    def __init__(self, *, silent: bool) -> None:
        self.silent = silent
        self.bar: Any = None
        self.stories = self.paragraphs = 0

    def show(self, one: Any) -> None:
        """Count a story, move the bar on, print the story's line."""
        story, what = one.story, "added" if one.created else "held"
        if one.created:
            self.stories += 1
            self.paragraphs += story.passages
        if not self.bar.disable:
            rate = self.paragraphs / max(self.bar.format_dict["elapsed"], 1e-3)
            self.bar.set_postfix_str(f"{rate:.0f} paragraphs/s", refresh=False)
        self.bar.update()
        if not self.silent:
            self.bar.write(f"{what} {story.id}  {story.title} ({story.passages} passages, {story.encoding})")


def _drafts(paths: Sequence[Path], stdin: bytes | None, failures: list[str]) -> Iterator[Any]:
    """Yield a draft for each file that can be read, and standard input's; note the others in `failures`."""
    from qa.documents import read_bytes, read_path
    from qa.errors import DocumentError

    sources: list[Callable[[], Any]] = [lambda path=path: read_path(path) for path in paths]  # type: ignore[misc]
    if stdin is not None:
        sources.append(lambda: read_bytes(stdin, "standard input"))
    for source in sources:
        try:
            yield source()
        except DocumentError as error:
            failures.append(str(error))


def _stories(arguments: argparse.Namespace) -> int:
    with _library(arguments, write=False) as library:
        found = library.stories(limit=1_000_000)
    if arguments.json:
        _print_json({"stories": [asdict(story) for story in found]})
    else:
        for story in found:
            about = ", ".join(part for part in (story.source, story.published) if part)
            print(f"{story.id}  {story.title}{f' ({about})' if about else ''}")
    return ANSWERED if found else NOTHING_FOUND


def _remove(arguments: argparse.Namespace) -> int:
    with _library(arguments, write=True) as library:
        library.remove(arguments.id)
    if arguments.json:
        _print_json({"removed": arguments.id})
    else:
        print(f"removed {arguments.id}")
    return ANSWERED


def _search(arguments: argparse.Namespace) -> int:
    from qa.as_json import hit_json

    with _library(arguments, write=False) as library:
        _warn_of_empty(library, _filter(arguments))
        hits = library.search(arguments.query, arguments.top_k, _filter(arguments), reranked=not arguments.no_rerank)
    if arguments.json:
        _print_json({"hits": [hit_json(hit) for hit in hits]})
    else:
        for number, hit in enumerate(hits, start=1):
            print(f"{number}. {hit.citation.place}  score {hit.score:.4f}\n   {' '.join(hit.citation.exact.split())}")
            for citation in hit.also:
                print(f"   the same words in {citation.place}")
    return ANSWERED if hits else NOTHING_FOUND


def _ask(arguments: argparse.Namespace) -> int:
    from qa.as_json import answer_json

    with _library(arguments, write=False) as library:
        _warn_of_empty(library, _filter(arguments))
        answer = library.ask(arguments.question, _filter(arguments))
    if arguments.json:
        _print_json(answer_json(answer))
    elif answer.text is None:
        print("The stories don't say.")
        for hit in answer.near:
            print(f"\nNear, but not an answer: {hit.citation.place}\n  {' '.join(hit.citation.exact.split())}")
    else:
        _print_answer(answer)
    return NOTHING_FOUND if answer.text is None else ANSWERED


def _print_answer(answer: Any) -> None:
    if answer.verdict:
        print(f"{answer.text}.")
    if answer.differ:
        print("The stories differ; the newest first.")
    number = 0
    for finding in answer.findings:
        if finding.words != finding.quote:
            print(" ".join(finding.words.exact.split()) + (f" ({finding.date})" if finding.date else ""))
        print(_in_marks(" ".join(finding.quote.exact.split())))
        for citation in (finding.quote, *finding.also):
            number += 1
            print(f"[{number}] {citation.place}")
        print()


def _in_marks(words: str) -> str:
    """Put words in quotation marks, unless they have some of their own."""
    return words if any(mark in words for mark in '“”"') else f"“{words}”"


def _check(arguments: argparse.Namespace) -> int:
    from qa.documents import decode
    from qa.quotes.report import check_json, markdown, summary, unchecked_json
    from qa.quotes.types import Profile, Quotation, Role

    profile = Profile(arguments.profile)
    text = _text_of(arguments.file, decode)
    with _library(arguments, write=False) as library:
        if arguments.speaker or arguments.source:
            sent = Quotation((text.strip(),), arguments.speaker, arguments.source)
            checks, unchecked = library.check_quotes([sent], profile), []
        else:
            checks, unchecked = library.check_text(text, profile)
    if arguments.json:
        _print_json({"results": [check_json(one) for one in checks],
                     "unchecked": [unchecked_json(one) for one in unchecked], "summary": summary(checks)})  # fmt: skip
    elif arguments.markdown:
        print(markdown(checks, unchecked))
    else:
        _print_checks(checks, unchecked)
    closed = all(one.role is not Role.UNCLOSED for one in unchecked)
    return ANSWERED if checks and closed and all(one.outcome == "pass" for one in checks) else NOTHING_FOUND


def _text_of(name: str, decode: Callable[[bytes, str], tuple[str, str]]) -> str:
    from qa.errors import DocumentError

    if name == "-":
        return decode(sys.stdin.buffer.read(), "standard input")[0]
    try:
        return decode(Path(name).read_bytes(), name)[0]
    except OSError as error:
        raise DocumentError(f"{name}: can't be read ({error.strerror}): name a text file, or - for stdin") from error


def _print_checks(checks: Sequence[Any], unchecked: Sequence[Any]) -> None:
    from qa.quotes.report import SIGNS, facts, not_checked, summary

    for number, check in enumerate(checks, start=1):
        print(f"{SIGNS[check.outcome]} {number}. “{' '.join(check.quotation.quote.split())}”")
        print("".join(f"    {line}\n" for line in facts(check)))
    for line in not_checked(unchecked):
        print(line)
    print(summary(checks) if checks else "There are no quotations in it.")


def _doctor(arguments: argparse.Namespace) -> int:
    from qa.doctor import examine

    if arguments.reembed:
        with _library(arguments, write=True) as library:
            print(f"embedded {library.reembed()} stories again", file=sys.stderr)
    checks = examine()
    if arguments.json:
        _print_json({"checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            print(f"{'ok  ' if check.passed else 'FAIL'}  {check.name}: {check.found}")
    return ANSWERED if all(check.passed for check in checks) else FAILED


def _filter(arguments: argparse.Namespace) -> Any:
    from qa.types import Filter

    ids = tuple(arguments.story) if arguments.story else None
    return Filter(ids, arguments.source, arguments.after, arguments.before)


def _warn_of_empty(library: Any, where: Any) -> None:
    """Say so where no story passes the filter: silence would be taken for the stories'."""
    if not where.is_open() and not library.count_passing(where):
        print(
            "pullquote: no story passes --story, --source, --after and --before: `pullquote stories` lists them all",
            file=sys.stderr,
        )


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _declare_filter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--story", action="append", metavar="ID", help="only this story; may be given again")
    parser.add_argument("--source", help="only stories of this source")
    parser.add_argument("--after", metavar="DATE", help="only stories published on this day or later")
    parser.add_argument("--before", metavar="DATE", help="only stories published on this day or earlier")


def _declare_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a .txt or .md file, a folder, or - for stdin")


def _declare_remove(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the story's id, as `pullquote stories` lists it")


def _declare_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", help="what to look for")
    parser.add_argument("--top-k", type=int, default=10, help="how many passages (default 10)")
    parser.add_argument("--no-rerank", action="store_true", help="faster: do not compare the best ten word by word")
    _declare_filter(parser)


def _declare_ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", help="a question about the stories")
    _declare_filter(parser)


def _declare_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a text with quotations, or one quotation alone; - for stdin")
    parser.add_argument("--profile", choices=("strict", "delete-only", "clean-up"), default="strict",
                        help="what the house puts up with (default strict)")  # fmt: skip
    parser.add_argument("--speaker", metavar="NAME", help="the whole text is one quotation of this speaker")
    parser.add_argument("--source", metavar="NAME", help="the whole text is one quotation from this story or source")
    parser.add_argument("--markdown", action="store_true", help="print the report as Markdown")


def _declare_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reembed", action="store_true", help="embed every story again, with the encoder in use")


COMMANDS = (
    Command("add", "add stories to the library", _declare_add, _add),
    Command("stories", "list the stories", lambda _: None, _stories),
    Command("remove", "delete a story", _declare_remove, _remove),
    Command("search", "find the passages nearest to a query", _declare_search, _search),
    Command("ask", "ask a question", _declare_ask, _ask),
    Command("check", "check the quotations of a text against the stories", _declare_check, _check),
    Command("doctor", "check the installation and the library", _declare_doctor, _doctor),
)
