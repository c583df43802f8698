"""Versions: fixed, set as documents, compared, with what came back to them."""
