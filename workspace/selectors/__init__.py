"""Reads that join several apps, by page."""
