"""What is trained: the packaged encoder with low-rank additions to its upper layers."""

import math
import os

import torch
from torch import nn

from embeddings.weights import packaged_model

RANK = 32
LOWER_LAYERS = 3
FIRST_SCALE = 25.0


class LowRank(nn.Module):
    """A linear map with a learnt addition of low rank: x W + x A B, of which only A and B change."""

    def __init__(self, base: nn.Linear) -> None:
        super().__init__()
        self.base = base.requires_grad_(False)
        self.a = nn.Parameter(torch.randn(base.in_features, RANK) / math.sqrt(base.in_features))
        self.b = nn.Parameter(torch.zeros(RANK, base.out_features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return float[..., out] for float[..., in]."""
        added: torch.Tensor = (x @ self.a) @ self.b
        whole: torch.Tensor = self.base(x) + added
        return whole


class TokenModel(nn.Module):
    """Token ids to unit vectors of the tokens, and how much each would matter in a question."""

    def __init__(self) -> None:
        super().__init__()
        os.environ["HF_HUB_OFFLINE"] = "1"
        from transformers import AutoModel

        self.trunk = AutoModel.from_pretrained(str(packaged_model()))
        self.trunk.requires_grad_(False)
        for layer in self.trunk.encoder.layer[LOWER_LAYERS:]:
            for owner, name in _linears(layer):
                setattr(owner, name, LowRank(getattr(owner, name)))
        self.weight = nn.Linear(self.trunk.config.hidden_size, 1)
        nn.init.zeros_(self.weight.weight)
        nn.init.zeros_(self.weight.bias)
        self.log_scale = nn.Parameter(torch.tensor(math.log(FIRST_SCALE)))

    @torch.no_grad()
    def lower(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return what the frozen lower layers make of token ids."""
        hidden: torch.Tensor = self.trunk.embeddings(input_ids=ids)
        for layer in self.trunk.encoder.layer[:LOWER_LAYERS]:
            hidden = layer(hidden, mask[:, None, None, :])
        return hidden

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return float[rows, pieces, 384] of unit length and float[rows, pieces], from what `lower` gave."""
        for layer in self.trunk.encoder.layer[LOWER_LAYERS:]:
            hidden = layer(hidden, mask[:, None, None, :])
        hidden = hidden.float()
        return nn.functional.normalize(hidden, dim=-1), torch.sigmoid(self.weight(hidden)).squeeze(-1)

    def learnt(self) -> dict[str, torch.Tensor]:
        """Return what is trained, by name."""
        return {name: value for name, value in self.named_parameters() if value.requires_grad}


def _linears(layer: nn.Module) -> list[tuple[nn.Module, str]]:
    return [
        (owner, name)
        for owner in layer.modules()
        for name, child in owner.named_children()
        if isinstance(child, nn.Linear)
    ]
