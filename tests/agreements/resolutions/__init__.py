"""Resolutions of the councils."""
