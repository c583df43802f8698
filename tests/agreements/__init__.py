"""Agreements: draft, check, versions, proceedings, supervision."""
