"""``python -m legacy_adapters``: the command line where no script of that name is on the path."""

from legacy_adapters.cli.main import main

if __name__ == "__main__":
    main()
