"""Pages of this room: the coordination's, and the public catalogue."""
