"""HTML input of cooperations, by page."""
