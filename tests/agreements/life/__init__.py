"""The life of a version from adoption to its end."""
