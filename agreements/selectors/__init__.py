"""Composed reads of agreements, by topic."""
