"""The English model of despin, which finds it here by itself."""

from pathlib import Path


def path() -> Path:
    """The file of the model."""
    return Path(__file__).parent / "en.despin"
