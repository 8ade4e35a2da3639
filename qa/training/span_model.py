"""What is trained to read: the packaged encoder, all but its word vectors, and a line that says where an answer is."""

import os

import torch
from torch import nn

from embeddings.weights import packaged_model

DROPOUT = 0.1
_POOL = 1 << 24


class PooledDropout(nn.Module):
    """Dropout whose masks are slices of one pool: drawing them anew costs as much as the rest of a step on a CPU."""

    pool = torch.empty(0)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return `hidden` with DROPOUT of its numbers at 0 and the others raised, while training."""
        if not self.training:
            return hidden
        if not len(PooledDropout.pool):
            PooledDropout.pool = (torch.rand(_POOL) >= DROPOUT).bfloat16() / (1 - DROPOUT)
        count = hidden.numel()
        start = int(torch.randint(_POOL - count, ()))
        return hidden * PooledDropout.pool[start : start + count].view(hidden.shape)


class SpanModel(nn.Module):
    """A question and a passage to two numbers a piece: how likely an answer begins there, and ends there.

    What they say of the first piece, [CLS], is that the passage does not answer (Devlin et al. 2019,
    https://arxiv.org/abs/1810.04805, section 4.3).
    """

    def __init__(self) -> None:
        super().__init__()
        os.environ["HF_HUB_OFFLINE"] = "1"
        from transformers import AutoModel

        model = str(packaged_model())
        # The fused attention's backward pass takes three times as long on a CPU for heads this small.
        self.trunk = AutoModel.from_pretrained(model, add_pooling_layer=False, attn_implementation="eager")
        self.trunk.embeddings.word_embeddings.requires_grad_(False)
        self.trunk.embeddings.dropout = PooledDropout()
        for layer in self.trunk.encoder.layer:
            layer.attention.self.dropout = nn.Dropout(0.0)
            layer.attention.output.dropout = PooledDropout()
            layer.output.dropout = PooledDropout()
        self.ends = nn.Linear(self.trunk.config.hidden_size, 2)
        nn.init.normal_(self.ends.weight, std=0.02)
        nn.init.zeros_(self.ends.bias)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
        """Return float[rows, pieces, 2]; `kinds` is 0 for the question's pieces and 1 for the passage's."""
        read = self.trunk(input_ids=ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        logits: torch.Tensor = self.ends(read.float())
        return logits

    def learnt(self) -> dict[str, torch.Tensor]:
        """Return what is trained, by name."""
        return {name: value for name, value in self.named_parameters() if value.requires_grad}
