"""The library ties everything together: stories in, passages and answers out. Read this first.

Adding: text -> document -> passages -> vectors -> one transaction in the store -> the two derived indexes.
Asking: question -> passages by meaning and by words, fused -> the reader -> an answer with citations, or abstention.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self

from embeddings.atomic import remove_leftovers
from embeddings.encoder import Encoder, FloatArray
from embeddings.loading import load_encoder
from qa.about import story_meant, summed_up
from qa.answers import NEAR_SHOWN, compose
from qa.conversation import Conversations, Resolved, resolve
from qa.documents import Draft
from qa.embedding import Embedding
from qa.errors import DocumentError, EmptyLibraryError, InvalidQuestionError, StoreError, StoryNotFoundError
from qa.indexes import Indexes
from qa.lock import FolderLock, make_folder
from qa.lookup import Lookup
from qa.passages import counting_once, embedded_texts, keyword_text, passages
from qa.queries import MAX_QUESTION_LENGTH, checked_filter, checked_query
from qa.questions import Kind, kind_of, topic
from qa.quotes.checker import QuoteChecker
from qa.quotes.index import QuoteIndex
from qa.quotes.nearest import nearest_sentences
from qa.quotes.types import Profile, Quotation, QuoteCheck
from qa.reading import PASSAGES_READ, Reader, load_reader
from qa.reports import Report, report_asked_for, told
from qa.retrieval import COPIES, RERANKED, collapse, first_of_each_story, rerank
from qa.sayings import asked_for, weighed
from qa.settings import Settings
from qa.store import Store
from qa.types import Answer, Document, Filter, Hit, Passage, Stop, StoryInfo

STORE_FILE = "library.sqlite"
MAX_TOP_K = 100
_DEEPEST = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the passages found for it, best first, to be read."""

    question: str
    kind: Kind
    resolved: Resolved
    hits: tuple[Hit, ...]
    where: Filter
    conversation_id: str
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a draft: its story, and whether it is new (`created`) or was held already."""

    story: StoryInfo
    created: bool


class Library:
    """The stories in one folder. Any number of threads may ask; changes take turns.

    The encoder and the indexes are loaded when first needed, or by `warm`.
    """

    def __init__(self, settings: Settings, *, write: bool, encoder: Encoder | None = None, holder: str = "") -> None:
        """Open the library in `settings.home`; `write` takes its lock, makes it where it is missing, lets it change.

        Raises LibraryInUseError where another process may change it, EmptyLibraryError where there is none to read.
        """
        self.settings = settings
        self._write = write
        self._lock = FolderLock(make_folder(settings.home), holder or "pullquote") if write else None
        path = settings.home / STORE_FILE
        if not write and not path.is_file():
            raise EmptyLibraryError(f"there are no stories in {settings.home} yet: add some with `pullquote add PATH`")
        if write:
            remove_leftovers(settings.home)
        try:
            self._store = Store(path, write=write)
        except StoreError:
            if self._lock is not None:
                self._lock.release()
            raise
        self._encoder = encoder
        self._embedding: Embedding[Any] = Embedding()
        self._indexes: Indexes | None = None
        self._reader: Reader | None = None
        self._quotes: QuoteIndex | None = None
        self._conversations = Conversations()
        self._closed = False
        self._loading = threading.RLock()
        self._changing = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Save the indexes, close the store, and let go of the folder; once closed, it stays so."""
        if self._closed:
            return
        self._closed = True
        self._embedding.close()
        if self._write:
            self._quote_index().save()
        if self._indexes is not None:
            self._indexes.close()
        self._store.close()
        if self._lock is not None:
            self._lock.release()

    def warm(self) -> None:
        """Load the models and the indexes, so that the first question need not wait for them."""
        self._searchable()
        self._loaded_reader()
        self._loaded_encoder().encode_tokens(["?"])
        self._quote_index()

    def add(
        self,
        drafts: Iterable[Draft],
        on_added: Callable[[Added], None] = lambda _: None,
        on_failed: Callable[[DocumentError], None] | None = None,
    ) -> list[Added]:
        """Add stories; each is durable when `on_added` is called with it, and all are searchable on return.

        The same text again is no new story. A draft whose origin is known is a new version of that story. A story that
        can't be added is told to `on_failed`, or raised where there is none; those before it are added. `drafts` is
        read, and `on_failed` called, in another thread.
        """
        with self._changing:
            indexes, encoder = self._searchable(), self._loaded_encoder()
            added: list[Added] = []
            try:
                with closing(self._embedding.run(self._prepared(drafts, on_failed), encoder)) as embedded:
                    for (draft, found), vectors in embedded:
                        added.append(self._store_one(draft, found, vectors))
                        on_added(added[-1])
            finally:  # what was added is searchable even if a later story fails
                indexes.catch_up()
            return added

    def remove(self, document_id: str) -> None:
        """Delete a story and all that belongs to it. Raises StoryNotFoundError."""
        with self._changing:
            self._store.remove(document_id)
            if self._indexes is not None:
                self._indexes.catch_up()

    def save(self) -> None:
        """Save the indexes now; closing does it too."""
        if self._write:
            self._quote_index().save()
        if self._indexes is not None:
            self._indexes.save()

    def search(self, query: str, top_k: int = 10, where: Filter | None = None, *, reranked: bool = True) -> list[Hit]:
        """Return up to `top_k` passages, best first. Raises InvalidQuestionError.

        `reranked` compares the best of them with the query piece by piece: better, and some ten times slower.
        """
        query, where = checked_query(query), checked_filter(where or Filter())
        if not 1 <= top_k <= MAX_TOP_K:
            raise InvalidQuestionError(f"top_k is {top_k}: it must be from 1 to {MAX_TOP_K}")
        hits = self._distinct(query, max(top_k, RERANKED), where)
        return (rerank(query, hits, self._loaded_encoder()) if reranked else hits)[:top_k]

    def find(self, question: str, where: Filter | None = None, conversation_id: str = "") -> Asked:
        """Find the passages to read for a question, which may lean on those before it in its conversation.

        Raises InvalidQuestionError.
        """
        question, where, kind = checked_query(question), checked_filter(where or Filter()), kind_of(question)
        resolved = resolve(question, self._conversations.turns(conversation_id))
        report = report_asked_for(question, self._store, where, alone=resolved.read_as == question)
        if report:
            among = Filter(report.stories) if report.stories else where
            deep = self.search(report.about or question, MAX_TOP_K, among, reranked=False)
            hits = first_of_each_story(deep)[:PASSAGES_READ]
            alone = Resolved(question, question)
            return Asked(question, Kind.ABOUT, alone, tuple(hits), where, conversation_id, report)
        named = topic(question) if kind is Kind.ABOUT else ""
        if named:  # the story is told by these words alone, whatever came before
            resolved = Resolved(question, question)
        query = named or resolved.read_as[-MAX_QUESTION_LENGTH:]
        hits = self.search(query, PASSAGES_READ, where, reranked=False)
        if resolved.story_id and where.is_open():
            own = self.search(query, PASSAGES_READ // 2, Filter((resolved.story_id,)), reranked=False)
            hits = list({hit.passage: hit for hit in [*own, *hits]}.values())[:PASSAGES_READ]
        return Asked(question, kind, resolved, tuple(hits), where, conversation_id)

    def answer(self, asked: Asked, stop: Stop = lambda: False) -> Answer:
        """Read the passages found for a question and answer it, or abstain; `stop` is asked between two steps."""
        documents = self._store.documents({hit.passage.document_id for hit in asked.hits})
        hits = [hit for hit in asked.hits if hit.passage.document_id in documents]
        if asked.report:
            answer = told(asked.question, asked.report, hits, self._store, self._searchable().share_held)
        elif asked.kind is Kind.ABOUT:
            answer = self._about(asked, hits, documents)
        else:
            reader = self._loaded_reader()
            found = reader.read(asked.resolved.asked, hits, documents, stop)
            saying = asked_for(asked.resolved.asked)
            if saying:
                found = weighed(saying, found, hits, documents, self._searchable().share_held)
            new = [one for one in found if asked.resolved.is_new(one.hit.passage.document_id, one.words)]
            answer = compose(asked.question, new, documents, reader.least(self.settings.risk))
        if asked.resolved.read_as != asked.question:
            answer = replace(answer, read_as=asked.resolved.read_as)
        if asked.conversation_id and not stop():
            self._conversations.add(asked.conversation_id, answer)
        return answer

    def ask(self, question: str, where: Filter | None = None, conversation_id: str = "") -> Answer:
        """Answer a question in the stories' own words, or abstain. Raises InvalidQuestionError."""
        return self.answer(self.find(question, where, conversation_id))

    def check_quotes(
        self, quotations: Sequence[Quotation], profile: Profile = Profile.STRICT, stop: Stop = lambda: False
    ) -> list[QuoteCheck]:
        """Say for each quotation, in order, whether the stories bear it out. Raises InvalidQuotationError."""
        return self._loaded_checker().check(quotations, profile, stop)

    def check_text(
        self, text: str, profile: Profile = Profile.STRICT, stop: Stop = lambda: False
    ) -> tuple[list[QuoteCheck], list[Quotation]]:
        """Check the quotations of a text; return them, and the terms and titles between marks, which are not checked.

        Raises InvalidQuotationError.
        """
        return self._loaded_checker().check_text(text, profile, stop)

    def stories(self, limit: int = 1000, after: str = "") -> list[StoryInfo]:
        """Return up to `limit` current stories, newest published first, from the one after the story `after`."""
        if after:
            self._store.info(after)
        return self._store.infos(limit, after)

    def story(self, document_id: str) -> tuple[Document, StoryInfo]:
        """Return a story with its text, current or not. Raises StoryNotFoundError."""
        return self._store.document(document_id), self._store.info(document_id)

    def passages(self, document_id: str) -> list[tuple[Passage, str]]:
        """Return a story's passages and their words, in order. Raises StoryNotFoundError."""
        text = self._store.document(document_id).text
        return [(passage, passage.span.of(text)) for passage in self._store.passages(document_id)]

    def count(self) -> tuple[int, int]:
        """Return how many stories are searched, and how many passages they have."""
        return self._store.count()

    def count_passing(self, where: Filter) -> int:
        """Return how many stories pass a filter. Raises InvalidQuestionError."""
        return len(self._store.allowed_documents(checked_filter(where)))

    def encoders(self) -> set[str]:
        """Return the names of the encoders whose vectors are stored."""
        return self._store.encoders()

    def check(self) -> str:
        """Return "ok", or what the store's own check finds wrong."""
        return self._store.check()

    def reembed(self, on_done: Callable[[], None] = lambda: None) -> int:
        """Replace the vectors that are not of the encoder in use; return how many stories had such.

        What is done is durable: where it was stopped, it goes on.
        """
        encoder = self._loaded_encoder()
        with self._changing:
            ids = self._store.ids_not_embedded_by(encoder.name)
            texts = ((document_id, self._texts_of(document_id, encoder)) for document_id in ids)
            with closing(self._embedding.run(texts, encoder)) as embedded:
                for document_id, vectors in embedded:
                    self._store.replace_vectors(document_id, vectors, encoder.name)
                    on_done()
        return len(ids)

    def _distinct(self, query: str, wanted: int, where: Filter) -> list[Hit]:
        """Return `wanted` passages, or all that are found; looks deeper where most are copies of one another."""
        depth = wanted + COPIES
        indexes, encoder = self._searchable(), self._loaded_encoder()
        lookup = Lookup(indexes, self._store, query, encoder.encode_query(query), where)
        while True:
            found = lookup.hits(depth)
            hits = collapse(found)
            if len(hits) >= wanted or len(found) < depth or depth >= _DEEPEST:
                return hits
            depth *= 2

    def _searchable(self) -> Indexes:
        with self._loading:
            if self._indexes is None:
                encoder = self._loaded_encoder()
                home, language = self.settings.home, self.settings.language
                self._indexes = Indexes(home, self._store, encoder, write=self._write, language=language)
            return self._indexes

    def _loaded_encoder(self) -> Encoder:
        with self._loading:
            if self._encoder is None:
                self._encoder = load_encoder(self.settings.encoder, self.settings.cache)
            return self._encoder

    def _loaded_reader(self) -> Reader:
        with self._loading:
            if self._reader is None:
                self._reader = load_reader(self._loaded_encoder(), self.settings.cache)
            return self._reader

    def _loaded_checker(self) -> QuoteChecker:
        with self._loading:
            indexes = self._searchable()
            near = partial(nearest_sentences, store=self._store, indexes=indexes, encoder=self._loaded_encoder())
            return QuoteChecker(self._store, self._quote_index(), indexes.holding, near)

    def _quote_index(self) -> QuoteIndex:
        """Return the index of quotations, in step with the store."""
        with self._loading:
            if self._quotes is None:
                self._quotes = QuoteIndex(self.settings.home, self._store, write=self._write)
        self._quotes.catch_up()
        return self._quotes

    def _about(self, asked: Asked, hits: Sequence[Hit], documents: Mapping[str, Document]) -> Answer:
        """Answer with the key sentences of the story that is meant; abstain where none is."""
        turns, where = self._conversations.turns(asked.conversation_id), asked.where
        searched, talked_about = self._store.allowed_documents(where), turns[-1].story_id if turns else None
        found = dict.fromkeys(hit.passage.document_id for hit in hits)
        texts = {one: keyword_text(d.title, d.source, d.published, d.text) for one in found for d in (documents[one],)}
        held = {one: self._searchable().share_held(topic(asked.question), text) for one, text in texts.items()}
        meant = story_meant(asked.question, held, searched, talked_about, chosen=where.story_ids is not None)
        if meant is None:
            return Answer(asked.question, Kind.ABOUT, (), 0.0, tuple(hits[:NEAR_SHOWN]))
        story, own = self._store.document(meant.story_id), self._store.passages(meant.story_id)
        return summed_up(asked.question, story, own, self._loaded_encoder(), meant.confidence)

    def _prepared(
        self, drafts: Iterable[Draft], on_failed: Callable[[DocumentError], None] | None
    ) -> Iterator[tuple[tuple[Draft, list[Passage]], list[str]]]:
        """Yield each draft with its passages and the texts to embed; none where its text is held already."""
        for draft in drafts:
            try:
                prepared = self._prepared_one(draft)
            except DocumentError as error:
                if on_failed is None:
                    raise
                on_failed(error)
            else:
                yield prepared

    def _prepared_one(self, draft: Draft) -> tuple[tuple[Draft, list[Passage]], list[str]]:
        document, encoder = draft.document, self._loaded_encoder()
        if self._held(document):
            return (draft, []), []
        count_tokens = counting_once(encoder.count_tokens)
        room = encoder.max_tokens - min(*count_tokens([document.title]), encoder.max_tokens // 4)
        found = passages(document.text, draft.body, count_tokens, room)
        if not found:
            raise DocumentError(f"{document.title}: holds no words: add at least a sentence")
        own = [Passage(document.id, ordinal, number, span) for ordinal, (number, span) in enumerate(found)]
        return (draft, own), embedded_texts(document.title, document.text, [span for _, span in found], count_tokens)

    def _texts_of(self, document_id: str, encoder: Encoder) -> list[str]:
        document, own = self._store.document(document_id), self._store.passages(document_id)
        return embedded_texts(document.title, document.text, [passage.span for passage in own], encoder.count_tokens)

    def _held(self, document: Document) -> bool:
        try:
            held = self._store.info(document.id)
        except StoryNotFoundError:
            return False
        if held.sha256 != document.sha256:
            raise DocumentError(f"{document.title}: its id {document.id} is that of another text: change a character")
        return True

    def _store_one(self, draft: Draft, found: Sequence[Passage], vectors: FloatArray) -> Added:
        created = bool(found) and not self._held(draft.document)
        if created:
            self._store.add(draft, found, vectors, self._loaded_encoder().name)
        else:
            self._store.make_current(draft)
        return Added(self._store.info(draft.document.id), created)
