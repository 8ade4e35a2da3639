"""An encoder by its name. What runs it is imported only when it is asked for."""

from pathlib import Path

from embeddings.encoder import Encoder

DEFAULT_ENCODER = "all-MiniLM-L6-v2"
MULTILINGUAL_ENCODER = "multilingual-e5-small"


def load_encoder(name: str, cache: Path) -> Encoder:
    """Load the encoder called `name`.

    The default and the multilingual one come inside packages and are prepared once, in the folder `cache`. Any other
    name is a sentence-transformers model: a folder, or a model's name. Only a name not on disk reaches the network.

    Raises EncoderError when it can't be loaded.
    """
    if name == DEFAULT_ENCODER:
        from embeddings.packaged import PackagedEncoder

        return PackagedEncoder.load(cache)
    if name == MULTILINGUAL_ENCODER:
        from embeddings.multilingual import MultilingualEncoder

        return MultilingualEncoder.load(cache)
    from embeddings.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder.load(name)
