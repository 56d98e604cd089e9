"""`python -m courtois_server`: the command of `cli`."""

import sys

from courtois_server.cli import main

sys.exit(main())
