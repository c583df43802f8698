"""Writes that join apps."""
