"""How often something may be done in this process, whoever asks: no address is read or kept."""

import math
import threading
from collections.abc import Callable


class TokenBucket:
    """Holds up to `per_minute` tokens, and regains as many each minute. `clock` gives seconds."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._capacity, self._clock = per_minute, clock
        self._tokens, self._counted_at = float(per_minute), clock()
        self._lock = threading.Lock()

    def take(self) -> int:
        """Take a token and return 0, or return the seconds until there is one."""
        with self._lock:
            now = self._clock()
            elapsed = max(0.0, now - self._counted_at)  # a restored snapshot puts its clock back
            regained = elapsed * self._capacity / 60
            self._tokens, self._counted_at = min(self._capacity, self._tokens + regained), now
            if self._tokens < 1:
                return math.ceil((1 - self._tokens) * 60 / self._capacity)
            self._tokens -= 1
            return 0
