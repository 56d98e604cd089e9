"""How often a thing may be done here, whoever asks: no address is looked at, none is kept."""

import math
import threading
from collections.abc import Callable


class Pace:
    """So many a minute, all at once or one by one. `clock` tells seconds."""

    def __init__(self, a_minute: int, clock: Callable[[], float]) -> None:
        self._most, self._clock = a_minute, clock
        self._left, self._counted_at = float(a_minute), clock()
        self._lock = threading.Lock()

    def wait(self) -> int:
        """0, and one is taken; or the seconds until one may be."""
        with self._lock:
            now = self._clock()
            gone = max(0.0, now - self._counted_at)  # a snapshot restored puts its clock back
            regained = gone * self._most / 60
            self._left, self._counted_at = min(self._most, self._left + regained), now
            if self._left < 1:
                return math.ceil((1 - self._left) * 60 / self._most)
            self._left -= 1
            return 0
