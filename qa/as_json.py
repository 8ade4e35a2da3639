"""Values to the JSON objects that the API and the command line share."""

from dataclasses import asdict
from typing import Any

from qa.library import Added
from qa.types import Answer, Finding, Hit


def hit_json(hit: Hit) -> dict[str, Any]:
    """Return a hit: its citation, score and the score's parts, and where else the same words stand."""
    return {
        "citation": asdict(hit.citation),
        "score": hit.score,
        "scores": dict(hit.scores),
        "also": [asdict(citation) for citation in hit.also],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return one thing that the stories say."""
    return {
        "words": asdict(finding.words),
        "quote": asdict(finding.quote),
        "confidence": round(finding.confidence, 4),
        "also": [asdict(citation) for citation in finding.also],
        "date": finding.date,
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer; its `answer` is None and `near` filled where it abstains."""
    return {
        "question": answer.question,
        "read_as": answer.read_as,
        "kind": str(answer.kind),
        "answer": answer.text,
        "verdict": answer.verdict,
        "answers": [finding_json(one) for one in answer.findings],
        "differ": answer.differ,
        "abstained": answer.text is None,
        "confidence": round(answer.confidence, 4),
        "citations": [asdict(citation) for citation in answer.citations],
        "near": [hit_json(hit) for hit in answer.near],
    }


def added_json(added: Added) -> dict[str, Any]:
    """Return what became of a story that was added."""
    story = added.story
    return {
        "id": story.id,
        "sha256": story.sha256,
        "title": story.title,
        "passages": story.passages,
        "created": added.created,
        "encoding": story.encoding,
    }
