"""Whether stories bear out a quotation: its words, its speaker and its completeness, each apart."""
