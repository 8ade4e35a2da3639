"""The interaction model: all-MiniLM-L6-v2 trained further to compare a question and a passage piece by piece.

What was learnt lies beside this file, with a card that says how: low-rank additions to the encoder's upper layers, and
how much each piece of a question matters. `python -m qa.training.reranker` learns it anew.
"""

from pathlib import Path

MODEL = "minilm-interaction"
WEIGHTS = Path(__file__).with_name("interaction.safetensors")
WEIGHTS_SHA256 = "c34b77c3da680e8d4de5aa6ea2bd6710a6e7bcb1477b40bf59853a2a5e64b7cf"
