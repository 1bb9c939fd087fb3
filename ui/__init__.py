"""Shows answers to people and programs."""
