"""Run the command line as ``python -m kennisgraaf``."""

from kennisgraaf.cli import main

if __name__ == "__main__":
    main()
