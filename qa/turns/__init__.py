"""What a follow-up leans on: whom and what it means of what was said before."""
