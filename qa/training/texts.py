"""Texts as the frozen lower layers read them, once each, and batches of them."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import nn
from tqdm import tqdm

from qa.training.examples import Paragraph
from qa.training.model import TokenModel

ROWS_READ = 32
MAX_PIECES = 256


class Texts:
    """Texts by what the lower layers make of their first MAX_PIECES, once each; and the code points of these."""

    def __init__(self, model: TokenModel, tokenizer: Tokenizer, texts: Iterable[str]) -> None:
        model.eval()
        tokenizer.enable_truncation(MAX_PIECES)
        encodings = {text: tokenizer.encode(text) for text in dict.fromkeys(texts)}
        self.offsets = {text: encoding.offsets for text, encoding in encodings.items()}
        self._read: dict[str, torch.Tensor] = {}
        waiting = sorted(encodings, key=lambda text: len(encodings[text].ids))
        for first in tqdm(range(0, len(waiting), ROWS_READ), unit="batch"):
            part = waiting[first : first + ROWS_READ]
            rows = [torch.tensor(encodings[text].ids) for text in part]
            ids = nn.utils.rnn.pad_sequence(rows, batch_first=True)
            mask = _mask(list(map(len, rows)))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                hidden = model.lower(ids, mask).bfloat16()
            for text, row, read in zip(part, rows, hidden, strict=True):
                self._read[text] = read[: len(row)].clone()
        model.train()

    def stacked(self, texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the texts padded, which places hold pieces, and which of these are neither [CLS] nor [SEP]."""
        rows = [self._read[text] for text in texts]
        lengths = list(map(len, rows))
        kept = _mask([length - 1 for length in lengths], max(lengths))
        kept[:, 0] = False
        return nn.utils.rnn.pad_sequence(rows, batch_first=True).float(), _mask(lengths), kept


def _mask(lengths: Sequence[int], width: int = 0) -> torch.Tensor:
    return torch.arange(width or max(lengths))[None, :] < torch.tensor(lengths)[:, None]


Stacked = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions and passages, stacked; `owner` and `sentence` say which passage and sentence of it answer.

    `part` is the sentence of each piece of the passages, -1 for none.
    """

    questions: Stacked
    passages: Stacked
    part: torch.Tensor
    owner: torch.Tensor
    sentence: torch.Tensor


def make_batch(texts: Texts, found: Sequence[Paragraph], chance: random.Random, each: int) -> Batch:
    """Draw up to `each` questions of each paragraph."""
    asked = [(i, one) for i, p in enumerate(found) for one in chance.sample(p.asked, min(each, len(p.asked)))]
    passages = texts.stacked([p.text for p in found])
    part = torch.full(passages[1].shape, -1)
    for i, paragraph in enumerate(found):
        starts = torch.tensor([a if a < b else -1 for a, b in texts.offsets[paragraph.text]])
        for number, span in enumerate(paragraph.sentences):
            part[i, : len(starts)][(starts >= span.start) & (starts < span.end)] = number
    return Batch(
        texts.stacked([one.question for _, one in asked]),
        passages,
        part,
        torch.tensor([i for i, _ in asked]),
        torch.tensor([one.sentence for _, one in asked]),
    )
