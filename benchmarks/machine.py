"""What a benchmark reads of the machine: CPU and memory of processes, and what it ran on."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
SYNCS = 50


def children(pid: int) -> list[int]:
    """Of all threads of `pid`; empty when it has ended."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, path.read_text().split())
        except OSError:
            continue
    return found


def cpu_s(pids: Iterable[int]) -> float:
    """User and system time, of ended children too (a database session may end between looks)."""
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / TICKS_PER_S


def resident_mb(pid: int) -> float:
    return _kb(Path(f"/proc/{pid}/status"), "VmRSS:") / 1024


def proportional_mb(pids: Iterable[int]) -> float:
    """Memory of processes that share pages: each page counted once (PSS of smaps_rollup)."""
    return sum(_kb(Path(f"/proc/{pid}/smaps_rollup"), "Pss:") for pid in pids) / 1024


def _kb(path: Path, name: str) -> int:
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)


def percentile_ms(values_s: Sequence[float], share: float) -> float:
    """`share` in 0…1; NaN without values."""
    if not values_s:
        return float("nan")
    ordered = sorted(values_s)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2)


def sync_ms(folder: Path) -> float:
    """Median time of one small write that must reach the disk, in `folder`."""
    path = folder / "sync-probe"
    times: list[float] = []
    with path.open("wb") as file:
        for _ in range(SYNCS):
            began_s = time.perf_counter()
            file.write(b"x" * 512)
            file.flush()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began_s)
    path.unlink()
    return percentile_ms(times, 0.5)


def described(folder: Path) -> dict[str, Any]:
    """The machine, for the record beside every figure."""
    memory_kb = _kb(Path("/proc/meminfo"), "MemTotal:")
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "cpu": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory_kb / 1024 / 1024, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_1_min": round(os.getloadavg()[0], 2),
        "fdatasync_ms": sync_ms(folder),
    }
