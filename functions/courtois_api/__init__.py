"""The function: answers in, a letter out, nothing kept."""
