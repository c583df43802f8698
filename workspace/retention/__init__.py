"""How long what is kept: the catalog, what goes by itself, and what the administration is reminded of."""
