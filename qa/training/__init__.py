"""Trains what no package ships. Needs torch; nothing that serves imports it."""
