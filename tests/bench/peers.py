"""The libraries that Pullquote is measured beside, each in its default, documented form, with the same encoder files.

A peer that joins words and vectors is asked for that. What is imported here is numpy and, when a peer is made, that
peer; so this file also runs where nothing of Pullquote is installed.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

TOP_K = 10
_Vectors = NDArray[np.float32] | None


class Peer(Protocol):
    """A library that indexes passages and searches them."""

    def ingest(self, passages: list[str], vectors: _Vectors) -> None:
        """Index `passages` with float32[n, dimension] `vectors`, or, where None, with those that the peer makes."""

    def search(self, question: str) -> list[int]:
        """Return the numbers of the best TOP_K passages, best first."""

    def hurry(self) -> None:
        """Make searches faster without a change of any ranking, for the questions that are not timed."""

    def save(self, folder: Path) -> None:
        """Write what the peer would load again, with its own means."""


class PlainScript:
    """The script that a user would write: SentenceTransformer.encode, and a FAISS index of inner products."""

    packages = ("sentence-transformers", "faiss-cpu")

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model: Any = SentenceTransformer(model, device="cpu")

    def ingest(self, passages: list[str], vectors: _Vectors) -> None:
        import faiss

        if vectors is None:
            vectors = self._model.encode(passages, normalize_embeddings=True)
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    def search(self, question: str) -> list[int]:
        query = self._model.encode([question], normalize_embeddings=True, show_progress_bar=False)
        found: list[int] = self._index.search(query, TOP_K)[1][0].tolist()
        return [i for i in found if i >= 0]

    def hurry(self) -> None:
        """Do nothing: it is fast."""

    def save(self, folder: Path) -> None:
        import faiss

        faiss.write_index(self._index, str(folder / "index.faiss"))


class Txtai:
    """txtai's hybrid search, with content: its keyword index, its FAISS index and its database of texts."""

    packages = ("txtai",)

    def __init__(self, model: str) -> None:
        from txtai import Embeddings

        self._embeddings = Embeddings(path=model, hybrid=True, content=True)

    def ingest(self, passages: list[str], vectors: _Vectors) -> None:
        if vectors is None:
            self._embeddings.index(enumerate(passages))
            return
        row = {text: i for i, text in enumerate(passages)}
        model = self._embeddings.model
        model.encode = lambda texts, category=None: vectors[[row[text] for text in texts]]  # noqa: ARG005
        self._embeddings.index(enumerate(passages))
        del model.encode  # questions are encoded by txtai itself

    def search(self, question: str) -> list[int]:
        return [int(one["id"]) for one in self._embeddings.search(question, TOP_K)]

    def hurry(self) -> None:
        """Do nothing: it is fast."""

    def save(self, folder: Path) -> None:
        self._embeddings.save(str(folder))


class Haystack:
    """Haystack's hybrid retrieval: two in-memory retrievers, joined by reciprocal ranks."""

    packages = ("haystack-ai", "sentence-transformers-haystack")

    def __init__(self, model: str) -> None:
        from haystack import Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        self._embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        self._embedder.warm_up()
        self._store = store = InMemoryDocumentStore()
        self._pipeline = pipeline = Pipeline()
        pipeline.add_component("embedder", SentenceTransformersTextEmbedder(model=model, progress_bar=False))
        pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=TOP_K))
        pipeline.add_component("keyword", InMemoryBM25Retriever(store, top_k=TOP_K))
        pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=TOP_K))
        pipeline.connect("embedder.embedding", "dense.query_embedding")
        pipeline.connect("dense", "joiner")
        pipeline.connect("keyword", "joiner")
        pipeline.warm_up()

    def ingest(self, passages: list[str], vectors: _Vectors) -> None:
        from haystack import Document

        if vectors is None:
            plain = [Document(id=str(i), content=text) for i, text in enumerate(passages)]
            documents = self._embedder.run(plain)["documents"]
        else:
            each = zip(passages, vectors, strict=True)
            documents = [
                Document(id=str(i), content=text, embedding=row.tolist()) for i, (text, row) in enumerate(each)
            ]
        self._store.write_documents(documents)

    def search(self, question: str) -> list[int]:
        found = self._pipeline.run({"embedder": {"text": question}, "keyword": {"query": question}})
        return [int(document.id) for document in found["joiner"]["documents"]]

    def hurry(self) -> None:
        """Keep what each search makes anew: the matrix of vectors, and the BM25 scores of a word, which add up."""
        store, documents = self._store, list(self._store.storage.values())
        matrix = np.array([document.embedding for document in documents]).T
        score = store.bm25_algorithm_inst
        holding = defaultdict(list)
        for i, document in enumerate(documents):
            for word in store._bm25_attr[document.id].freq_token:
                holding[word].append(i)

        @cache
        def scores(word: str) -> NDArray[np.float64]:
            found, places = np.zeros(len(documents)), holding.get(word, [])
            found[places] = [value for _, value in score(word, [documents[i] for i in places])]
            return found

        def bm25(query: str, _: Any) -> list[tuple[Any, float]]:
            total = sum(map(scores, dict.fromkeys(store._tokenize_bm25(query))), np.zeros(len(documents)))
            return [(documents[i], float(total[i])) for i in np.argsort(-total, kind="stable")[:TOP_K]]

        def cosines(embedding: list[float], **_: Any) -> list[float]:
            found: list[float] = (np.array(embedding) @ matrix).tolist()
            return found

        store.bm25_algorithm_inst = bm25
        store._compute_query_embedding_similarity_scores = cosines
        store.filter_documents = lambda filters=None: documents  # noqa: ARG005

    def save(self, folder: Path) -> None:
        self._store.save_to_disk(str(folder / "store.json"))


