"""Measures that help to decide: our letter beside stock WeasyPrint and Chromium, and the server under load."""
