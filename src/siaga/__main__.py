"""`python -m siaga`: hands the command line to `siaga.app.cli`."""

import sys

from siaga.app.cli import main

if __name__ == "__main__":
    sys.exit(main())
