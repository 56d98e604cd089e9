"""How a finding is said: a French sentence, typed with plain spaces, set with the right ones."""

from courtois.errors import Fault
from courtois.french.typography import french


def say(name: str, sentence: str) -> Fault:
    """A finding about one answer."""
    return Fault(name, french(sentence))
