"""HTML input of pages that join apps."""
