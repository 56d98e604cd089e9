"""The function: answers in, a letter out. It keeps nothing but what browsers have sealed."""