class LlamaIndex:
    """LlamaIndex's default vector index."""

    packages: tuple[str, ...] = ("llama-index-core", "llama-index-embeddings-huggingface")

    def __init__(self, model: str) -> None:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        self._encoder = HuggingFaceEmbedding(model_name=model, device="cpu")

    def ingest(self, passages: list[str], vectors: _Vectors) -> None:
        from llama_index.core import VectorStoreIndex
        from llama_index.core.schema import TextNode

        nodes = [TextNode(id_=str(i), text=text) for i, text in enumerate(passages)]
        if vectors is not None:
            for node, row in zip(nodes, vectors, strict=True):
                node.embedding = row.tolist()
        self._index = VectorStoreIndex(nodes, embed_model=self._encoder)
        self._retriever: Any = self._index.as_retriever(similarity_top_k=TOP_K)

    def search(self, question: str) -> list[int]:
        return [int(one.node.node_id) for one in self._retriever.retrieve(question)]

    def hurry(self) -> None:
        """Compute the cosines at once: as it is, each search converts lists of numbers and takes them one by one."""
        from llama_index.core.vector_stores import simple

        matrix = np.array(list(self._index.vector_store.data.embedding_dict.values()))
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)

        def nearest(
            query: list[float], _: Any, similarity_top_k: int, embedding_ids: list[str]
        ) -> tuple[list[float], list[str]]:
            cosines = matrix @ np.array(query) / np.linalg.norm(query)
            best = np.argsort(-cosines)[:similarity_top_k]
            return cosines[best].tolist(), [embedding_ids[i] for i in best]

        simple.get_top_k_embeddings = nearest

    def save(self, folder: Path) -> None:
        self._index.storage_context.persist(str(folder))


class LlamaIndexHybrid(LlamaIndex):
    """LlamaIndex's index of vectors and its BM25 retriever, joined by reciprocal ranks; no query is rewritten."""

    packages = (*LlamaIndex.packages, "llama-index-retrievers-bm25")

    def ingest(self, passages: list[str], vectors: _Vectors) -> None:
        from llama_index.core.llms import MockLLM
        from llama_index.core.retrievers import QueryFusionRetriever
        from llama_index.retrievers.bm25 import BM25Retriever

        super().ingest(passages, vectors)
        nodes = list(self._index.docstore.docs.values())
        self._keyword = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=TOP_K)
        self._retriever = QueryFusionRetriever(
            [self._retriever, self._keyword],
            llm=MockLLM(),  # never asked: one query is the question itself
            num_queries=1,
            mode="reciprocal_rerank",
            similarity_top_k=TOP_K,
        )

    def save(self, folder: Path) -> None:
        super().save(folder)
        self._keyword.persist(str(folder / "bm25"))


class LanceDB:
    """LanceDB's hybrid search: vectors and its full-text index, joined by its default reranker of reciprocal ranks."""

    packages = ("lancedb",)

    def __init__(self, model: str) -> None:
        from lancedb.embeddings import get_registry

        self._encoder = get_registry().get("sentence-transformers").create(name=model)
        self._dimension: int = self._encoder.ndims()
        self._folder = TemporaryDirectory()

    def ingest(self, passages: list[str], vectors: _Vectors) -> None:
        import lancedb
        import pyarrow
        from lancedb.embeddings import EmbeddingFunctionConfig
        from lancedb.index import FTS

        columns: dict[str, Any] = {"id": range(len(passages)), "text": passages}
        if vectors is not None:
            flat = pyarrow.array(vectors.ravel())
            columns["vector"] = pyarrow.FixedSizeListArray.from_arrays(flat, self._dimension)
        made = EmbeddingFunctionConfig(vector_column="vector", source_column="text", function=self._encoder)
        self._table = lancedb.connect(self._folder.name).create_table(
            "passages", data=pyarrow.table(columns), embedding_functions=[made]
        )
        self._table.create_index("text", config=FTS())

    def search(self, question: str) -> list[int]:
        return [int(row["id"]) for row in self._table.search(question, query_type="hybrid").limit(TOP_K).to_list()]

    def hurry(self) -> None:
        """Do nothing: it is fast."""

    def save(self, folder: Path) -> None:
        """Copy the table's files: LanceDB keeps them on disk all along."""
        copytree(self._folder.name, folder, dirs_exist_ok=True)


PEERS: dict[str, Callable[[str], Peer]] = {
    "plain script": PlainScript,
    "txtai": Txtai,
    "Haystack": Haystack,
    "LlamaIndex": LlamaIndex,
    "LlamaIndex hybrid": LlamaIndexHybrid,
    "LanceDB": LanceDB,
}


def installed_version(peer: Peer) -> str:
    """Return the installed versions of a peer's packages."""
    packages: tuple[str, ...] = getattr(peer, "packages", ())
    return ", ".join(f"{package} {version(package)}" for package in packages)
