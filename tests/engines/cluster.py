"""A Spark cluster on loopback: a standalone master and workers, each a process of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import which
from typing import TypeVar

import pyspark

HOME = Path(pyspark.__file__).parent
WORKERS = 2
FRUGAL = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"  # a virtual machine that lives for a minute
Answer = TypeVar("Answer")
_PATIENCE = 60  # seconds for a process to do what is waited for
_URL = re.compile(r"Starting Spark master at (spark://\S+)")
_REGISTERED = "Successfully registered with master"


def reason_to_skip() -> str:
    """Why no cluster can run here; empty where one can."""
    java = Path(os.environ["JAVA_HOME"], "bin", "java").is_file() if "JAVA_HOME" in os.environ else which("java")
    return "" if java else "Spark needs Java 17 (Debian: apt-get install openjdk-17-jre-headless)"


def surroundings(folder: Path) -> dict[str, str]:
    """Return what the processes of a cluster, its driver among them, find in their environment."""
    return {
        "SPARK_HOME": str(HOME),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": FRUGAL,
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
    }


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a cluster whose logs and scratch files are in a folder; gives the URL of its master."""
    with ExitStack() as stack:
        master = folder / "master.log"
        stack.enter_context(_process(folder, master, "master.Master"))
        url = awaited(lambda: _URL.search(master.read_text()), f"the master, see {master}")[1]
        logs = [folder / f"worker{number}.log" for number in range(WORKERS)]
        for log in logs:
            options = ("--cores", "1", "--memory", "1g", "--work-dir", str(log.with_suffix("")), url)
            stack.enter_context(_process(folder, log, "worker.Worker", *options))
        awaited(lambda: all(_REGISTERED in log.read_text() for log in logs), f"the workers, see {folder}")
        yield url


@contextmanager
def _process(folder: Path, log: Path, name: str, *options: str) -> Iterator[None]:
    command = [str(HOME / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}"]
    command += ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0", *options]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=os.environ | surroundings(folder), stdout=out, stderr=out)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def awaited(ask: Callable[[], Answer], what: str) -> Answer:
    """Return the first answer that is true. Raises TimeoutError where there is none in a minute."""
    end = time.monotonic() + _PATIENCE
    while not (answer := ask()):
        if time.monotonic() > end:
            message = f"waited in vain for {what}"
            raise TimeoutError(message)
        time.sleep(0.02)
    return answer


def executors() -> list[int]:
    """Return the process ids of the executors of this process's clusters."""
    return [pid for pid, words in _below(os.getpid()) if "CoarseGrainedExecutorBackend" in words]


def python_workers(executor: int) -> list[int]:
    """Return the process ids of the Python workers of an executor: the children of its daemon."""
    daemons = [pid for pid, words in _below(executor) if "pyspark.daemon" in words]
    return [pid for daemon in daemons for pid in _children(daemon)]


def kill(*pids: int) -> None:
    """Kill processes and wait until they are gone. Raises ProcessLookupError where one is not there."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    awaited(lambda: not any(map(_alive, pids)), f"the end of processes {pids}")


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _below(pid: int) -> Iterator[tuple[int, str]]:
    """Yield (process id, command line) of all that a process has started, and what these have."""
    for child in _children(pid):
        try:
            words = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        yield child, words
        yield from _below(child)


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found
