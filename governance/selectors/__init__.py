"""Composed reads of governance, by topic."""
