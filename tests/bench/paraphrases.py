"""How near a sentence must be to be called what a quotation paraphrases: `python -m tests.bench.paraphrases DATA_DIR`.

Claims of WiCE beside the sentences that support them, by an annotator, and beside those of other articles' sources.
Prints for each cosine the share of claims whose own supporting sentence is that near, and to which another's is.
"""

import sys
from pathlib import Path

import numpy as np

from embeddings.loading import DEFAULT_ENCODER, load_encoder
from qa.quotes.nearest import LEAST_COSINE
from qa.settings import Settings
from tests.bench.data import rows

_SENTENCES = 80  # of a source, at most


def main(folder: Path) -> None:
    """Print the table."""
    claims = list(rows(folder / "support" / "wice_dev.jsonl.gz"))
    encoder = load_encoder(DEFAULT_ENCODER, Settings.from_environment().cache)
    sentences = [sentence for claim in claims for sentence in claim["evidence"][:_SENTENCES]]
    owner = np.array([i for i, claim in enumerate(claims) for _ in claim["evidence"][:_SENTENCES]])
    supports = np.array([
        j in {one for group in claim["supporting_sentences"] for one in group}
        for claim in claims for j, _ in enumerate(claim["evidence"][:_SENTENCES])
    ])  # fmt: skip
    article = np.array([claim["meta"]["claim_title"] for claim in claims])
    cosines = encoder.encode_passages([claim["claim"] for claim in claims]) @ encoder.encode_passages(sentences).T
    own = [cosines[i][(owner == i) & supports] for i in range(len(claims))]
    other = [cosines[i][article[owner] != article[i]] for i in range(len(claims))]
    nearest = np.array([one.max() for one in own if len(one)]), np.array([one.max() for one in other])
    print(f"{len(nearest[0])} claims with a supporting sentence, {len(claims)} in all, {len(sentences)} sentences")
    for cosine in (0.55, 0.6, 0.65, 0.7, 0.75):
        own_share, other_share = ((one >= cosine).mean() for one in nearest)
        mark = "  <- used" if cosine == LEAST_COSINE else ""
        print(f"cosine {cosine}: own source {own_share:.1%}, another's {other_share:.1%}{mark}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
