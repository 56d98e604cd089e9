"""The function: answers in, a letter out, nothing kept but what browsers sealed."""
