"""A child whose kernel took no filter."""

import sys

from careerrelay.core.sandbox import NOT_CONFINED

if __name__ == "__main__":
    sys.exit(NOT_CONFINED)
