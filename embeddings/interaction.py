"""The interaction model: all-MiniLM-L6-v2 trained further to compare a question and a passage piece by piece.

What was learnt lies beside this file, with a card that says how: low-rank additions to the encoder's upper layers, and
how much each piece of a question matters. `python -m qa.training.reranker` learns it anew.
"""

from pathlib import Path

MODEL = "minilm-interaction"
WEIGHTS = Path(__file__).with_name("interaction.safetensors")
WEIGHTS_SHA256 = "b1c84970c58579c63a09467c04078532fbc91a60d76b945d042ed4baf815ff37"
