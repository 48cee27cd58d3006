#!/usr/bin/env python3
"""Run one of Python's extractors on one file and say what it cost: what `bombs` starts.

    python_bomb.py NAME FILE
"""

import resource
import sys
import time
from pathlib import Path

from python_peers import EXTRACTORS


def main():
    name, file = sys.argv[1:]
    extract = EXTRACTORS[name]()
    html = Path(file).read_bytes().decode("utf-8", "replace")
    start = time.process_time()
    try:
        extract(html)
        refused = ""
    except (ValueError, RuntimeError) as error:
        refused = f", refused ({type(error).__name__})"
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(f"{seconds:.2f} s, {peak:.0f} MB{refused}")


if __name__ == "__main__":
    main()
