"""Proceedings before the authority: who is competent, what is due, what follows from silence."""
