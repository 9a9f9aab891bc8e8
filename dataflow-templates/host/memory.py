"""What a process takes of the machine."""

import os
import subprocess
import sys
from pathlib import Path


def resident_bytes(pid: int) -> int:
    """Resident bytes of a process; 0 where it is gone."""
    try:
        if sys.platform == "linux":
            return int(Path(f"/proc/{pid}/statm").read_text("latin1").split(" ")[1]) * os.sysconf("SC_PAGE_SIZE")
        asked = subprocess.run(["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True)  # noqa: S603
        return int(asked.stdout) * 1024
    except (OSError, ValueError, IndexError, subprocess.CalledProcessError):
        return 0
