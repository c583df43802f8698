"""The pages below ``/verwaltung/``: for administrators; for everybody else they do not exist."""
