"""The rules of the completeness check, one module per topic. Pure."""
