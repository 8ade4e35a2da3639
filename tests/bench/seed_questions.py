"""Asks the forty questions about the seed stories: `python -m tests.bench.seed_questions`."""

import tempfile
from pathlib import Path

from qa.evaluation import is_right
from tests.seeds import questions, seed_library


def main() -> None:
    """Print how often the right paragraph is found, the right sentence quoted, and silence kept where it is due."""
    asked = questions()
    answerable = [question for question in asked if question.story]
    with tempfile.TemporaryDirectory() as folder, seed_library(Path(folder)) as library:
        hits = {q.id: [q.is_in(hit.citation) for hit in library.search(q.question, 3)] for q in answerable}
        answers = {q.id: library.ask(q.question) for q in asked}
    shown = [q for q in answerable if answers[q.id].text is not None]
    right = [q for q in shown if q.is_in(answers[q.id].citations[0])]
    exact = [q for q in shown if is_right(answers[q.id].findings[0].words.exact, [str(q.answer)])]
    silent = [q for q in asked if not q.story and answers[q.id].text is None]
    print(f"answerable questions: {len(answerable)}")
    print(f"  right paragraph first: {sum(found[0] for found in hits.values())}")
    print(f"  right paragraph in the first three: {sum(map(any, hits.values()))}")
    print(f"  answered: {len(shown)}, of these with the right sentence: {len(right)}, the right words: {len(exact)}")
    print(f"unanswerable questions: {len(asked) - len(answerable)}")
    print(f"  abstained: {len(silent)}")


if __name__ == "__main__":
    main()
