"""Composed reads of cooperations, by topic."""
