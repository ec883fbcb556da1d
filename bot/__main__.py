"""``python -m bot`` is ``peremena``."""

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
