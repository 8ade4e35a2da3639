"""A BERT encoder as an OpenVINO graph, built from its weights: no other runtime is needed to prepare a model.

Devlin et al. 2019, https://arxiv.org/abs/1810.04805; the names of the weights are those of transformers' BertModel.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.compiled import load_openvino

Tensor = npt.NDArray[np.float32]
_EPSILON = 1e-12


class BertGraph:
    """Builds the graph node by node; every method takes and gives nodes."""

    def __init__(self, weights: Mapping[str, Tensor], heads: int) -> None:
        """`weights` by their names in BertModel, without a prefix."""
        load_openvino()
        import openvino.opset13 as ops

        self.ops: Any = ops
        self._weights = weights
        self._heads = heads
        self.hidden = int(weights["embeddings.LayerNorm.weight"].shape[0])
        self.layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))

    def constant(self, value: npt.NDArray[Any] | np.int64) -> Any:
        """Return a constant."""
        return self.ops.constant(value)

    def ids(self, name: str) -> Any:
        """Return an input int64[rows, pieces]."""
        return self.ops.parameter([-1, -1], np.int64, name=name)

    def word_vectors(self, ids: Any) -> Any:
        """Look up float[rows, pieces, hidden]."""
        return self.ops.gather(self.constant(self._weights["embeddings.word_embeddings.weight"]), ids, self._axis(0))

    def read(self, words: Any, mask: Any, kinds: Any | None = None) -> Any:
        """Return what the last layer makes of float[rows, pieces, hidden]; without `kinds` all pieces are of kind 0."""
        ops, weights = self.ops, self._weights
        positions = ops.range(
            self.constant(np.int64(0)), self._size(words, 1), self.constant(np.int64(1)), output_type="i64"
        )
        table = self.constant(weights["embeddings.position_embeddings.weight"])
        hidden = ops.add(words, ops.unsqueeze(ops.gather(table, positions, self._axis(0)), self._axis(0)))
        kind_table = weights["embeddings.token_type_embeddings.weight"]
        if kinds is None:
            hidden = ops.add(hidden, self.constant(kind_table[0]))
        else:
            hidden = ops.add(hidden, ops.gather(self.constant(kind_table), kinds, self._axis(0)))
        hidden = self._normalised(hidden, "embeddings.LayerNorm")
        seen = ops.unsqueeze(ops.convert(mask, "boolean"), self.constant(np.array([1, 2])))
        for number in range(self.layers):
            hidden = self._layer(hidden, seen, f"encoder.layer.{number}")
        return hidden

    def mean(self, hidden: Any, mask: Any) -> Any:
        """Return the mean of the pieces that `mask` keeps, of unit length."""
        ops = self.ops
        kept = ops.unsqueeze(ops.convert(mask, "f32"), self._axis(2))
        total = ops.reduce_sum(ops.multiply(hidden, kept), self._axis(1))
        return self.unit(ops.divide(total, ops.reduce_sum(kept, self._axis(1))))

    def unit(self, vectors: Any) -> Any:
        """Return vectors of unit length, along the last axis."""
        return self.ops.normalize_l2(vectors, self._axis(-1), _EPSILON, "add")

    def linear(self, hidden: Any, weight: Tensor, bias: Tensor) -> Any:
        """Return hidden @ weight.T + bias."""
        product = self.ops.matmul(hidden, self.constant(weight), False, True)
        return self.ops.add(product, self.constant(bias))

    def _layer(self, hidden: Any, seen: Any, name: str) -> Any:
        ops = self.ops
        query, key, value = (self._per_head(self._dense(hidden, f"{name}.attention.self.{part}")) for part in
                             ("query", "key", "value"))  # fmt: skip
        read = ops.scaled_dot_product_attention(query, key, value, seen)
        joined = ops.reshape(
            ops.transpose(read, self.constant(np.array([0, 2, 1, 3]))),
            self.constant(np.array([0, 0, self.hidden])),
            True,
        )
        added = ops.add(self._dense(joined, f"{name}.attention.output.dense"), hidden)
        hidden = self._normalised(added, f"{name}.attention.output.LayerNorm")
        inner = ops.gelu(self._dense(hidden, f"{name}.intermediate.dense"), "erf")
        return self._normalised(ops.add(self._dense(inner, f"{name}.output.dense"), hidden), f"{name}.output.LayerNorm")

    def _dense(self, hidden: Any, name: str) -> Any:
        return self.linear(hidden, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _per_head(self, hidden: Any) -> Any:
        shape = self.constant(np.array([0, 0, self._heads, self.hidden // self._heads]))
        split = self.ops.reshape(hidden, shape, True)
        return self.ops.transpose(split, self.constant(np.array([0, 2, 1, 3])))

    def _normalised(self, hidden: Any, name: str) -> Any:
        ops = self.ops
        centred = ops.mvn(hidden, self._axis(-1), True, _EPSILON, "INSIDE_SQRT")
        scaled = ops.multiply(centred, self.constant(self._weights[f"{name}.weight"]))
        return ops.add(scaled, self.constant(self._weights[f"{name}.bias"]))

    def _axis(self, axis: int) -> Any:
        return self.constant(np.array(axis, np.int64) if axis >= 0 else np.array([axis]))

    def _size(self, node: Any, axis: int) -> Any:
        return self.ops.gather(self.ops.shape_of(node), self._axis(axis), self._axis(0))
