"""Imports that are uploaded, checked by a worker, confirmed by a person, and applied by a worker."""
